// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/loggerd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "lib/base/log.h"
#include "lib/base/util.h"

/* However quiet the world is: the watchdog and the counters want to move. */
#define WORK_AT_LEAST_US (1 * USEC_PER_SEC)

struct instant loggerd_now(const struct loggerd *s)
{
	return s->gather.any ? s->gather.now : instant_read();
}

void loggerd_trouble(struct loggerd *s, const char *subject, const char *text)
{
	if (troubles_set(&s->troubles, subject, text, loggerd_now(s).wall_us))
		s->status_changed = true;
}

static void work_due(void *ctx, int64_t now_us)
{
	(void)now_us;
	loggerd_work(ctx);
}

void loggerd_work(struct loggerd *s)
{
	int64_t own_us = mono_read_us();

	trouble_look(s, own_us);
	herald_run(s, own_us);
	audit_run(s, own_us);
	publish_changes(s, own_us);
	sensor_step(s);
	daemon_progress(s->daemon);
	loop_arm(s->loop, &s->work, own_us + WORK_AT_LEAST_US, work_due, s);
}

/* ------------------------------------------------------------------ the disk */

static void tell_begun(struct loggerd *s)
{
	struct event e = { .kind = EVENT_HISTORY_SET_ASIDE };

	if (s->begins == s->report.begins)
		return;
	s->begins = s->report.begins;
	log_error("a new history begins: %s", s->report.begun);
	(void)snprintf(e.text, sizeof(e.text), "%s", s->report.begun);
	herald_tell(s, HERALD_SET_ASIDE, &e);
}

static void disk_readable(void *ctx, uint32_t events)
{
	struct loggerd *s = ctx;
	bool opened = s->report.opened;

	(void)events;
	disk_collect(s->disk, &s->report);
	if (s->report.opened && !opened) {
		s->events.next = s->events.listed = s->report.status.event;
		s->blackbox.next = MAX(s->blackbox.next, s->report.status.chunk);
	}
	s->status_changed = true;
	tell_begun(s);
	record_recover(s);
	trouble_look(s, mono_read_us());
	events_follow(s);
	requests_answer(s);
	loggerd_work(s);
}

static int start_disk(struct loggerd *s)
{
	int r = disk_new(s->state_folder, &s->limits, &s->disk);

	if (r == 0)
		r = loop_watch(s->loop, &s->disk_source, disk_fd(s->disk), EPOLLIN, disk_readable,
			       s);
	return r < 0 ? log_error_errno(r, "cannot start the thread for the disk") : 0;
}

/* ------------------------------------------------------------------ start and stop */

static int start_server(struct loggerd *s)
{
	static const struct server_calls calls = {
		.hello = publish_hello,
		.request = requests_handle,
		.newcomer = publish_newcomer,
		.gone = requests_gone,
	};
	int fd, r;

	r = daemon_listen(s->daemon, "logger", &fd);
	if (r < 0)
		return r;
	r = server_new(s->loop, fd, &calls, s, &s->server);
	return r < 0 ? log_error_errno(r, "cannot serve the socket") : 0;
}

static int start(struct loggerd *s)
{
	int r;

	introduce_start(&s->self, "loggerd");
	r = reload_start(s);
	if (r < 0)
		return log_error_errno(r, "cannot load any settings");
	r = start_disk(s);
	if (r == 0)
		r = start_server(s);
	if (r < 0)
		return r;
	s->status_changed = true;
	sensor_start(s);
	events_start(s);
	loggerd_work(s);
	return 0;
}

int loggerd_start(struct daemon *d, bool lockstep)
{
	struct loggerd *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	s->daemon = d;
	s->loop = d->loop;
	s->sensor.follower.wanted = lockstep;
	d->ctx = s;
	return start(s);
}

void loggerd_stop(struct daemon *d)
{
	struct loggerd *s = d->ctx;

	if (!s)
		return;
	link_stop(&s->sensor.link);
	link_stop(&s->events.link);
	loop_disarm(s->loop, &s->work);
	if (s->disk)
		record_end(s);
	loop_unwatch(s->loop, &s->disk_source);
	if (!disk_free(s->disk))
		log_error("the disk does not answer: what was measured last is not written");
	s->disk = NULL;
	server_free(s->server);
	s->server = NULL;
	blackbox_done(&s->blackbox);
	orders_done(&s->list);
	live_settings_stop(&s->live);
	free(s);
	d->ctx = NULL;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/notifyd.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/base/log.h"
#include "lib/base/util.h"

/* However quiet the world is: the watchdog and the counters want to move. */
#define WORK_AT_LEAST_US (1 * USEC_PER_SEC)
/* What is due is not looked at more often, however fast the simulator runs. */
#define WORK_AT_MOST_US (5 * USEC_PER_MSEC)

struct instant notifyd_now(struct notifyd *s)
{
	return clock_now(&s->clock, mono_read_us());
}

struct ledger_world notifyd_world(struct notifyd *s)
{
	const struct alarm_book *book = &s->view.book;

	return (struct ledger_world){
		.settings = s->live.now,
		.alarms = book->list,
		.n_alarms = book->n,
		.complete = s->view.alarmd && alarm_book_complete(book, true),
		.maintenance = book->summary.maintenance_until_us != 0,
		.now = notifyd_now(s),
	};
}

void notifyd_trouble(struct notifyd *s, const char *subject, const char *text)
{
	(void)troubles_set(&s->troubles, subject, text, notifyd_now(s).wall_us);
}

static void work_due(void *ctx, int64_t now_us)
{
	(void)now_us;
	notifyd_work(ctx);
}

/* The next look, in own time. */
static void arm(struct notifyd *s, int64_t due_us)
{
	int64_t own_us = mono_read_us(), wait_us = WORK_AT_LEAST_US;

	if (due_us != LEDGER_NEVER)
		wait_us = MIN(wait_us, clock_wait_us(&s->clock, due_us, own_us));
	loop_arm(s->loop, &s->work, own_us + MAX(wait_us, WORK_AT_MOST_US), work_due, s);
}

void notifyd_work(struct notifyd *s)
{
	struct ledger_world w = notifyd_world(s);
	int64_t due_us = books_look(&s->books, &w);

	due_us = MIN(due_us, life_run(s));
	due_us = MIN(due_us, tell_run(s));
	due_us = MIN(due_us, modem_run(s));
	herald_run(s);
	keep_run(s);
	publish_changes(s);
	if (s->sensor.hello)
		follower_step(&s->follower, &s->sensor);
	daemon_progress(s->daemon);
	arm(s, due_us);
}

void notifyd_soon(struct notifyd *s)
{
	loop_arm(s->loop, &s->work, 0, work_due, s);
}

/* ------------------------------------------------------------------ start and stop */

static int start_server(struct notifyd *s)
{
	static const struct server_calls calls = {
		.hello = publish_hello,
		.request = requests_handle,
		.newcomer = publish_newcomer,
		.gone = requests_gone,
	};
	int fd, r;

	r = daemon_listen(s->daemon, "notify", &fd);
	if (r < 0)
		return r;
	r = server_new(s->loop, fd, &calls, s, &s->server);
	return r < 0 ? log_error_errno(r, "cannot serve the socket") : 0;
}

int notifyd_start(struct daemon *d, bool lockstep)
{
	struct notifyd *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return -ENOMEM;
	s->daemon = d;
	s->loop = d->loop;
	s->follower.wanted = lockstep;
	d->ctx = s;
	introduce_start(&s->self, "notifyd");
	r = reload_start(s);
	if (r < 0)
		return log_error_errno(r, "cannot load any settings");
	r = keep_start(s);
	if (r == 0)
		r = start_server(s);
	if (r < 0)
		return r;
	s->status_changed = true;
	tell_start(s);
	life_start(s);
	modem_start(s);
	sources_start(s);
	notifyd_work(s);
	return 0;
}

void notifyd_stop(struct daemon *d)
{
	struct notifyd *s = d->ctx;

	if (!s)
		return;
	sources_stop(s);
	tell_stop(s);
	life_stop(s);
	modem_stop(s);
	loop_disarm(s->loop, &s->work);
	s->server = server_free(s->server);
	keep_stop(s);
	books_done(&s->books);
	live_settings_stop(&s->live);
	assignments_done(&s->secrets);
	text_done(&s->mistakes);
	free(s);
	d->ctx = NULL;
}

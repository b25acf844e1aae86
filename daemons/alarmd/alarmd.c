// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/alarmd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/base/version.h"
#include "lib/bus/client.h"

/* However quiet the world is: the watchdog and the counters want to move. */
#define WORK_AT_LEAST_US (1 * USEC_PER_SEC)
/* The head of the chain goes to syslog so often, where it is beyond our reach. */
#define HEAD_EVERY_US (3600 * USEC_PER_SEC)

struct instant alarmd_now(struct alarmd *s)
{
	/* In lockstep only a snapshot moves time: a run is the same each time. */
	if (s->up.follower.wanted && s->clock.following)
		return s->clock.base;
	return clock_now(&s->clock, mono_read_us());
}

void alarmd_trouble(struct alarmd *s, const char *subject, const char *text)
{
	(void)troubles_set(&s->troubles, subject, text, alarmd_now(s).wall_us);
}

static void work_due(void *ctx, int64_t now_us)
{
	(void)now_us;
	alarmd_work(ctx);
}

void alarmd_work_soon(struct alarmd *s)
{
	loop_arm(s->loop, &s->work, mono_read_us(), work_due, s);
}

void alarmd_act(struct alarmd *s)
{
	int r;

	holds_send(s);
	record_transitions(s, &s->transitions, NULL, "", 0);
	s->transitions.n = 0;
	r = onsets_save(&s->onsets, s->runtime_folder, s->self.boot_id, s->engine);
	/* a condition came or went: that is shown too */
	s->table_changed |= r > 0;
	if (r != 0)
		alarmd_trouble(s, "onsets",
			       r < 0 ? "delays cannot be kept over a restart: is /run full?"
				     : NULL);
}

/* One moment through the engine and the schedules, and what comes of it. */
static void decide(struct alarmd *s, int64_t own_us)
{
	struct engine_input in = {
		.now = alarmd_now(s),
		.silent = upstream_silent(s, own_us),
		.log = log_word_stand(&s->log_word, own_us),
	};

	/* What a sensord that is gone or hung said last is not known to hold still. */
	if (s->has_snapshot && s->up.link.hello && !in.silent)
		in.snapshot = &s->snapshot;

	if (s->wall_known)
		windows_look(s, in.now);
	else
		windows_unknown(s);
	in.may_raise = s->may_raise;
	s->summary_changed |= in.log != s->log_shown;
	s->log_shown = in.log;
	engine_step(s->engine, &in, &s->transitions);
	alarmd_act(s);
	if (in.snapshot)
		record_outputs(s, own_us);
}

/* Own time at which something is due. */
static int64_t due_us(struct alarmd *s, int64_t own_us)
{
	int64_t wall_due_us = windows_due_us(s), due_us = own_us + WORK_AT_LEAST_US;
	struct instant now;

	if (!s->engine_ready || s->up.follower.wanted)
		return due_us;
	now = alarmd_now(s);
	if (engine_due_us(s->engine) != INT64_MAX)
		due_us = MIN(due_us,
			     own_us + clock_wait_us(&s->clock, engine_due_us(s->engine), own_us));
	if (wall_due_us != INT64_MAX)
		due_us = MIN(due_us, own_us + clock_wait_us(&s->clock,
							    now.mono_us + wall_due_us - now.wall_us,
							    own_us));
	/* only while it is to come: afterwards it is told by a packet */
	if (!upstream_silent(s, own_us))
		due_us = MIN(due_us, upstream_silent_due_us(s));
	return MAX(due_us, own_us);
}

/* What syslog had no room for is tried again; the head goes there each hour. */
static void run_syslog(struct alarmd *s, int64_t own_us)
{
	struct journal_status status;

	/* where it goes on is among what is kept */
	if (!s->engine_ready)
		return;
	(void)syslog_run(&s->syslog, s->journal, &s->up.table);
	if (own_us < s->head_due_us)
		return;
	journal_get_status(s->journal, &status);
	if (syslog_head(&s->syslog, alarmd_now(s), status.head, status.head_hash))
		s->head_due_us = own_us + HEAD_EVERY_US;
}

/* Who waits for the disk is told that it is done, or that the disk takes nothing. What is done he
 * finds in the table as well. */
static void answer_waiting(struct alarmd *s)
{
	struct journal_status status;

	if (!s->server)
		return;
	journal_get_status(s->journal, &status);
	replies_send(&s->replies, s->server, MIN(status.head, s->told),
		     status.stuck ? status.trouble : NULL);
}

/* What follows a decision, or facts alone. */
static void finish(struct alarmd *s, int64_t own_us)
{
	s->up.fresh = false;
	record_due(s, own_us);
	record_keep(s);
	run_syslog(s, own_us);
	publish_changes(s, own_us);
	/* a disk that took nothing before has no news for who asks now */
	answer_waiting(s);
	upstream_step(s);
	daemon_progress(s->daemon);
	loop_arm(s->loop, &s->work, due_us(s, own_us), work_due, s);
}

void alarmd_work(struct alarmd *s)
{
	int64_t own_us = mono_read_us();

	if (s->engine_ready && (s->up.fresh || !s->up.follower.wanted))
		decide(s, own_us);
	finish(s, own_us);
}

void alarmd_heard(struct alarmd *s)
{
	int64_t own_us = mono_read_us();

	/* A fact comes just before the snapshot that shows it: the way to the output is short. */
	if (s->engine_ready && s->up.fresh)
		decide(s, own_us);
	finish(s, own_us);
}

static void journal_moved(void *ctx)
{
	struct alarmd *s = ctx;
	struct journal_status status;
	int64_t own_us = mono_read_us();

	journal_get_status(s->journal, &status);
	alarmd_trouble(s, "journal", status.trouble[0] ? status.trouble : NULL);
	s->summary_changed = true;
	run_syslog(s, own_us);
	if (!s->server)
		return;
	publish_changes(s, own_us);
	answer_waiting(s);
	server_stream_more(s->server);
}

/* Its socket starts it: what it kept for us while we were not there can come now. */
static void wake_settingsd(void)
{
	struct client c = CLIENT_INIT;
	char path[CLIENT_PATH_MAX];

	client_path("settings", path);
	(void)client_connect(&c, path);
	client_done(&c);
}

static void journal_begun(void *ctx, const char *set_aside)
{
	const struct alarmd *s = ctx;

	if (*set_aside)
		log_error("the journal was damaged: it is set aside as '%s', a new one goes on",
			  set_aside);
	else if (s->engine_ready)
		log_error("somebody took the journal away: its events are gone, a new one goes on");
	else
		log_info("a new journal begins");
}

static void journal_opened(void *ctx, bool fresh, const char *set_aside)
{
	struct alarmd *s = ctx;

	(void)fresh;
	(void)set_aside;
	restore_done(s);
	wake_settingsd();
	alarmd_work_soon(s);
}

static void journal_readable(void *ctx, uint32_t events)
{
	struct alarmd *s = ctx;

	(void)events;
	journal_ready(s->journal);
}

static int start_journal(struct alarmd *s)
{
	static const struct journal_calls calls = {
		.kept = restore_kept,
		.opened = journal_opened,
		.moved = journal_moved,
		.begun = journal_begun,
	};
	struct journal_limits limits = reload_limits(s->live.now);
	int r = journal_new(s->state_folder, &limits, &calls, s, &s->journal);

	if (r == 0)
		r = loop_watch(s->loop, &s->journal_source, journal_fd(s->journal), EPOLLIN,
			       journal_readable, s);
	return r < 0 ? log_error_errno(r, "cannot start the journal") : 0;
}

static int start_server(struct alarmd *s)
{
	static const struct server_calls calls = {
		.hello = publish_hello,
		.request = requests_handle,
		.stream = publish_event,
		.newcomer = publish_newcomer,
		.gone = requests_gone,
		.denied = requests_denied,
	};
	int fd, r;

	r = daemon_listen(s->daemon, "alarm", &fd);
	if (r < 0)
		return r;
	r = server_new(s->loop, fd, &calls, s, &s->server);
	return r < 0 ? log_error_errno(r, "cannot serve the socket") : 0;
}

/* The rules of the settings, until sensord's table confirms them: its silence is an alarm too. */
static int start_engine(struct alarmd *s)
{
	static const struct rules none;
	int r = engine_new(&none, &s->engine);

	if (r < 0)
		return r;
	s->may_raise = true;
	reload_rules(s);
	return 0;
}

static int start(struct alarmd *s)
{
	int r;

	introduce_start(&s->self, "alarmd");
	r = reload_start(s);
	if (r < 0)
		return log_error_errno(r, "cannot load any settings");
	r = start_engine(s);
	if (r < 0)
		return log_error_errno(r, "cannot make the engine");
	syslog_open(&s->syslog);
	r = start_journal(s);
	if (r == 0)
		r = start_server(s);
	if (r < 0)
		return r;
	s->head_due_us = mono_read_us() + HEAD_EVERY_US;
	alarmd_work(s);
	return 0;
}

int alarmd_start(struct daemon *d, bool lockstep)
{
	struct alarmd *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	s->daemon = d;
	s->loop = d->loop;
	s->up.follower.wanted = lockstep;
	d->ctx = s;
	return start(s);
}

void alarmd_stop(struct daemon *d)
{
	struct alarmd *s = d->ctx;

	if (!s)
		return;
	if (s->engine_ready)
		(void)record_event(s, &(struct event){ .kind = EVENT_STOPPED });
	upstream_stop(s);
	server_free(s->server);
	s->server = NULL;
	loop_disarm(s->loop, &s->work);
	replies_done(&s->replies);
	staged_done(&s->staged);
	loop_unwatch(s->loop, &s->journal_source);
	journal_free(s->journal);
	engine_free(s->engine);
	syslog_close(&s->syslog);
	live_settings_stop(&s->live);
	free(s);
	d->ctx = NULL;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The rows of the log: periodic ones, those of alarms, and what people ask for. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* An event that is older was read after an outage: nobody knows the values of its moment. */
#define EVENT_FRESH_US (2 * USEC_PER_SEC)

int16_t rows_east(int64_t wall_us)
{
	time_t t = (time_t)(wall_us / USEC_PER_SEC);
	struct tm tm;

	return (int16_t)(localtime_r(&t, &tm) ? tm.tm_gmtoff / 60 : 0);
}

void rows_remember(struct loggerd *s)
{
	struct moment *m = &s->moments[s->next_moment];

	s->next_moment = (s->next_moment + 1) % MOMENTS;
	m->mono_us = s->gather.now.mono_us;
	m->values.n = s->gather.n;
	memcpy(m->values.values, s->gather.values.values, s->gather.n * sizeof(int32_t));
	memcpy(m->values.qualities, s->gather.values.qualities, s->gather.n);
}

/* A row of the log, whose time and text are filled in. */
static int add_row(struct loggerd *s, struct order_log *l, int64_t time_us, bool clock_set)
{
	l->ms = time_us / USEC_PER_MSEC;
	l->clock = clock_set ? LOG_CLOCK_SET : LOG_CLOCK_UNSET;
	l->east = clock_set ? rows_east(time_us) : 0;
	if (s->table == 0)
		/* sensord has not spoken yet: its channels are what the settings say */
		record_table(s, s->sensor.table.channels, s->sensor.table.n_channels);
	if (!record_prepare(s, RECORD_LAST_BYTES))
		return -ENOSPC;
	s->status_changed = true;
	return orders_log(&s->list, l);
}

static bool wants_periodic(const struct loggerd *s)
{
	enum log_what what = s->live.now->logging.what;

	return (what == LOG_WHAT_PERIODIC || what == LOG_WHAT_BOTH) && events_in_window(s);
}

static bool wants_alarms(const struct loggerd *s)
{
	enum log_what what = s->live.now->logging.what;

	return (what == LOG_WHAT_ALARMS || what == LOG_WHAT_BOTH) && events_in_window(s);
}

void rows_periodic(struct loggerd *s, const struct order_values *last)
{
	struct order_log l = { .reason = LOG_PERIODIC };
	int64_t moment_us;
	enum periodic_row row =
		periodic_look(&s->periodic, s->live.now->logging.rate_min,
			      gather_time_us(&s->gather), s->gather.now.mono_us, &moment_us);

	if (row == PERIODIC_NONE)
		return;
	s->status_changed = true;
	if (!wants_periodic(s))
		return;
	l.values = row == PERIODIC_LAST ? *last : s->gather.values;
	if (add_row(s, &l, moment_us, s->gather.clock_set) < 0)
		record_lose(s, 1);
}

static const struct order_values *values_at(const struct loggerd *s, int64_t mono_us)
{
	const struct moment *best = NULL;

	for (unsigned i = 0; i < MOMENTS; i++) {
		const struct moment *m = &s->moments[i];

		if (m->mono_us <= mono_us && mono_us - m->mono_us <= EVENT_FRESH_US &&
		    (!best || m->mono_us > best->mono_us))
			best = m;
	}
	return best ? &best->values : NULL;
}

static const char *verb(enum event_kind kind)
{
	switch (kind) {
	case EVENT_ALARM_RAISED:
		return "raised";
	case EVENT_ALARM_CLEARED:
		return "cleared";
	case EVENT_ALARM_CHATTERING:
		return "chattering";
	case EVENT_ALARM_QUIET:
		return "quiet";
	default:
		return NULL;
	}
}

static int add_alarm_row(struct loggerd *s, const struct event *e)
{
	struct order_log l = { .reason = LOG_ALARM, .event = (int64_t)e->number };
	bool clock_set = !(e->flags & EVENT_FLAG_WALL_INSANE);
	const struct order_values *values = values_at(s, e->now.mono_us);

	/* monotonic time of another boot says nothing about our snapshots */
	if (values && memcmp(e->boot_id, s->self.boot_id, sizeof(e->boot_id)) == 0)
		l.values = *values;
	(void)snprintf(l.text, sizeof(l.text), "%s %s", e->alarm, verb(e->kind));
	return add_row(s, &l, clock_set ? e->now.wall_us : e->now.mono_us, clock_set);
}

static int add_box(struct loggerd *s, const struct event *e)
{
	struct order_box b = { .event = (int64_t)e->number, .t_us = e->now.wall_us };
	int64_t now_us = s->gather.now.mono_us;

	/* nothing is remembered of what is long over */
	if (!s->gather.any || s->limits.boxes == 0 ||
	    memcmp(e->boot_id, s->self.boot_id, sizeof(e->boot_id)) != 0 ||
	    now_us - e->now.mono_us > BLACKBOX_BEFORE_US)
		return 0;
	if (!record_prepare(s, RECORD_LAST_BYTES))
		return -ENOSPC;
	(void)snprintf(b.alarm, sizeof(b.alarm), "%s", e->alarm);
	(void)snprintf(b.channel, sizeof(b.channel), "%s", e->channel);
	blackbox_raise(&s->blackbox, e->now.mono_us, &b.first, &b.last);
	record_chunks(s);
	return orders_box(&s->list, &b);
}

bool rows_event(struct loggerd *s, const struct event *e)
{
	int r = 0;

	/* Our own alarm needs room where there is none, and what was measured around a full card
	 * would push out what says something. */
	if (!verb(e->kind) || streq(e->alarm, ALARM_LOG_ID))
		return true;
	/* box and row, or none of them: an event is dealt with once */
	if (!record_room(s, 2 * RECORD_LAST_BYTES)) {
		record_lose(s, 0);
		return false;
	}
	s->events.urgent = true;
	if (e->kind == EVENT_ALARM_RAISED)
		r = add_box(s, e);
	if (r < 0)
		log_warning("no room for the black box of alarm '%s'", e->alarm);
	if (!wants_alarms(s))
		return true;
	r = add_alarm_row(s, e);
	if (r < 0)
		record_lose(s, 0);
	return r == 0;
}

/* A row about this moment, which may be none that sensord has told. */
static int add_now(struct loggerd *s, struct order_log *l)
{
	struct instant now = loggerd_now(s);
	bool clock_set = s->gather.any ? s->gather.clock_set : true;

	if (s->gather.any && s->sensor.link.hello)
		l->values = s->gather.values;
	return add_row(s, l, clock_set ? now.wall_us : now.mono_us, clock_set);
}

int rows_append(struct loggerd *s)
{
	struct order_log l = { .reason = LOG_APPENDED };

	return add_now(s, &l);
}

int rows_gap(struct loggerd *s, uint64_t lost)
{
	struct order_log l = { .reason = LOG_GAP };

	(void)snprintf(l.text, sizeof(l.text), "%" PRIu64 " rows were lost: no room on the disk",
		       lost);
	return add_now(s, &l);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What came, as orders for the store; and what becomes of it while there is no room. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/hash.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* Kept free by seconds for what is more: rows of alarms, a table of channels. */
#define RESERVE_BYTES ((size_t)48 * 1024)
/* Kept free by rows for the cursor. */
#define LAST_BYTES ((size_t)4 * 1024)
/* A list that is so long goes to the disk before its minute is over. */
#define LONG_BYTES ((size_t)96 * 1024)
/* An event that is older was read after an outage: nobody knows the values of its moment. */
#define EVENT_FRESH_US (2 * USEC_PER_SEC)
#define MINUTE_S       60

static size_t bytes_in_use(struct loggerd *s)
{
	return s->list.len + disk_waiting(s->disk);
}

bool record_busy(struct loggerd *s)
{
	return bytes_in_use(s) > ORDERS_BYTES_MAX / 4 && s->report.error == 0;
}

/* There is no room for what comes now. */
static void lose(struct loggerd *s, unsigned rows)
{
	if (!s->full)
		log_error("what waits for the disk has no room in memory any more: rows are lost");
	s->full = true;
	s->lost += rows;
	s->lost_in += rows;
	s->status_changed = true;
}

/* ------------------------------------------------------------------ channels */

static uint64_t hash_text(uint64_t hash, const char *text)
{
	return hash_fnv1a(hash, text, strlen(text) + 1);
}

/* Of what the store makes columns and definitions from. */
static uint64_t hash_of(const char *site, const struct channel *channels, unsigned n)
{
	uint64_t hash = hash_text(HASH_FNV1A_START, site);

	for (unsigned i = 0; i < n; i++) {
		const struct channel *c = &channels[i];
		int64_t numbers[] = { c->kind,	 c->unit,      c->role,
				      c->digits, c->range_min, c->range_max };

		hash = hash_text(hash, c->id);
		hash = hash_text(hash, c->name);
		hash = hash_fnv1a(hash, numbers, sizeof(numbers));
		for (unsigned k = 0; k < 2; k++)
			hash = hash_text(hash, c->state_text[k]);
	}
	return hash ? hash : 1;
}

static int order_table(struct loggerd *s)
{
	const struct msg_hello *from = &s->sensor.table;
	struct order_table *t = calloc(1, sizeof(*t));
	int r;

	if (!t)
		return -ENOMEM;
	(void)snprintf(t->site, sizeof(t->site), "%s", s->settings->site.name);
	t->since_us = loggerd_now(s).wall_us;
	t->n = from->n_channels;
	memcpy(t->channels, from->channels, t->n * sizeof(t->channels[0]));
	r = orders_table(&s->list, t);
	free(t);
	if (r == 0)
		s->table_due = false;
	return r;
}

static int16_t east_of(int64_t wall_us)
{
	time_t t = (time_t)(wall_us / USEC_PER_SEC);
	struct tm tm;

	return (int16_t)(localtime_r(&t, &tm) ? tm.tm_gmtoff / 60 : 0);
}

static int order_clock(struct loggerd *s)
{
	struct order_clock c = { .ahead_us = s->gather.ahead_us };
	int r;

	c.east = east_of(s->gather.now.wall_us);
	memcpy(c.boot, s->boot_id, sizeof(c.boot));
	r = orders_clock(&s->list, &c);
	if (r == 0)
		s->clock_due = false;
	return r;
}

/* What must come before anything else, and whether there is room for more. */
static bool prepare(struct loggerd *s, size_t leave)
{
	if (bytes_in_use(s) + leave > ORDERS_BYTES_MAX)
		return false;
	return (!s->table_due || order_table(s) == 0) && (!s->clock_due || order_clock(s) == 0);
}

/* ------------------------------------------------------------------ seconds and minutes */

static void write_chunks(struct loggerd *s)
{
	const struct blackbox_chunk *c;

	while ((c = blackbox_take(&s->blackbox))) {
		struct order_chunk o = { c->number, c->t_us, c->len, c->bytes };

		if (!prepare(s, RESERVE_BYTES) || orders_chunk(&s->list, &o) < 0) {
			blackbox_put_back(&s->blackbox, c);
			return;
		}
	}
}

/* What gather says is ready. */
static void write_ready(struct loggerd *s, unsigned ready)
{
	if (ready & GATHER_SECOND) {
		memcpy(s->gather.done_second.boot, s->boot_id, sizeof(s->boot_id));
		if (s->full || !prepare(s, RESERVE_BYTES) ||
		    orders_second(&s->list, &s->gather.done_second) < 0)
			lose(s, 1);
	}
	if (ready & GATHER_MINUTE && !s->full && prepare(s, RESERVE_BYTES))
		(void)orders_minute(&s->list, &s->gather.done_minute);
}

/* A row of the log, whose time and text are filled in. */
static int add_row(struct loggerd *s, struct order_log *l, int64_t time_us, bool clock_set)
{
	l->ms = time_us / USEC_PER_MSEC;
	l->clock = clock_set ? LOG_CLOCK_SET : LOG_CLOCK_UNSET;
	l->east = clock_set ? east_of(time_us) : 0;
	if (s->table == 0)
		/* sensord has not spoken yet: its channels are what the settings say */
		record_table(s, s->sensor.table.channels, s->sensor.table.n_channels);
	if (!prepare(s, LAST_BYTES))
		return -ENOSPC;
	s->status_changed = true;
	return orders_log(&s->list, l);
}

void record_table(struct loggerd *s, const struct channel *channels, unsigned n)
{
	uint64_t hash = hash_of(s->settings->site.name, channels, n);

	if (hash == s->table && s->gather.n == n)
		return;
	/* what runs is about the channels of before */
	write_ready(s, gather_end(&s->gather));
	if (blackbox_cut(&s->blackbox) == 0)
		write_chunks(s);
	gather_begin(&s->gather, channels, n);
	blackbox_begin(&s->blackbox, n);
	for (unsigned i = 0; i < MOMENTS; i++)
		s->moments[i].mono_us = INT64_MAX;
	s->table = hash;
	s->table_due = true;
	(void)prepare(s, LAST_BYTES);
}

/* ------------------------------------------------------------------ rows of the log */

static bool wants_periodic(const struct loggerd *s)
{
	enum log_what what = s->settings->logging.what;

	return (what == LOG_WHAT_PERIODIC || what == LOG_WHAT_BOTH) && events_in_window(s);
}

static bool wants_alarms(const struct loggerd *s)
{
	enum log_what what = s->settings->logging.what;

	return (what == LOG_WHAT_ALARMS || what == LOG_WHAT_BOTH) && events_in_window(s);
}

/* `last` are the values of the snapshot before this one. */
static void look_at_periodic(struct loggerd *s, const struct order_values *last)
{
	struct order_log l = { .reason = LOG_PERIODIC };
	int64_t moment_us;
	enum periodic_row row =
		periodic_look(&s->periodic, s->settings->logging.rate_min,
			      gather_time_us(&s->gather), s->gather.now.mono_us, &moment_us);

	if (row == PERIODIC_NONE)
		return;
	s->status_changed = true;
	if (!wants_periodic(s))
		return;
	l.values = row == PERIODIC_LAST ? *last : s->gather.values;
	if (add_row(s, &l, moment_us, s->gather.clock_set) < 0)
		lose(s, 1);
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
	if (values && memcmp(e->boot_id, s->boot_id, sizeof(e->boot_id)) == 0)
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
	    memcmp(e->boot_id, s->boot_id, sizeof(e->boot_id)) != 0 ||
	    now_us - e->now.mono_us > BLACKBOX_BEFORE_US)
		return 0;
	if (!prepare(s, LAST_BYTES))
		return -ENOSPC;
	(void)snprintf(b.alarm, sizeof(b.alarm), "%s", e->alarm);
	(void)snprintf(b.channel, sizeof(b.channel), "%s", e->channel);
	blackbox_raise(&s->blackbox, e->now.mono_us, &b.first, &b.last);
	write_chunks(s);
	return orders_box(&s->list, &b);
}

bool record_event(struct loggerd *s, const struct event *e)
{
	int r = 0;

	if (!verb(e->kind))
		return true;
	/* box and row, or none of them: an event is dealt with once */
	if (bytes_in_use(s) + 2 * LAST_BYTES > ORDERS_BYTES_MAX) {
		lose(s, 0);
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
		lose(s, 0);
	return r == 0;
}

int record_append(struct loggerd *s)
{
	struct order_log l = { .reason = LOG_APPENDED };
	struct instant now = loggerd_now(s);
	bool clock_set = s->gather.any ? s->gather.clock_set : true;

	if (s->gather.any && s->sensor.link.hello)
		l.values = s->gather.values;
	return add_row(s, &l, clock_set ? now.wall_us : now.mono_us, clock_set);
}

/* ------------------------------------------------------------------ a snapshot */

static void remember(struct loggerd *s)
{
	struct moment *m = &s->moments[s->next_moment];

	s->next_moment = (s->next_moment + 1) % MOMENTS;
	m->mono_us = s->gather.now.mono_us;
	m->values.n = s->gather.n;
	memcpy(m->values.values, s->gather.values.values, s->gather.n * sizeof(int32_t));
	memcpy(m->values.qualities, s->gather.values.qualities, s->gather.n);
}

static void record_box(struct loggerd *s)
{
	if (s->limits.boxes == 0)
		return;
	if (blackbox_add(&s->blackbox, s->gather.now.wall_us, s->gather.now.mono_us,
			 s->gather.values.values, s->gather.values.qualities) < 0)
		log_warning("no memory for the black box");
	write_chunks(s);
	loggerd_trouble(s, "black box",
			s->blackbox.short_us
				? "so many channels at this rate leave room for less than a minute "
				  "before an alarm"
				: NULL);
}

void record_snapshot(struct loggerd *s)
{
	unsigned before = (s->next_moment + MOMENTS - 1) % MOMENTS, ready;
	int64_t minute = s->gather.t / MINUTE_S;
	bool had = s->gather.any;

	ready = gather_take(&s->gather, &s->snapshot);
	write_ready(s, ready);
	if (ready & GATHER_CLOCK) {
		s->clock_due = true;
		s->status_changed = true;
		periodic_reset(&s->periodic);
		(void)prepare(s, LAST_BYTES);
	}
	look_at_periodic(s, &s->moments[before].values);
	remember(s);
	record_box(s);
	if ((had && s->gather.t / MINUTE_S != minute) || s->list.len > LONG_BYTES)
		(void)record_hand_over(s, NULL);
}

/* ------------------------------------------------------------------ to the disk */

int record_hand_over(struct loggerd *s, uint64_t *ret_number)
{
	int r = 0;

	if (s->events.next != s->events.kept)
		r = orders_event(&s->list, s->events.next);
	if (r == 0 && s->list.len > 0)
		r = disk_hand_over(s->disk, &s->list, &s->handed);
	if (r < 0)
		return r;
	s->events.kept = s->events.next;
	s->events.urgent = false;
	if (ret_number)
		*ret_number = s->handed;
	return 0;
}

void record_recover(struct loggerd *s)
{
	struct order_log l = { .reason = LOG_GAP };
	struct instant now = loggerd_now(s);
	bool clock_set = s->gather.any ? s->gather.clock_set : true;

	if (s->list.len > 0 && s->report.error == 0 && s->full)
		(void)record_hand_over(s, NULL);
	if (!s->full || s->report.error < 0 || bytes_in_use(s) > ORDERS_BYTES_MAX / 2)
		return;
	s->full = false;
	if (s->lost_in == 0)
		return;
	(void)snprintf(l.text, sizeof(l.text), "%" PRIu64 " rows were lost: no room on the disk",
		       s->lost_in);
	if (s->gather.any && s->sensor.link.hello)
		l.values = s->gather.values;
	if (add_row(s, &l, clock_set ? now.wall_us : now.mono_us, clock_set) == 0)
		s->lost_in = 0;
	(void)record_hand_over(s, NULL);
}

void record_end(struct loggerd *s)
{
	write_ready(s, gather_end(&s->gather));
	if (blackbox_cut(&s->blackbox) == 0)
		write_chunks(s);
	(void)record_hand_over(s, NULL);
}

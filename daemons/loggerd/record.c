// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What is measured, as orders for the store; and what becomes of it while there is no room. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/hash.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* Kept free by seconds for what is more: rows of alarms, a table of channels. */
#define RESERVE_BYTES ((size_t)48 * 1024)
/* A list that is so long goes to the disk before its minute is over. */
#define LONG_BYTES ((size_t)96 * 1024)
#define MINUTE_S   60

static size_t bytes_in_use(struct loggerd *s)
{
	return s->list.len + disk_waiting(s->disk);
}

bool record_room(struct loggerd *s, size_t bytes)
{
	return bytes_in_use(s) + bytes <= ORDERS_BYTES_MAX;
}

bool record_busy(struct loggerd *s)
{
	return bytes_in_use(s) > ORDERS_BYTES_MAX / 4 && s->report.error == 0;
}

void record_lose(struct loggerd *s, unsigned rows)
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
	(void)snprintf(t->site, sizeof(t->site), "%s", s->live.now->site.name);
	t->since_us = loggerd_now(s).wall_us;
	t->n = from->n_channels;
	memcpy(t->channels, from->channels, t->n * sizeof(t->channels[0]));
	r = orders_table(&s->list, t);
	free(t);
	if (r == 0)
		s->table_due = false;
	return r;
}

static int order_clock(struct loggerd *s)
{
	struct order_clock c = { .ahead_us = s->gather.ahead_us };
	int r;

	c.east = rows_east(s->gather.now.wall_us);
	memcpy(c.boot, s->self.boot_id, sizeof(c.boot));
	r = orders_clock(&s->list, &c);
	if (r == 0)
		s->clock_due = false;
	return r;
}

bool record_prepare(struct loggerd *s, size_t leave)
{
	if (!record_room(s, leave))
		return false;
	return (!s->table_due || order_table(s) == 0) && (!s->clock_due || order_clock(s) == 0);
}

/* ------------------------------------------------------------------ seconds and minutes */

void record_chunks(struct loggerd *s)
{
	const struct blackbox_chunk *c;

	while ((c = blackbox_take(&s->blackbox))) {
		struct order_chunk o = { c->number, c->t_us, c->len, c->bytes };

		if (!record_prepare(s, RESERVE_BYTES) || orders_chunk(&s->list, &o) < 0) {
			blackbox_put_back(&s->blackbox, c);
			return;
		}
	}
}

/* What gather says is ready. */
static void write_ready(struct loggerd *s, unsigned ready)
{
	if (ready & GATHER_SECOND) {
		memcpy(s->gather.done_second.boot, s->self.boot_id, sizeof(s->self.boot_id));
		if (s->full || !record_prepare(s, RESERVE_BYTES) ||
		    orders_second(&s->list, &s->gather.done_second) < 0)
			record_lose(s, 1);
	}
	if (ready & GATHER_MINUTE && !s->full && record_prepare(s, RESERVE_BYTES))
		(void)orders_minute(&s->list, &s->gather.done_minute);
}

void record_table(struct loggerd *s, const struct channel *channels, unsigned n)
{
	uint64_t hash = hash_of(s->live.now->site.name, channels, n);

	if (hash == s->table && s->gather.n == n)
		return;
	/* what runs is about the channels of before */
	write_ready(s, gather_end(&s->gather));
	if (blackbox_cut(&s->blackbox) == 0)
		record_chunks(s);
	gather_begin(&s->gather, channels, n);
	blackbox_begin(&s->blackbox, n);
	for (unsigned i = 0; i < MOMENTS; i++)
		s->moments[i].mono_us = INT64_MAX;
	s->table = hash;
	s->table_due = true;
	(void)record_prepare(s, RECORD_LAST_BYTES);
}

/* ------------------------------------------------------------------ a snapshot */

static void record_box(struct loggerd *s)
{
	if (s->limits.boxes == 0)
		return;
	if (blackbox_add(&s->blackbox, s->gather.now.wall_us, s->gather.now.mono_us,
			 s->gather.values.values, s->gather.values.qualities) < 0)
		log_warning("no memory for the black box");
	record_chunks(s);
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
		(void)record_prepare(s, RECORD_LAST_BYTES);
	}
	rows_periodic(s, &s->moments[before].values);
	rows_remember(s);
	record_box(s);
	if ((had && s->gather.t / MINUTE_S != minute) || s->list.len > LONG_BYTES)
		(void)record_hand_over(s, NULL);
}

/* ------------------------------------------------------------------ to the disk */

int record_hand_over(struct loggerd *s, uint64_t *ret_number)
{
	int r = 0;

	if (s->events.next != s->events.listed) {
		r = orders_event(&s->list, s->events.next);
		if (r == 0)
			s->events.listed = s->events.next;
	}
	if (r == 0 && s->list.len > 0)
		r = disk_hand_over(s->disk, &s->list, &s->handed);
	if (r < 0)
		return r;
	s->events.urgent = false;
	if (ret_number)
		*ret_number = s->handed;
	return 0;
}

void record_recover(struct loggerd *s)
{
	if (s->list.len > 0 && s->report.error == 0 && s->full)
		(void)record_hand_over(s, NULL);
	if (!s->full || s->report.error < 0 || bytes_in_use(s) > ORDERS_BYTES_MAX / 2)
		return;
	s->full = false;
	if (s->lost_in == 0)
		return;
	if (rows_gap(s, s->lost_in) == 0)
		s->lost_in = 0;
	(void)record_hand_over(s, NULL);
}

void record_end(struct loggerd *s)
{
	write_ready(s, gather_end(&s->gather));
	if (blackbox_cut(&s->blackbox) == 0)
		record_chunks(s);
	(void)record_hand_over(s, NULL);
}

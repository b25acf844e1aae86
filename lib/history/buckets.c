// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/history/blocks.h"
#include "lib/history/ring.h"

#define MINUTE_S INT64_C(60)

struct fill {
	struct history *h;
	const struct history_channel *channel;
	const struct history_range *range;
	struct history_sum *sums;
};

/* The bucket that a walk through time is in: a division a bucket, not one for each point. */
struct place {
	unsigned bucket;
	int64_t end; /* the first second of the next one; 0 before the first look */
};

/* The bucket of t, which is within the range and not before the one of the last look. */
static void move_to(const struct fill *f, struct place *p, int64_t t)
{
	if (t < p->end)
		return;
	p->bucket = history_bucket_of(f->range, t);
	p->end = history_bucket_start(f->range, p->bucket + 1);
}

int64_t history_bucket_start(const struct history_range *r, unsigned bucket)
{
	int64_t width = r->to - r->from;

	return r->from + (bucket * width + r->buckets - 1) / r->buckets;
}

/* ------------------------------------------------------------------ minutes and hours */

/* The minutes of an hour, those in [from, to): a run for each bucket. */
static void add_minutes(const struct fill *f, struct place *place, int64_t hour,
			const uint8_t *block, int64_t from, int64_t to)
{
	int64_t start = hour * HISTORY_HOUR_S;
	int64_t i = from <= start ? 0 : (from - start + MINUTE_S - 1) / MINUTE_S;
	int64_t end = MIN((to - start + MINUTE_S - 1) / MINUTE_S, (int64_t)HISTORY_MINUTES);

	while (i < end) {
		int64_t upto;

		move_to(f, place, start + i * MINUTE_S);
		upto = MIN((place->end - start + MINUTE_S - 1) / MINUTE_S, end);
		history_minutes_sum(block, (unsigned)i, (unsigned)upto, &f->sums[place->bucket]);
		i = upto;
	}
}

/* Adds this hour, or as many from it on as are whole in its bucket; returns how many. */
static int add_hours(const struct fill *f, struct blocks *b, struct place *place, int64_t hour,
		     int64_t from, int64_t to)
{
	int64_t first = hour * HISTORY_HOUR_S;
	bool begins = first >= from && first < to;
	const uint8_t *block;
	int r = 0;

	if (begins) {
		move_to(f, place, first);
		/* whole: its last minute begins before the end */
		r = blocks_hours(b, hour, (MIN(to, place->end) - 1 + MINUTE_S) / HISTORY_HOUR_S,
				 &f->sums[place->bucket]);
		if (r != 0)
			return r;
	}
	r = blocks_minutes(b, hour, &block);
	if (r > 0)
		add_minutes(f, place, hour, block, from, to);
	/* the minutes are gone: then it belongs where it begins */
	if (r == 0 && begins)
		r = blocks_hours(b, hour, hour + 1, &f->sums[place->bucket]);
	return r < 0 ? r : 1;
}

/* A fresh transaction when this one has read enough. */
static int breathe(struct blocks *b)
{
	int r;

	if (b->rows < HISTORY_ROWS_AT_ONCE)
		return 0;
	history_end(b->h);
	r = history_begin(b->h);
	return r < 0 ? r : blocks_renew(b);
}

static int add_blocks(const struct fill *f, int64_t from, int64_t to)
{
	struct place place = { 0 };
	struct blocks b;
	int r;

	if (from >= to)
		return 0;
	r = history_begin(f->h);
	if (r < 0)
		return r;
	r = blocks_open(f->h, f->channel->column, &b);
	if (r == 0) {
		int64_t hour = from / HISTORY_HOUR_S;

		while (hour * HISTORY_HOUR_S < to && r == 0) {
			r = add_hours(f, &b, &place, hour, from, to);
			hour += r;
			r = r < 0 ? r : breathe(&b);
		}
		blocks_close(&b);
	}
	history_end(f->h);
	return r;
}

/* ------------------------------------------------------------------ seconds */

/* One row of the ring; `t` is within the range. */
static void add_second(const struct fill *f, int64_t t, sqlite3_stmt *s)
{
	struct history_sum *sum = &f->sums[history_bucket_of(f->range, t)];
	unsigned column = f->channel->column;

	if (sqlite3_column_type(s, 1) != SQLITE_NULL)
		history_sum_value(sum, sqlite3_column_int(s, 1), 1);
	if (sqlite3_column_bytes(s, 2) > (int)column) {
		uint8_t quality = ((const uint8_t *)sqlite3_column_blob(s, 2))[column];

		sum->worst = MAX(sum->worst, quality);
	}
}

/* Rows [from, to), which do not wrap around and are few enough for one transaction. */
static int add_rows(const struct fill *f, sqlite3_stmt *s, int64_t from, int64_t to)
{
	uint32_t size = f->h->sizes.seconds;
	int64_t slot = history_slot(from, size);
	int rc;

	(void)sqlite3_bind_int64(s, 1, slot);
	(void)sqlite3_bind_int64(s, 2, slot + (to - from) - 1);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		int64_t t = sqlite3_column_int64(s, 0);

		if (t >= f->range->from && t < f->range->to)
			add_second(f, t, s);
	}
	(void)sqlite3_reset(s);
	return rc == SQLITE_DONE ? 0 : db_error(f->h->db, rc);
}

/* How many rows from here on lie side by side in the file, at most so many at once. */
static int64_t straight(const struct history *h, int64_t from, int64_t to)
{
	int64_t n = MIN(to - from, (int64_t)HISTORY_ROWS_AT_ONCE);

	return MIN(n, (int64_t)h->sizes.seconds - history_slot(from, h->sizes.seconds));
}

/* Rows [from, to) in as many transactions as it takes; what is overwritten meanwhile is gone. */
static int add_stretch(const struct fill *f, sqlite3_stmt *s, int64_t from, int64_t to)
{
	int r = 0;

	while (from < to && r == 0) {
		struct history_state state;
		int64_t n;

		r = history_begin(f->h);
		if (r == 0)
			r = history_read_state(f->h->db, &state);
		if (r == 0) {
			from = MAX(from, history_first_row(&state, &f->h->sizes));
			n = straight(f->h, from, to);
			if (from < to)
				r = add_rows(f, s, from, from + n);
			from += n;
		}
		history_end(f->h);
	}
	return r;
}

/* Where the part of a stretch that is wanted begins and ends. */
static int wanted(const struct fill *f, const struct ring *ring, unsigned i, int64_t from_t,
		  int64_t *ret_from, int64_t *ret_to)
{
	int64_t from, to, since = history_channels_since_row(&f->h->channels, f->channel);
	int r;

	ring_stretch(ring, i, &from, &to);
	from = MIN(MAX(from, since), to);
	r = ring_seek(f->h, ring, from, to, from_t, ret_from);
	return r < 0 ? r : ring_seek(f->h, ring, *ret_from, to, f->range->to, ret_to);
}

static int add_seconds(const struct fill *f, const struct ring *ring, int64_t from_t)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	char sql[128];
	int r;

	(void)snprintf(sql, sizeof(sql),
		       "SELECT t, c%u, q FROM seconds WHERE slot BETWEEN ? AND ? ORDER BY slot",
		       f->channel->column);
	r = db_prepare(f->h->db, sql, &s);
	for (unsigned i = 0; i < ring->n && r == 0; i++) {
		int64_t from, to;

		r = wanted(f, ring, i, from_t, &from, &to);
		if (r == 0)
			r = add_stretch(f, s, from, to);
	}
	return r;
}

/* The seconds as far back as they reach, the minutes before that. */
static int add_fine(const struct fill *f)
{
	struct ring ring;
	int64_t first, last, split;
	int r = ring_load(f->h, &ring);

	if (r < 0)
		return r;
	r = ring_ends(f->h, &ring, &first, &last);
	/* A minute is read whole from one of them, the first one from where all of it is. */
	split = first ? first / MINUTE_S * MINUTE_S : f->range->to;
	if (split < first && ring.first > 0)
		split += MINUTE_S;
	split = MIN(MAX(split, f->range->from), f->range->to);
	if (r == 0)
		r = add_blocks(f, f->range->from, split);
	if (r == 0)
		r = add_seconds(f, &ring, split);
	ring_done(&ring);
	return r;
}

int history_buckets(struct history *h, const struct history_channel *c,
		    const struct history_range *range, struct history_sum *ret)
{
	const struct fill f = { h, c, range, ret };

	if (range->to <= range->from || range->from < 0 || range->buckets < 1 ||
	    range->buckets > HISTORY_BUCKETS_MAX)
		return -EINVAL;
	memset(ret, 0, range->buckets * sizeof(*ret));
	if ((range->to - range->from) / range->buckets < MINUTE_S)
		return add_fine(&f);
	return add_blocks(&f, range->from, range->to);
}

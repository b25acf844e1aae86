// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/blocks.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/util.h"

/* So many blocks are passed over rather than looked for. */
#define STEPS_MOST 8

/* -ENOENT where the column has no such table yet: then nothing is in it. */
static int prepare(struct blocks *b, const char *kind, sqlite3_stmt **ret)
{
	AUTO_STATEMENT sqlite3_stmt *exists = NULL;
	char sql[128], table[HISTORY_TABLE_MAX];
	sqlite3_int64 there = 0;
	int r = db_prepare(b->h->db, "SELECT count(*) FROM sqlite_schema WHERE name = ?", &exists);

	(void)snprintf(table, sizeof(table), "%s_%u", kind, b->column);
	if (r == 0) {
		(void)sqlite3_bind_text(exists, 1, table, -1, SQLITE_STATIC);
		r = db_number(exists, &there);
	}
	if (r < 0 || there == 0)
		return r;
	(void)snprintf(sql, sizeof(sql),
		       "SELECT number, block, slot FROM %s WHERE slot >= ? ORDER BY slot", table);
	return db_prepare(b->h->db, sql, ret);
}

/* The running hour's minutes as one block. */
static int load_running(struct blocks *b)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	int rc, r = db_prepare(b->h->db,
			       "SELECT minute, hour, points FROM running WHERE hour ="
			       " (SELECT max(hour) FROM running)",
			       &s);
	size_t at = (size_t)b->column * HISTORY_MINUTE_BYTES;

	b->running_hour = -1;
	memset(b->running, 0, sizeof(b->running));
	while (r == 0 && (rc = sqlite3_step(s)) != SQLITE_DONE) {
		struct history_point p;
		int minute;

		r = rc == SQLITE_ROW ? 0 : db_error(b->h->db, rc);
		minute = sqlite3_column_int(s, 0);
		if (r < 0 || minute < 0 || minute >= HISTORY_MINUTES)
			return r < 0 ? r : -EUCLEAN;
		b->running_hour = sqlite3_column_int64(s, 1);
		if ((size_t)sqlite3_column_bytes(s, 2) < at + HISTORY_MINUTE_BYTES)
			continue;
		history_point_get((const uint8_t *)sqlite3_column_blob(s, 2) + at, &p);
		history_minutes_put(b->running, (unsigned)minute, &p);
	}
	return r;
}

int blocks_open(struct history *h, unsigned column, struct blocks *ret)
{
	int r;

	*ret = (struct blocks){
		.h = h,
		.column = column,
		.minutes_slot = -1,
		.hours_number = -1,
	};
	r = prepare(ret, "minutes", &ret->minutes);
	if (r == 0)
		r = prepare(ret, "hours", &ret->hours);
	if (r == 0)
		r = load_running(ret);
	if (r < 0)
		blocks_close(ret);
	return r;
}

void blocks_close(struct blocks *b)
{
	(void)sqlite3_finalize(b->minutes);
	(void)sqlite3_finalize(b->hours);
	b->minutes = b->hours = NULL;
}

int blocks_renew(struct blocks *b)
{
	if (b->minutes)
		(void)sqlite3_reset(b->minutes);
	b->minutes_slot = b->hours_number = -1;
	b->rows = 0;
	return load_running(b);
}

/* The next row: its slot in *ret_slot, -1 behind the last one. */
static int step(struct blocks *b, sqlite3_stmt *s, int64_t *ret_slot)
{
	int rc = sqlite3_step(s);

	b->rows++;
	*ret_slot = rc == SQLITE_ROW ? sqlite3_column_int64(s, 2) : -1;
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : db_error(b->h->db, rc);
}

static int seek(struct blocks *b, sqlite3_stmt *s, int64_t slot, int64_t *ret_slot)
{
	(void)sqlite3_reset(s);
	(void)sqlite3_bind_int64(s, 1, slot);
	return step(b, s, ret_slot);
}

/* What the statement stands on is the block of this number: 1, or 0. */
static int is_block(sqlite3_stmt *s, int64_t number, int bytes)
{
	if (sqlite3_column_int64(s, 0) != number)
		return 0;
	return sqlite3_column_bytes(s, 1) == bytes ? 1 : -EUCLEAN;
}

/* Hours are asked for one after the other: going on is cheaper than looking anew. */
static int go_to(struct blocks *b, int64_t slot)
{
	int r = 0;

	if (b->minutes_slot < 0 || b->minutes_slot > slot || slot - b->minutes_slot > STEPS_MOST)
		return seek(b, b->minutes, slot, &b->minutes_slot);
	while (r == 0 && b->minutes_slot >= 0 && b->minutes_slot < slot)
		r = step(b, b->minutes, &b->minutes_slot);
	return r;
}

int blocks_minutes(struct blocks *b, int64_t hour, const uint8_t **ret_block)
{
	int64_t slot = history_slot(hour, b->h->sizes.hours);
	int r;

	if (hour == b->running_hour) {
		*ret_block = b->running;
		return 1;
	}
	/* what is a whole ring older than the present hour was overwritten */
	if (!b->minutes || hour <= b->running_hour - (int64_t)b->h->sizes.hours)
		return 0;
	r = go_to(b, slot);
	if (r < 0 || b->minutes_slot != slot)
		return r;
	r = is_block(b->minutes, hour, HISTORY_MINUTE_BLOCK);
	if (r > 0)
		*ret_block = sqlite3_column_blob(b->minutes, 1);
	return r;
}

/* Reads the block of hours of this number, or that there is none. */
static int load_hours(struct blocks *b, int64_t number)
{
	int64_t slot = history_slot(number, b->h->sizes.blocks), at = -1;
	int r = b->hours ? seek(b, b->hours, slot, &at) : 0;

	if (r == 0 && at == slot)
		r = is_block(b->hours, number, HISTORY_HOUR_BLOCK);
	if (r < 0)
		return r;
	if (r > 0)
		memcpy(b->hours_block, sqlite3_column_blob(b->hours, 1), sizeof(b->hours_block));
	if (b->hours)
		(void)sqlite3_reset(b->hours);
	b->hours_number = number;
	b->hours_there = r > 0;
	return 0;
}

int blocks_hours(struct blocks *b, int64_t hour, int64_t end, struct history_sum *sum)
{
	int64_t number = hour / HISTORY_HOURS;
	unsigned from = (unsigned)(hour % HISTORY_HOURS);
	int r;

	/* one that goes on, after the clock was set back into it, is more than what was kept of it
	 */
	if (hour <= b->running_hour)
		end = MIN(end, b->running_hour);
	end = MIN(end, (number + 1) * HISTORY_HOURS);
	if (hour >= end)
		return 0;
	r = number != b->hours_number ? load_hours(b, number) : 0;
	if (r < 0 || !b->hours_there)
		return r;
	return (int)(history_hours_sum(b->hours_block, from, from + (unsigned)(end - hour), sum) -
		     from);
}

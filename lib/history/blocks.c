// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/blocks.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/util.h"

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
	(void)snprintf(sql, sizeof(sql), "SELECT number, block FROM %s WHERE slot = ?", table);
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

	*ret = (struct blocks){ .h = h, .column = column, .hours_number = -1 };
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
	b->hours_number = -1;
	b->rows = 0;
	return load_running(b);
}

/* The block of this number: 1 with the statement standing on it; 0 when the slot has another one.
 */
static int find(struct blocks *b, sqlite3_stmt *s, int64_t number, uint32_t size, int bytes)
{
	int rc;

	if (!s)
		return 0;
	(void)sqlite3_reset(s);
	(void)sqlite3_bind_int64(s, 1, history_slot(number, size));
	b->rows++;
	rc = sqlite3_step(s);
	if (rc == SQLITE_DONE)
		return 0;
	if (rc != SQLITE_ROW)
		return db_error(b->h->db, rc);
	if (sqlite3_column_int64(s, 0) != number)
		return 0;
	return sqlite3_column_bytes(s, 1) == bytes ? 1 : -EUCLEAN;
}

int blocks_minutes(struct blocks *b, int64_t hour, const uint8_t **ret_block)
{
	int r;

	if (hour == b->running_hour) {
		*ret_block = b->running;
		return 1;
	}
	r = find(b, b->minutes, hour, b->h->sizes.hours, HISTORY_MINUTE_BLOCK);
	if (r > 0)
		*ret_block = sqlite3_column_blob(b->minutes, 1);
	return r;
}

int blocks_hour(struct blocks *b, int64_t hour, struct history_sum *ret)
{
	int64_t number = hour / HISTORY_HOURS;
	int r;

	if (number != b->hours_number) {
		r = find(b, b->hours, number, b->h->sizes.blocks, HISTORY_HOUR_BLOCK);
		if (r < 0)
			return r;
		if (r > 0)
			memcpy(b->hours_block, sqlite3_column_blob(b->hours, 1),
			       sizeof(b->hours_block));
		if (b->hours)
			(void)sqlite3_reset(b->hours);
		b->hours_number = number;
		b->hours_there = r > 0;
	}
	if (!b->hours_there)
		return 0;
	history_hours_get(b->hours_block, (unsigned)(hour % HISTORY_HOURS), ret);
	return ret->seconds > 0 || ret->worst > 0;
}

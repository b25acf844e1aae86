// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/loggerd/store/store.h"
#include "lib/base/util.h"

/* A column's running hour, and a minute of it. Untouched columns cost no memory. */
#define RUNNING_COLUMN ((size_t)HISTORY_MINUTES * HISTORY_MINUTE_BYTES)

static uint8_t *running_at(const struct store *s, unsigned column, unsigned minute)
{
	return s->running + column * RUNNING_COLUMN + (size_t)minute * HISTORY_MINUTE_BYTES;
}

int minutes_prepare(struct store *s)
{
	s->hour = -1;
	if (!s->running)
		s->running = calloc(HISTORY_COLUMNS_MAX, RUNNING_COLUMN);
	if (!s->running)
		return -ENOMEM;
	if (s->minute)
		return 0;
	return db_prepare(s->db, "INSERT OR REPLACE INTO running VALUES (?, ?, ?)", &s->minute);
}

/* ------------------------------------------------------------------ the running hour */

static void clear_running(struct store *s)
{
	/* only where something was put: the rest has no memory yet */
	memset(s->running, 0, s->n_columns * RUNNING_COLUMN);
}

int minutes_load(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int rc, r = minutes_prepare(s);

	if (r == 0)
		r = db_prepare(s->db, "SELECT minute, hour, points FROM running", &q);
	if (r < 0)
		return r;
	clear_running(s);
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		const uint8_t *points = sqlite3_column_blob(q, 2);
		unsigned n = (unsigned)sqlite3_column_bytes(q, 2) / HISTORY_MINUTE_BYTES;
		unsigned minute = (unsigned)sqlite3_column_int(q, 0);

		if (minute >= HISTORY_MINUTES || n > s->n_columns)
			return -EUCLEAN;
		s->hour = sqlite3_column_int64(q, 1);
		for (unsigned i = 0; i < n; i++)
			memcpy(running_at(s, i, minute), points + (size_t)i * HISTORY_MINUTE_BYTES,
			       HISTORY_MINUTE_BYTES);
	}
	return rc == SQLITE_DONE ? 0 : db_error(s->db, rc);
}

/* A minute of it, all columns, as its row. */
static int write_minute(struct store *s, unsigned minute)
{
	uint8_t points[HISTORY_COLUMNS_MAX * HISTORY_MINUTE_BYTES];

	for (unsigned i = 0; i < s->n_columns; i++)
		memcpy(points + (size_t)i * HISTORY_MINUTE_BYTES, running_at(s, i, minute),
		       HISTORY_MINUTE_BYTES);
	(void)sqlite3_bind_int(s->minute, 1, (int)minute);
	(void)sqlite3_bind_int64(s->minute, 2, s->hour);
	(void)sqlite3_bind_blob(s->minute, 3, points, (int)(s->n_columns * HISTORY_MINUTE_BYTES),
				SQLITE_STATIC);
	return db_step(s->minute);
}

/* ------------------------------------------------------------------ blocks */

/* A ring of blocks of one column. */
struct block_ring {
	const char *kind; /* of its table's name */
	unsigned column;
	uint32_t size;
	size_t len; /* of a block */
};

static struct block_ring ring_of_minutes(const struct store *s, unsigned column)
{
	return (struct block_ring){ "minutes", column, s->limits.sizes.hours,
				    HISTORY_MINUTE_BLOCK };
}

static struct block_ring ring_of_hours(const struct store *s, unsigned column)
{
	return (struct block_ring){ "hours", column, s->limits.sizes.blocks, HISTORY_HOUR_BLOCK };
}

/* The block of this number: 1, or 0 when the slot has another one. */
static int read_block(struct store *s, const struct block_ring *ring, int64_t number, uint8_t *ret)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	char sql[96];
	int rc, r;

	(void)snprintf(sql, sizeof(sql), "SELECT number, block FROM %s_%u WHERE slot = ?",
		       ring->kind, ring->column);
	r = db_prepare(s->db, sql, &q);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, history_slot(number, ring->size));
	rc = sqlite3_step(q);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? 0 : db_error(s->db, rc);
	if (sqlite3_column_int64(q, 0) != number)
		return 0;
	if ((size_t)sqlite3_column_bytes(q, 1) != ring->len)
		return -EUCLEAN;
	memcpy(ret, sqlite3_column_blob(q, 1), ring->len);
	return 1;
}

static int write_block(struct store *s, const struct block_ring *ring, int64_t number,
		       const uint8_t *block)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	char sql[96];
	int r;

	(void)snprintf(sql, sizeof(sql), "INSERT OR REPLACE INTO %s_%u VALUES (?, ?, ?)",
		       ring->kind, ring->column);
	r = db_prepare(s->db, sql, &q);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, history_slot(number, ring->size));
	(void)sqlite3_bind_int64(q, 2, number);
	(void)sqlite3_bind_blob(q, 3, block, (int)ring->len, SQLITE_STATIC);
	return db_step(q);
}

/* The hour goes into its block of hours, beside those that are there. */
static int add_hour(struct store *s, unsigned column, const struct history_sum *sum)
{
	const struct block_ring ring = ring_of_hours(s, column);
	int64_t number = s->hour / HISTORY_HOURS;
	uint8_t block[HISTORY_HOUR_BLOCK];
	int r = read_block(s, &ring, number, block);

	if (r < 0)
		return r;
	if (r == 0)
		memset(block, 0, sizeof(block));
	history_hours_put(block, (unsigned)(s->hour % HISTORY_HOURS), sum);
	return write_block(s, &ring, number, block);
}

static int close_column(struct store *s, unsigned column)
{
	const struct block_ring ring = ring_of_minutes(s, column);
	uint8_t block[HISTORY_MINUTE_BLOCK];
	struct history_sum sum = { 0 };
	int r;

	for (unsigned i = 0; i < HISTORY_MINUTES; i++) {
		struct history_point p;

		history_point_get(running_at(s, column, i), &p);
		history_minutes_put(block, i, &p);
	}
	history_minutes_sum(block, 0, HISTORY_MINUTES, &sum);
	/* no such channel in this hour */
	if (sum.seconds == 0 && sum.worst == 0)
		return 0;
	r = write_block(s, &ring, s->hour, block);
	return r < 0 ? r : add_hour(s, column, &sum);
}

static int close_hour(struct store *s)
{
	int r = 0;

	for (unsigned i = 0; i < s->n_columns && s->hour >= 0 && r == 0; i++)
		r = close_column(s, i);
	if (r == 0)
		r = db_run(s->db, "DELETE FROM running");
	s->hour = -1;
	return r;
}

/* An hour begins; one that was there already goes on, when the clock was set back into it. */
static int open_hour(struct store *s, int64_t hour)
{
	bool there = false;
	int r = 0;

	clear_running(s);
	s->hour = hour;
	for (unsigned i = 0; i < s->n_columns && r >= 0; i++) {
		const struct block_ring ring = ring_of_minutes(s, i);
		uint8_t block[HISTORY_MINUTE_BLOCK];

		r = read_block(s, &ring, hour, block);
		for (unsigned m = 0; r > 0 && m < HISTORY_MINUTES; m++) {
			struct history_point p;

			history_minutes_get(block, m, &p);
			history_point_put(running_at(s, i, m), &p);
			there = true;
		}
	}
	for (unsigned m = 0; r >= 0 && there && m < HISTORY_MINUTES; m++)
		r = write_minute(s, m);
	return MIN(r, 0);
}

/* ------------------------------------------------------------------ minutes */

int minutes_add_columns(struct store *s, int64_t minute, const struct history_point *points)
{
	int64_t hour = minute / HISTORY_MINUTES;
	unsigned of_hour = (unsigned)(minute % HISTORY_MINUTES);
	int r = 0;

	if (hour != s->hour) {
		r = close_hour(s);
		if (r == 0)
			r = open_hour(s, hour);
	}
	for (unsigned i = 0; i < s->n_columns && r == 0; i++) {
		struct history_point p;

		/* a part of the minute was there before a restart, or the clock was set back */
		history_point_get(running_at(s, i, of_hour), &p);
		history_point_merge(&p, &points[i]);
		history_point_put(running_at(s, i, of_hour), &p);
	}
	return r < 0 ? r : write_minute(s, of_hour);
}

int minutes_add(struct store *s, const struct order_minute *m)
{
	struct history_point points[HISTORY_COLUMNS_MAX] = { 0 };

	for (unsigned i = 0; i < m->n && i < s->n; i++)
		if (s->columns[i] >= 0)
			points[s->columns[i]] = m->points[i];
	return minutes_add_columns(s, m->minute, points);
}

int minutes_forget(struct store *s, unsigned column)
{
	char sql[96];
	int r;

	(void)snprintf(sql, sizeof(sql), "DELETE FROM minutes_%u; DELETE FROM hours_%u", column,
		       column);
	r = db_run(s->db, sql);
	memset(running_at(s, column, 0), 0, RUNNING_COLUMN);
	for (unsigned m = 0; m < HISTORY_MINUTES && s->hour >= 0 && r == 0; m++)
		r = write_minute(s, m);
	return r;
}

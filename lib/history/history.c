// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/history.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/util.h"
#include "lib/history/ring.h"

int history_read_sizes(sqlite3 *db, struct history_sizes *ret)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	int rc, r = db_prepare(db, "SELECT format, seconds, hours, blocks, chunks FROM history",
			       &s);

	if (r < 0)
		return r;
	rc = sqlite3_step(s);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? -EUCLEAN : db_error(db, rc);
	if (sqlite3_column_int(s, 0) != HISTORY_FORMAT)
		return sqlite3_column_int(s, 0) > HISTORY_FORMAT ? -EPROTO : -EUCLEAN;
	ret->seconds = (uint32_t)sqlite3_column_int64(s, 1);
	ret->hours = (uint32_t)sqlite3_column_int64(s, 2);
	ret->blocks = (uint32_t)sqlite3_column_int64(s, 3);
	ret->chunks = (uint32_t)sqlite3_column_int64(s, 4);
	/* they are divided by */
	return ret->seconds && ret->hours && ret->blocks ? 0 : -EUCLEAN;
}

int history_read_state(sqlite3 *db, struct history_state *ret)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	int rc, r = db_prepare(
			db,
			"SELECT second, log_row, file, event, chunk, box, unset_from,"
			" written, written_since_us, unset_boot, unset_log, oldest FROM state",
			&s);

	if (r < 0)
		return r;
	rc = sqlite3_step(s);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? -EUCLEAN : db_error(db, rc);
	*ret = (struct history_state){
		.second = sqlite3_column_int64(s, 0),
		.log_row = sqlite3_column_int64(s, 1),
		.file = sqlite3_column_int64(s, 2),
		.event = sqlite3_column_int64(s, 3),
		.chunk = sqlite3_column_int64(s, 4),
		.box = sqlite3_column_int64(s, 5),
		.unset_from = sqlite3_column_int64(s, 6),
		.written = sqlite3_column_int64(s, 7),
		.written_since_us = sqlite3_column_int64(s, 8),
		.unset_log = sqlite3_column_int64(s, 10),
		.oldest = sqlite3_column_int64(s, 11),
	};
	if (sqlite3_column_bytes(s, 9) == sizeof(ret->unset_boot))
		memcpy(ret->unset_boot, sqlite3_column_blob(s, 9), sizeof(ret->unset_boot));
	return ret->second >= 0 && ret->log_row >= 1 ? 0 : -EUCLEAN;
}

int64_t history_first_row(const struct history_state *state, const struct history_sizes *sizes)
{
	return MAX(state->second - (int64_t)sizes->seconds, state->oldest);
}

/* SQLite says of a file that may not be opened only that it cannot be. */
static int look_at_file(const char *path)
{
	return access(path, R_OK) < 0 ? -errno : 0;
}

static int connect_there(struct history *h, const char *path)
{
	if (db_still(path))
		return db_connect_still(path, &h->db, &h->appears);
	return db_connect(path, SQLITE_OPEN_READONLY, false, &h->db);
}

int history_open(const char *folder, struct history **ret_history)
{
	struct history *h = calloc(1, sizeof(*h));
	char path[PATH_MAX];
	int r;

	if (!h)
		return -ENOMEM;
	(void)snprintf(path, sizeof(path), "%s/" HISTORY_NAME, folder);
	r = look_at_file(path);
	if (r == 0)
		r = connect_there(h, path);
	if (r == 0)
		r = history_read_sizes(h->db, &h->sizes);
	if (r == 0)
		r = history_channels_load(h->db, &h->channels);
	if (r < 0) {
		(void)history_close(h);
		return r;
	}
	*ret_history = h;
	return 0;
}

struct history *history_close(struct history *h)
{
	if (!h)
		return NULL;
	history_channels_done(&h->channels);
	(void)sqlite3_close(h->db);
	free(h->appears);
	free(h);
	return NULL;
}

int history_refresh(struct history *h)
{
	struct history_channels fresh;
	int r = history_channels_load(h->db, &fresh);

	if (r == 0)
		r = history_read_sizes(h->db, &h->sizes);
	if (r < 0)
		return r;
	history_channels_done(&h->channels);
	h->channels = fresh;
	return 0;
}

int history_begin(struct history *h)
{
	if (h->appears && access(h->appears, F_OK) == 0)
		return -EBUSY;
	return db_run(h->db, "BEGIN");
}

void history_end(struct history *h)
{
	if (!sqlite3_get_autocommit(h->db))
		(void)db_run(h->db, "COMMIT");
}

/* A kind of block, and the ring that it lies in. */
struct kind {
	const char *name;
	int64_t seconds; /* that a block covers */
	uint32_t size;
	int64_t newest; /* number of the block in which the present is */
};

/*
 * The number of the oldest block of a column; 0 without one. It is the first one behind the slot of
 * the newest: numbers themselves have no index, and a look at all blocks reads the whole ring.
 */
static int oldest_block(struct history *h, const struct kind *k, unsigned column, int64_t *ret)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	sqlite3_int64 number = 0;
	char sql[128];
	int r;

	(void)snprintf(sql, sizeof(sql),
		       "SELECT number FROM %s_%u WHERE slot >= ? AND number > ? AND number <= ?"
		       " ORDER BY slot LIMIT 1",
		       k->name, column);
	r = db_prepare(h->db, sql, &s);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(s, 1, history_slot(k->newest + 1, k->size));
	(void)sqlite3_bind_int64(s, 2, k->newest - (int64_t)k->size);
	(void)sqlite3_bind_int64(s, 3, k->newest);
	r = db_number(s, &number);
	if (r == -ENODATA) {
		(void)sqlite3_bind_int64(s, 1, 0);
		r = db_number(s, &number);
	}
	*ret = number;
	return r == -ENODATA ? 0 : r;
}

/* When the oldest block of all columns begins. */
static int oldest_time(struct history *h, const struct kind *k, int64_t *ret)
{
	*ret = 0;
	for (unsigned column = 0; column < HISTORY_COLUMNS_MAX; column++) {
		int64_t number;
		int r;

		if (!history_channels_of_column(&h->channels, column))
			continue;
		r = oldest_block(h, k, column, &number);
		if (r < 0)
			return r;
		if (number && (*ret == 0 || number * k->seconds < *ret))
			*ret = number * k->seconds;
	}
	return 0;
}

static int blocks_extent(struct history *h, struct history_extent *ret)
{
	int64_t running, minute, now;
	int r = db_ask(h->db, "SELECT max(hour) FROM running", &running);

	if (r == 0)
		r = db_ask(h->db, "SELECT max(hour * 60 + minute) FROM running", &minute);
	if (r < 0)
		return r;
	ret->last = MAX(ret->last, minute * 60);
	now = MAX(running, ret->last / HISTORY_HOUR_S);
	{
		const struct kind minutes = { "minutes", HISTORY_HOUR_S, h->sizes.hours, now };
		const struct kind hours = { "hours", HISTORY_BLOCK_S, h->sizes.blocks,
					    now / HISTORY_HOURS };

		r = oldest_time(h, &minutes, &ret->first_minute);
		if (r == 0)
			r = oldest_time(h, &hours, &ret->first_hour);
	}
	if (ret->first_minute == 0)
		ret->first_minute = running * HISTORY_HOUR_S;
	return r;
}

int history_extent(struct history *h, struct history_extent *ret)
{
	struct ring ring;
	int r;

	*ret = (struct history_extent){ 0 };
	r = ring_load(h, &ring);
	if (r == 0)
		r = ring_ends(h, &ring, &ret->first_second, &ret->last);
	ring_done(&ring);
	return r == 0 ? blocks_extent(h, ret) : r;
}

int history_spacing(struct history *h, int64_t from, int64_t to, int64_t *ret_s)
{
	struct ring ring;
	int r = history_begin(h);

	if (r < 0)
		return r;
	r = ring_load(h, &ring);
	if (r == 0)
		r = ring_spacing(h, &ring, from, to, ret_s);
	ring_done(&ring);
	history_end(h);
	return r;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A new file, a file of another size, and one that is damaged. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "daemons/loggerd/store/store.h"
#include "lib/base/util.h"

/* Each may be as large as the file can be: more of them would fill a card. */
#define ASIDE_FILES_MAX 2

static int insert_first_rows(sqlite3 *db, const struct store_limits *limits,
			     const char *predecessor, int64_t now_us)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	const struct history_sizes *sizes = &limits->sizes;
	int r = db_prepare(db, "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)", &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int(q, 1, HISTORY_FORMAT);
	(void)sqlite3_bind_int64(q, 2, now_us);
	(void)sqlite3_bind_text(q, 3, predecessor, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(q, 4, sizes->seconds);
	(void)sqlite3_bind_int64(q, 5, sizes->hours);
	(void)sqlite3_bind_int64(q, 6, sizes->blocks);
	(void)sqlite3_bind_int64(q, 7, sizes->chunks);
	r = db_step(q);
	db_finalize(&q);
	q = NULL;
	if (r == 0)
		r = db_prepare(
			db, "INSERT INTO state VALUES (0, 0, 1, 0, 0, 0, 1, -1, 0, x'', 0, ?)", &q);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, now_us);
	return db_step(q);
}

static int fill(sqlite3 *db, const struct store_limits *limits, const char *predecessor,
		int64_t now_us)
{
	int r = db_run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE");

	if (r == 0)
		r = db_run(db, history_schema);
	if (r == 0)
		r = insert_first_rows(db, limits, predecessor, now_us);
	if (r == 0)
		r = db_run(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
	return r;
}

int store_create(const char *folder, const struct store_limits *limits, const char *predecessor,
		 int64_t now_us)
{
	char beside[PATH_MAX], path[PATH_MAX];
	sqlite3 *db;
	int r;

	if (access(folder, W_OK) < 0)
		return -errno;
	db_remove(folder, HISTORY_NAME ".new");
	(void)snprintf(path, sizeof(path), "%s/" HISTORY_NAME, folder);
	(void)snprintf(beside, sizeof(beside), "%s/" HISTORY_NAME ".new", folder);
	r = db_connect(beside, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, false, &db);
	if (r < 0)
		return r;
	r = fill(db, limits, predecessor, now_us);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
	(void)sqlite3_close(db);
	/* the log of a file that is not there any more would be taken for this one's */
	if (r == 0 && access(path, F_OK) < 0)
		db_remove(folder, HISTORY_NAME);
	if (r == 0 && rename(beside, path) < 0)
		r = -errno;
	return r < 0 ? r : db_sync_folder(folder);
}

int store_set_aside(const char *folder, int64_t now_us, char ret_name[DB_ASIDE_MAX])
{
	return db_set_aside(folder, HISTORY_NAME, "damaged", now_us, ASIDE_FILES_MAX, ret_name);
}

/* ------------------------------------------------------------------ rings of another size */

/* The newest rows of a ring into one of another size; `number` is what its slot is made of. */
static int move_ring(struct store *s, const char *table, const char *number, uint32_t size)
{
	char sql[640];

	(void)snprintf(sql, sizeof(sql),
		       "CREATE TEMP TABLE moved AS SELECT %s AS moved_number, * FROM %s"
		       " ORDER BY 1 DESC LIMIT %u;"
		       "DELETE FROM %s;"
		       "UPDATE moved SET slot = moved_number %% %u;",
		       number, table, size, table, size);
	return db_run(s->db, sql);
}

/* What was put aside, back into the table, without the number that was added to it. */
static int move_back(struct store *s, const char *table)
{
	char sql[256];

	(void)snprintf(sql, sizeof(sql),
		       "ALTER TABLE moved DROP COLUMN moved_number;"
		       "INSERT INTO %s SELECT * FROM moved; DROP TABLE moved;",
		       table);
	return db_run(s->db, sql);
}

static int resize_ring(struct store *s, const char *table, const char *number, uint32_t size)
{
	int r = move_ring(s, table, number, size);

	return r < 0 ? r : move_back(s, table);
}

static int resize_columns(struct store *s, const char *kind, uint32_t size)
{
	int r = 0;

	for (unsigned i = 0; i < s->n_columns && r == 0; i++) {
		char table[HISTORY_TABLE_MAX];

		(void)snprintf(table, sizeof(table), "%s_%u", kind, i);
		r = resize_ring(s, table, "number", size);
	}
	return r;
}

/* A larger ring does not bring back what the smaller one has dropped. */
static int write_oldest(struct store *s, const struct history_state *state, uint32_t size)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int64_t oldest = MAX(history_first_row(state, &s->limits.sizes), state->second - size);
	int r = db_prepare(s->db, "UPDATE state SET oldest = ?", &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, oldest);
	return db_step(q);
}

/* The number of a row of seconds stands nowhere: it follows from its slot and the newest one. */
static int resize_seconds(struct store *s, uint32_t size)
{
	char number[160];
	struct history_state state;
	int r = history_read_state(s->db, &state);

	if (r < 0 || state.second == 0)
		return r;
	(void)snprintf(number, sizeof(number), "(%lld - ((%lld - slot) %% %u + %u) %% %u)",
		       (long long)state.second - 1, (long long)state.second - 1,
		       s->limits.sizes.seconds, s->limits.sizes.seconds, s->limits.sizes.seconds);
	r = resize_ring(s, "seconds", number, size);
	return r < 0 ? r : write_oldest(s, &state, size);
}

static int write_sizes(struct store *s, const struct history_sizes *sizes)
{
	char sql[200];

	(void)snprintf(sql, sizeof(sql),
		       "UPDATE history SET seconds = %u, hours = %u, blocks = %u, chunks = %u",
		       sizes->seconds, sizes->hours, sizes->blocks, sizes->chunks);
	return db_run(s->db, sql);
}

static int resize_all(struct store *s, const struct history_sizes *sizes)
{
	int r = 0;

	if (sizes->seconds != s->limits.sizes.seconds)
		r = resize_seconds(s, sizes->seconds);
	if (r == 0 && sizes->hours != s->limits.sizes.hours)
		r = resize_columns(s, "minutes", sizes->hours);
	if (r == 0 && sizes->blocks != s->limits.sizes.blocks)
		r = resize_columns(s, "hours", sizes->blocks);
	if (r == 0 && sizes->chunks != s->limits.sizes.chunks && sizes->chunks > 0)
		r = resize_ring(s, "chunks", "chunk", sizes->chunks);
	return r < 0 ? r : write_sizes(s, sizes);
}

int store_resize(struct store *s, const struct history_sizes *sizes)
{
	int r = log_count_columns(s->db, &s->n_columns);

	/* on the card: memory is what a small board has less of */
	if (r == 0)
		r = db_run(s->db, "PRAGMA temp_store = FILE; BEGIN IMMEDIATE");
	if (r < 0)
		return r;
	r = resize_all(s, sizes);
	if (r == 0)
		r = db_run(s->db, "COMMIT; PRAGMA temp_store = MEMORY");
	if (r == 0)
		s->limits.sizes = *sizes;
	else if (!sqlite3_get_autocommit(s->db))
		(void)db_run(s->db, "ROLLBACK; PRAGMA temp_store = MEMORY");
	return r;
}

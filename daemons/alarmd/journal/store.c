// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/store.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/alarmd/journal/rows.h"
#include "lib/base/util.h"

/*
 * FULL: the log is synced with each commit, so what was told as committed survives a power cut. 256
 * pages are 1 MiB of log before it goes into the file: events share pages, so later is less to
 * write.
 */
const char store_settings[] = "PRAGMA journal_mode = WAL;"
			      "PRAGMA synchronous = FULL;"
			      "PRAGMA wal_autocheckpoint = 256;"
			      "PRAGMA journal_size_limit = 1048576;";
/* The last event of the file; -ENODATA when there is none. */
int store_last(sqlite3 *db, struct event *ret_event)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	int rc, r = db_prepare(
			db, "SELECT " ROWS_COLUMNS " FROM events ORDER BY number DESC LIMIT 1", &s);

	if (r < 0)
		return r;
	rc = sqlite3_step(s);
	if (rc == SQLITE_DONE)
		return -ENODATA;
	return rc == SQLITE_ROW ? rows_read(s, ret_event) : db_error(db, rc);
}

int store_hash_of(sqlite3 *db, uint64_t number, uint8_t ret_hash[EVENT_HASH_SIZE])
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	int rc, r = db_prepare(db, "SELECT hash FROM events WHERE number = ?", &s);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(s, 1, (int64_t)number);
	rc = sqlite3_step(s);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? -EUCLEAN : db_error(db, rc);
	if (sqlite3_column_bytes(s, 0) != EVENT_HASH_SIZE)
		return -EUCLEAN;
	memcpy(ret_hash, sqlite3_column_blob(s, 0), EVENT_HASH_SIZE);
	return 0;
}

int store_format(sqlite3 *db)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	int rc, format, r = db_prepare(db, "SELECT format FROM journal", &s);

	if (r < 0)
		return r;
	rc = sqlite3_step(s);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? -EUCLEAN : db_error(db, rc);
	format = sqlite3_column_int(s, 0);
	/* 1 is the first there is; what is older than STORE_FORMAT is brought up to it here */
	if (format < STORE_FORMAT)
		return -EUCLEAN;
	return format > STORE_FORMAT ? -EPROTO : 0;
}

int store_anchor(sqlite3 *db, uint8_t ret_id[JOURNAL_ID_SIZE], struct chain_mark *ret_anchor)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	int rc, r = db_prepare(db, "SELECT id, anchor, anchor_hash FROM journal", &s);

	if (r < 0)
		return r;
	rc = sqlite3_step(s);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? -EUCLEAN : db_error(db, rc);
	ret_anchor->number = (uint64_t)sqlite3_column_int64(s, 1);
	if (sqlite3_column_bytes(s, 0) != JOURNAL_ID_SIZE ||
	    sqlite3_column_bytes(s, 2) != EVENT_HASH_SIZE || ret_anchor->number > STORE_NUMBER_MAX)
		return -EUCLEAN;
	memcpy(ret_id, sqlite3_column_blob(s, 0), JOURNAL_ID_SIZE);
	memcpy(ret_anchor->hash, sqlite3_column_blob(s, 2), EVENT_HASH_SIZE);
	return 0;
}

/* The head is only believed when it fits what stands before it: numbering goes on from there. */
static int read_head(struct store *s)
{
	struct chain_mark before = s->anchor;
	struct chain_walk w;
	struct event last;
	int r = store_last(s->db, &last);

	s->head = s->anchor;
	if (r == -ENODATA)
		return 0;
	if (r < 0)
		return r;
	if (last.number <= s->anchor.number || last.number > STORE_NUMBER_MAX)
		return -EUCLEAN;
	if (last.number > s->anchor.number + 1) {
		before.number = last.number - 1;
		r = store_hash_of(s->db, before.number, before.hash);
		if (r < 0)
			return r;
	}
	chain_walk_begin(&w, &before);
	if (chain_walk_next(&w, &last) != CHAIN_HOLDS)
		return -EUCLEAN;
	s->head = w.at;
	return 0;
}

static int prepare_all(struct store *s)
{
	int r = db_prepare(s->db,
			   "INSERT INTO events (" ROWS_COLUMNS
			   ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
			   &s->add);

	if (r == 0)
		r = db_prepare(s->db, "INSERT OR REPLACE INTO kept VALUES (?,?)", &s->keep);
	if (r == 0)
		r = db_prepare(s->db, "DELETE FROM kept WHERE key = ?", &s->forget);
	return r;
}

int store_open(const char *folder, struct store **ret_store)
{
	struct store *s = calloc(1, sizeof(*s));
	char path[PATH_MAX];
	int r;

	if (!s)
		return -ENOMEM;
	(void)snprintf(path, sizeof(path), "%s/" STORE_NAME, folder);
	r = db_connect(path, SQLITE_OPEN_READWRITE, true, &s->db);
	/* it falls back to reading where it may not write */
	if (r == 0 && sqlite3_db_readonly(s->db, "main"))
		r = -EROFS;
	if (r == 0)
		r = store_format(s->db);
	if (r == 0)
		r = db_run(s->db, store_settings);
	if (r == 0)
		r = store_anchor(s->db, s->id, &s->anchor);
	if (r == 0)
		r = read_head(s);
	if (r == 0)
		r = prepare_all(s);
	if (r < 0) {
		(void)store_free(s, false);
		return r;
	}
	s->next_anchor = s->anchor;
	s->next_head = s->head;
	store_remember_files(s, folder);
	*ret_store = s;
	return 0;
}

struct store *store_free(struct store *s, bool clean)
{
	if (!s)
		return NULL;
	(void)sqlite3_finalize(s->add);
	(void)sqlite3_finalize(s->keep);
	(void)sqlite3_finalize(s->forget);
	/* closing moves the log into the file, and removes it */
	if (clean)
		(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
	(void)sqlite3_close(s->db);
	free(s);
	return NULL;
}

int store_begin(struct store *s)
{
	s->next_anchor = s->anchor;
	s->next_head = s->head;
	return db_run(s->db, "BEGIN IMMEDIATE");
}

int store_add(struct store *s, const struct event *e)
{
	int r = rows_bind(s->add, e);

	if (r == 0)
		r = db_step(s->add);
	(void)sqlite3_clear_bindings(s->add);
	if (r < 0)
		return r;
	s->next_head.number = e->number;
	memcpy(s->next_head.hash, e->hash, sizeof(e->hash));
	return 0;
}

int store_keep(struct store *s, const struct key *k)
{
	sqlite3_stmt *statement = k->len > 0 ? s->keep : s->forget;
	int r;

	(void)sqlite3_bind_text(statement, 1, k->name, -1, SQLITE_STATIC);
	if (k->len > 0)
		(void)sqlite3_bind_blob(statement, 2, k->bytes, k->len, SQLITE_STATIC);
	r = db_step(statement);
	(void)sqlite3_clear_bindings(statement);
	return r;
}

int store_commit(struct store *s)
{
	int r = db_run(s->db, "COMMIT");

	if (r < 0)
		return r;
	s->anchor = s->next_anchor;
	s->head = s->next_head;
	return 0;
}

void store_rollback(struct store *s)
{
	/* some errors have done it already */
	if (!sqlite3_get_autocommit(s->db))
		(void)db_run(s->db, "ROLLBACK");
}

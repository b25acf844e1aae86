// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A new events.db. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "daemons/alarmd/journal/aside.h"
#include "daemons/alarmd/journal/rows.h"
#include "daemons/alarmd/journal/store.h"
#include "lib/base/file.h"
#include "lib/base/util.h"

static int insert_journal(sqlite3 *db, const struct store_begin *b)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	uint8_t id[JOURNAL_ID_SIZE];
	int r = db_prepare(db, "INSERT INTO journal VALUES (?,?,?,?,?,?)", &s);

	if (r < 0)
		return r;
	sqlite3_randomness(sizeof(id), id);
	(void)sqlite3_bind_int(s, 1, STORE_FORMAT);
	(void)sqlite3_bind_blob(s, 2, id, sizeof(id), SQLITE_STATIC);
	(void)sqlite3_bind_int64(s, 3, b->now_us);
	(void)sqlite3_bind_text(s, 4, b->predecessor, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(s, 5, (int64_t)b->anchor.number);
	(void)sqlite3_bind_blob(s, 6, b->anchor.hash, sizeof(b->anchor.hash), SQLITE_STATIC);
	return db_step(s);
}

static int insert_kept(sqlite3 *db, const struct keys *keys)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	int r = db_prepare(db, "INSERT INTO kept VALUES (?,?)", &s);

	for (const struct key *k = keys->first; k && r == 0; k = k->next) {
		(void)sqlite3_bind_text(s, 1, k->name, -1, SQLITE_STATIC);
		(void)sqlite3_bind_blob(s, 2, k->bytes, k->len, SQLITE_STATIC);
		r = db_step(s);
	}
	return r;
}

static int fill(sqlite3 *db, const struct store_begin *b)
{
	int r = db_run(db, store_settings);

	if (r == 0)
		r = db_run(db, "BEGIN IMMEDIATE;"
			       "CREATE TABLE journal (format INTEGER NOT NULL, id BLOB NOT NULL,"
			       " created_us INTEGER NOT NULL, predecessor TEXT NOT NULL,"
			       " anchor INTEGER NOT NULL, anchor_hash BLOB NOT NULL) STRICT;"
			       "CREATE TABLE kept (key TEXT PRIMARY KEY, bytes BLOB NOT NULL)"
			       " STRICT, WITHOUT ROWID;");
	if (r == 0)
		r = db_run(db, rows_schema);
	if (r == 0)
		r = insert_journal(db, b);
	if (r == 0)
		r = insert_kept(db, b->kept);
	if (r == 0)
		r = db_run(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE);");
	return r;
}

/* SQLite would only say that there is no such file. */
static int check_folder(const char *folder)
{
	int r = file_make_folder(folder, 0700);

	return r == 0 && access(folder, W_OK) < 0 ? -errno : r;
}

int store_create(const char *folder, const struct store_begin *b)
{
	static const char *const leftovers[] = { "", "-wal", "-shm", "-journal" };
	char beside[PATH_MAX], path[PATH_MAX];
	sqlite3 *db;
	int r = check_folder(folder);

	if (r < 0)
		return r;
	(void)snprintf(path, sizeof(path), "%s/" STORE_NAME, folder);
	for (size_t i = 0; i < ARRAY_SIZE(leftovers); i++) {
		(void)snprintf(beside, sizeof(beside), "%s/" STORE_NAME ".new%s", folder,
			       leftovers[i]);
		(void)unlink(beside);
	}
	(void)snprintf(beside, sizeof(beside), "%s/" STORE_NAME ".new", folder);
	r = db_connect(beside, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, true, &db);
	if (r < 0)
		return r;
	r = fill(db, b);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
	(void)sqlite3_close(db);
	if (r == 0 && rename(beside, path) < 0)
		r = -errno;
	return r < 0 ? r : db_sync_folder(folder);
}

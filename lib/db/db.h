// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * SQLite as the suite uses it: connections with the same careful settings, and errors as negative
 * errnos. -EUCLEAN is a damaged file; -ENOSPC, -EROFS, -EBUSY and the like may pass.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Opens a database for one thread, with a small cache; `flags` as in sqlite3_open_v2(); `alone`:
 * nobody else may have it open. Closing it leaves the log as it is. Close it with sqlite3_close().
 */
int db_connect(const char *path, int flags, bool alone, sqlite3 **ret_db);

/*
 * True when a database cannot be opened in the usual way, for SQLite wants its log or the index of
 * that beside it, and they are neither there nor may be made. Then only db_connect_still() reads
 * it.
 */
bool db_still(const char *path);

/*
 * Opens one of which db_still() is true, to read it without locks and without a file beside it;
 * with what its log says, where there is one. `ret_appears`, owned by the caller: a file that is
 * made by whoever writes the database after all. From then on nothing that is read can be believed.
 */
int db_connect_still(const char *path, sqlite3 **ret_db, char **ret_appears);

/* Runs statements that return nothing. */
int db_run(sqlite3 *db, const char *sql);

/* Prepares a statement; the caller finalises it. */
int db_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret_statement);

/* Steps one that returns no rows, and leaves it ready for the next time. */
int db_step(sqlite3_stmt *s);

/* The only number of a statement's only row; -ENODATA when there is no row. Leaves it ready. */
int db_number(sqlite3_stmt *s, sqlite3_int64 *ret_value);

/* The only number of a query; 0 where it has no row, or none in it. */
int db_ask(sqlite3 *db, const char *sql, int64_t *ret_value);

/* Copies the text of a column, cut to its place; "" for none. */
void db_text(sqlite3_stmt *s, int column, char *ret, size_t size);

/* What an error of SQLite means to us. */
int db_error(sqlite3 *db, int rc);

/* Why a database cannot be written, as the end of a sentence. */
const char *db_reason(int error);

void db_finalize(sqlite3_stmt **s);
#define AUTO_STATEMENT __attribute__((cleanup(db_finalize)))

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

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/db/db.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* So long somebody waits for whoever has the file at the moment. */
#define BUSY_MS 10000

/* cache_size: 64 KiB; what is read again soon is in the kernel's cache anyway. */
static const char connection[] = "PRAGMA cache_size = -64;"
				 "PRAGMA mmap_size = 0;"
				 "PRAGMA temp_store = MEMORY;"
				 "PRAGMA secure_delete = OFF;"
				 "PRAGMA cell_size_check = ON;"
				 "PRAGMA trusted_schema = OFF;";

/* Errors of reading: the medium has lost what it held, and asking again brings nothing back. */
static bool unreadable(int rc)
{
	return rc == SQLITE_IOERR_READ || rc == SQLITE_IOERR_SHORT_READ ||
	       rc == SQLITE_IOERR_CORRUPTFS;
}

/*
 * What the kernel said last of a file of the database. A COMMIT that fails leaves it with the file
 * alone (sqlite3_system_errno is that of an earlier error then, or none), and it writes the log.
 */
static int kernel_error(sqlite3 *db)
{
	int error = 0, of_file = 0;
	sqlite3_file *log = NULL;

	(void)sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&log);
	if (log && log->pMethods)
		(void)log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
	if (error == 0)
		(void)sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &of_file);
	return error ? error : of_file;
}

int db_error(sqlite3 *db, int rc)
{
	int error = sqlite3_system_errno(db);

	if (unreadable(rc))
		return -EUCLEAN;
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		if (error <= 0)
			error = kernel_error(db);
		return error > 0 ? -error : -EIO;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return -EACCES;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return -EBUSY;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_INTERRUPT:
		return -EINTR;
	default:
		/* also a table that is not there, and a number that is there already */
		return -EUCLEAN;
	}
}

const char *db_reason(int error)
{
	switch (-error) {
	case ENOSPC:
		return "the disk is full";
	case EROFS:
		return "the file or the disk is read-only";
	case EBUSY:
		return "another program has it open";
	case EUCLEAN:
		return "it is damaged again, and is set aside once an hour at most";
	default:
		return strerrordesc_np(-error);
	}
}

int db_run(sqlite3 *db, const char *sql)
{
	return db_error(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

int db_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret_statement)
{
	return db_error(db, sqlite3_prepare_v3(db, sql, -1, 0, ret_statement, NULL));
}

int db_step(sqlite3_stmt *s)
{
	int r = db_error(sqlite3_db_handle(s), sqlite3_step(s));

	(void)sqlite3_reset(s);
	return r;
}

int db_number(sqlite3_stmt *s, sqlite3_int64 *ret_value)
{
	int rc = sqlite3_step(s);
	int r = rc == SQLITE_DONE ? -ENODATA : db_error(sqlite3_db_handle(s), rc);

	if (rc == SQLITE_ROW)
		*ret_value = sqlite3_column_int64(s, 0);
	(void)sqlite3_reset(s);
	return r;
}

int db_ask(sqlite3 *db, const char *sql, int64_t *ret_value)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	sqlite3_int64 v = 0;
	int r = db_prepare(db, sql, &s);

	if (r == 0)
		r = db_number(s, &v);
	*ret_value = r == 0 ? v : 0;
	return r == -ENODATA ? 0 : r;
}

void db_text(sqlite3_stmt *s, int column, char *ret, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(s, column);

	(void)snprintf(ret, size, "%s", text ? text : "");
}

void db_finalize(sqlite3_stmt **s)
{
	(void)sqlite3_finalize(*s);
}

/*
 * SQLite would take, and write to, room for twenty pages before it knows how many it may keep, and
 * 48 KiB for small things, where statements that stay prepared would save nothing by it.
 */
static void configure(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
	(void)sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
}

int db_connect(const char *path, int flags, bool alone, sqlite3 **ret_db)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	sqlite3 *db = NULL;
	int r;

	(void)pthread_once(&once, configure);
	r = sqlite3_open_v2(path, &db,
			    flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
				    SQLITE_OPEN_PRIVATECACHE,
			    NULL);
	if (!db)
		return -ENOMEM;
	r = db_error(db, r);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* A file that is to be set aside, or that is not ours, is not written to at the end. */
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	/* before anything is read: a writer that opens or recovers the file is done soon */
	if (!alone)
		(void)sqlite3_busy_timeout(db, BUSY_MS);
	/* before anything is read: else SQLite makes an index beside the file */
	if (r == 0 && alone)
		r = db_run(db, "PRAGMA locking_mode = EXCLUSIVE");
	if (r == 0)
		r = db_run(db, connection);
	if (r < 0) {
		(void)sqlite3_close(db);
		return r;
	}
	*ret_db = db;
	return 0;
}

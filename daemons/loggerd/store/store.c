// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/store/store.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/util.h"

/*
 * FULL: what was committed survives a power cut. The log grows to 4 MiB before it goes into the
 * file: an hour and more, so pages that are written every minute go there once.
 */
static const char settings[] = "PRAGMA journal_mode = WAL;"
			       "PRAGMA synchronous = FULL;"
			       "PRAGMA wal_autocheckpoint = 1000;"
			       "PRAGMA journal_size_limit = 4194304;";

/* ------------------------------------------------------------------ what the file says */

static int read_last_time(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	sqlite3_int64 t = 0;
	int r;

	s->last_t = INT64_MIN;
	if (s->state.second == 0)
		return 0;
	r = db_prepare(s->db, "SELECT t FROM seconds WHERE slot = ?", &q);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, history_slot(s->state.second - 1, s->limits.sizes.seconds));
	r = db_number(q, &t);
	s->last_t = t;
	return r == -ENODATA ? -EUCLEAN : r;
}

int store_load(struct store *s)
{
	struct history_channels fresh;
	int r = history_read_state(s->db, &s->state);

	if (r == 0)
		r = history_channels_load(s->db, &fresh);
	if (r < 0)
		return r;
	history_channels_done(&s->channels);
	s->channels = fresh;
	s->n = 0;
	s->layout = 0;
	s->log_layout.n = 0;
	r = log_count_columns(s->db, &s->n_columns);
	if (r == 0)
		r = seconds_prepare(s);
	if (r == 0)
		r = log_prepare(s);
	if (r == 0)
		r = minutes_load(s);
	if (r == 0)
		r = log_load(s);
	return r < 0 ? r : read_last_time(s);
}

/* What the settings want, in a file that may have been made for something else. */
static int adopt_sizes(struct store *s, const struct store_limits *limits)
{
	int r = history_read_sizes(s->db, &s->limits.sizes);

	if (r < 0 || memcmp(&s->limits.sizes, &limits->sizes, sizeof(limits->sizes)) == 0)
		return r;
	return store_resize(s, &limits->sizes);
}

/* Readers need the log's files after we have closed it (SQLite would remove them). */
static void keep_log(sqlite3 *db)
{
	int on = 1;

	(void)sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
}

static int connect_there(struct store *s, const char *path)
{
	int r = db_connect(path, SQLITE_OPEN_READWRITE, false, &s->db);

	/* it falls back to reading where it may not write */
	if (r == 0 && sqlite3_db_readonly(s->db, "main"))
		r = -EROFS;
	if (r == 0)
		r = db_run(s->db, settings);
	if (r == 0)
		keep_log(s->db);
	return r;
}

int store_open(const char *folder, const struct store_limits *limits, int64_t now_us,
	       struct store **ret_store)
{
	struct store *s = calloc(1, sizeof(*s));
	char path[PATH_MAX];
	struct stat st;
	int r = 0;

	if (!s)
		return -ENOMEM;
	(void)snprintf(path, sizeof(path), "%s/" HISTORY_NAME, folder);
	s->folder = strdup(folder);
	s->limits = *limits;
	if (stat(path, &st) < 0)
		r = errno == ENOENT ? store_create(folder, limits, "", now_us) : -errno;
	if (r == 0)
		r = s->folder ? connect_there(s, path) : -ENOMEM;
	if (r == 0)
		r = audits_prepare(s);
	if (r == 0)
		r = adopt_sizes(s, limits);
	if (r == 0)
		r = store_load(s);
	if (r < 0) {
		(void)store_close(s);
		return r;
	}
	*ret_store = s;
	return 0;
}

struct store *store_close(struct store *s)
{
	if (!s)
		return NULL;
	(void)sqlite3_finalize(s->second);
	(void)sqlite3_finalize(s->minute);
	(void)sqlite3_finalize(s->log);
	(void)sqlite3_finalize(s->file_row);
	(void)sqlite3_close(s->db);
	history_channels_done(&s->channels);
	text_done(&s->line);
	free(s->running);
	free(s->table);
	free(s->fresh);
	free(s->folder);
	free(s);
	return NULL;
}

int store_check(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int rc, r = db_prepare(s->db, "PRAGMA quick_check(1)", &q);

	if (r < 0)
		return r;
	rc = sqlite3_step(q);
	if (rc != SQLITE_ROW)
		return db_error(s->db, rc);
	return streq((const char *)sqlite3_column_text(q, 0), "ok") ? 0 : -EUCLEAN;
}

/* ------------------------------------------------------------------ status */

static uint64_t size_of(const struct store *s, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/%s", s->folder, name);
	return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

int store_status(struct store *s, struct store_status *ret)
{
	struct history h = { .db = s->db, .sizes = s->limits.sizes, .channels = s->channels };
	struct history_extent extent;
	int r = log_status(s, ret);

	if (r == 0)
		r = boxes_status(s, ret);
	if (r == 0)
		r = audits_status(s, ret);
	if (r == 0)
		r = history_extent(&h, &extent);
	if (r < 0)
		return r;
	ret->bytes = size_of(s, HISTORY_NAME) + size_of(s, HISTORY_NAME "-wal");
	ret->bytes_most = history_bytes_most(&s->limits.sizes, s->n_columns, s->limits.quota_bytes);
	ret->written = (uint64_t)s->state.written;
	ret->written_since_us = s->state.written_since_us;
	ret->event = s->state.event;
	ret->oldest_second = extent.first_second;
	ret->oldest_minute = extent.first_minute;
	ret->oldest_hour = extent.first_hour;
	return 0;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/store/store.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/cleanup.h"
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

/* Everything that is remembered of the file, read from it. The table of channels is not in it. */
static int load(struct store *s)
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
		r = load(s);
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

/* ------------------------------------------------------------------ a transaction */

static int apply_clock(struct store *s, const struct order_clock *c)
{
	int r = 0;

	/* those of an earlier boot stay what they are: nobody knows when that was */
	if (s->state.unset_from >= 0 &&
	    memcmp(s->state.unset_boot, c->boot, sizeof(c->boot)) == 0) {
		r = log_settle(s, c);
		if (r == 0)
			r = seconds_settle(s, c);
	}
	s->state.unset_from = -1;
	return r;
}

/* Remembered for good with the commit: what of the list came before it is about the old one. */
static int apply_table(struct store *s, const struct order_table *t)
{
	if (!s->fresh)
		s->fresh = malloc(sizeof(*s->fresh));
	if (!s->fresh)
		return -ENOMEM;
	*s->fresh = *t;
	return columns_take(s, t);
}

/* What the transaction said of the table holds from now on, or never did. */
static void settle_table(struct store *s, bool committed)
{
	if (committed && s->fresh) {
		free(s->table);
		s->table = TAKE_PTR(s->fresh);
	}
	free(s->fresh);
	s->fresh = NULL;
}

static int apply_clear(struct store *s, const struct order_audit *a)
{
	int r = log_clear(s);

	return r < 0 ? r : audits_add(s, a);
}

static int apply_delete(struct store *s, const struct order_audit *a)
{
	int r = log_delete(s, a->file);

	if (r == 0)
		return audits_add(s, a);
	if (r != -ENOENT)
		return r;
	/* dropped meanwhile, or never there: no reason to write nothing else */
	if (s->n_missing < STORE_MISSING_MAX)
		s->missing[s->n_missing++] = a->file;
	return 0;
}

static int apply(struct store *s, const struct order *o)
{
	switch (o->kind) {
	case ORDER_TABLE:
		return apply_table(s, &o->table);
	case ORDER_SECOND:
		return seconds_add(s, &o->second);
	case ORDER_MINUTE:
		return minutes_add(s, &o->minute);
	case ORDER_LOG:
		return log_add(s, &o->log);
	case ORDER_CHUNK:
		return boxes_add_chunk(s, &o->chunk);
	case ORDER_BOX:
		return boxes_add(s, &o->box);
	case ORDER_EVENT:
		s->state.event = o->number;
		return 0;
	case ORDER_CLOCK:
		return apply_clock(s, &o->clock);
	case ORDER_CLEAR:
		return apply_clear(s, &o->audit);
	case ORDER_DELETE:
		return apply_delete(s, &o->audit);
	case ORDER_TOLD:
		return audits_told(s, o->number);
	}
	return 0;
}

/* Bytes that the kernel has written for us to the card, or is about to (proc_pid_io(5)). */
static uint64_t bytes_written(void)
{
	AUTO_FCLOSE FILE *f = fopen("/proc/self/io", "re");
	char line[64];
	unsigned long long v;

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "write_bytes: %llu", &v) == 1)
			return v;
	return 0;
}

static void count_written(struct store *s)
{
	uint64_t now = bytes_written();

	if (now > s->written_before)
		s->state.written += (int64_t)(now - s->written_before);
	s->written_before = now;
}

static int write_state(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db,
			   "UPDATE state SET second = ?, log_row = ?, file = ?, event = ?,"
			   " chunk = ?, box = ?, unset_from = ?, unset_log = ?, unset_boot = ?,"
			   " written = ?",
			   &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, s->state.second);
	(void)sqlite3_bind_int64(q, 2, s->state.log_row);
	(void)sqlite3_bind_int64(q, 3, s->state.file);
	(void)sqlite3_bind_int64(q, 4, s->state.event);
	(void)sqlite3_bind_int64(q, 5, s->state.chunk);
	(void)sqlite3_bind_int64(q, 6, s->state.box);
	(void)sqlite3_bind_int64(q, 7, s->state.unset_from);
	(void)sqlite3_bind_int64(q, 8, s->state.unset_log);
	(void)sqlite3_bind_blob(q, 9, s->state.unset_boot, sizeof(s->state.unset_boot),
				SQLITE_STATIC);
	(void)sqlite3_bind_int64(q, 10, s->state.written);
	return db_step(q);
}

static int apply_all(struct store *s, const struct orders *orders)
{
	struct order *o = malloc(sizeof(*o));
	size_t at = 0;
	int r = o ? 0 : -ENOMEM;

	while (r == 0 && orders_next(orders, &at, o))
		r = apply(s, o);
	free(o);
	if (r == 0)
		r = log_keep_file(s);
	return r < 0 ? r : log_prune(s);
}

/* What is remembered, after a transaction that came to nothing; the table of channels with it. */
static int load_again(struct store *s)
{
	int r = load(s);

	return r == 0 && s->table ? columns_take(s, s->table) : r;
}

int store_apply(struct store *s, const struct orders *orders)
{
	int r = db_run(s->db, "BEGIN IMMEDIATE");

	if (r < 0)
		return r;
	s->n_missing = 0;
	r = s->reload ? load_again(s) : 0;
	s->reload = false;
	if (r == 0)
		r = apply_all(s, orders);
	count_written(s);
	if (r == 0)
		r = write_state(s);
	if (r == 0)
		r = db_run(s->db, "COMMIT");
	settle_table(s, r == 0);
	if (r == 0)
		return 0;
	s->reload = true;
	/* some errors have done it already */
	if (!sqlite3_get_autocommit(s->db))
		(void)db_run(s->db, "ROLLBACK");
	return r;
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

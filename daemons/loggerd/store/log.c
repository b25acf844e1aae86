// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <stdio.h>

#include "daemons/loggerd/store/store.h"
#include "lib/base/util.h"

int log_prepare(struct store *s)
{
	return columns_insert(s, "INSERT INTO log", LOG_COLUMNS, 8, &s->log);
}

/* The file that is being written, if there is one. */
int log_load(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int rc, r = db_prepare(s->db,
			       "SELECT file, first, last, bytes, layout FROM files"
			       " WHERE ended = 0 ORDER BY file DESC LIMIT 1",
			       &q);

	s->file = (struct store_file){ 0 };
	if (r == 0 && !s->file_row)
		r = db_prepare(s->db, "UPDATE files SET last = ?, bytes = ? WHERE file = ?",
			       &s->file_row);
	if (r < 0)
		return r;
	rc = sqlite3_step(q);
	if (rc == SQLITE_ROW)
		s->file = (struct store_file){
			.file = sqlite3_column_int64(q, 0),
			.first = sqlite3_column_int64(q, 1),
			.last = sqlite3_column_int64(q, 2),
			.bytes = sqlite3_column_int64(q, 3),
			.layout = sqlite3_column_int64(q, 4),
		};
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : db_error(s->db, rc);
}

int log_keep_file(struct store *s)
{
	if (s->file.file == 0)
		return 0;
	(void)sqlite3_bind_int64(s->file_row, 1, s->file.last);
	(void)sqlite3_bind_int64(s->file_row, 2, s->file.bytes);
	(void)sqlite3_bind_int64(s->file_row, 3, s->file.file);
	return db_step(s->file_row);
}

/* ------------------------------------------------------------------ files */

static int end_file(struct store *s)
{
	int r = log_keep_file(s);

	s->file = (struct store_file){ 0 };
	return r < 0 ? r : db_run(s->db, "UPDATE files SET ended = 1 WHERE ended = 0");
}

static int begin_file(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db, "INSERT INTO files VALUES (?, ?, ?, ?, ?, 0)", &q);

	if (r < 0)
		return r;
	text_clear(&s->line);
	csv_header(&s->line, &s->log_layout);
	s->file = (struct store_file){
		.file = ++s->state.file,
		.first = s->state.log_row,
		.last = s->state.log_row - 1,
		.bytes = (int64_t)s->line.len,
		.layout = s->layout,
	};
	(void)sqlite3_bind_int64(q, 1, s->file.file);
	(void)sqlite3_bind_int64(q, 2, s->file.first);
	(void)sqlite3_bind_int64(q, 3, s->file.last);
	(void)sqlite3_bind_int64(q, 4, s->file.bytes);
	(void)sqlite3_bind_int64(q, 5, s->file.layout);
	return db_step(q);
}

/* A file that takes a line of this length: the present one, or the next. */
static int file_for(struct store *s, size_t len)
{
	bool fits = s->file.bytes + (int64_t)len <= (int64_t)s->limits.file_bytes;
	bool empty = s->file.last < s->file.first;
	int r = 0;

	if (s->file.file && s->file.layout == s->layout && (fits || empty))
		return 0;
	if (s->file.file)
		r = end_file(s);
	return r < 0 ? r : begin_file(s);
}

static size_t line_length(struct store *s, const struct log_row *row)
{
	text_clear(&s->line);
	csv_row(&s->line, &s->log_layout, row);
	return s->line.len;
}

int log_add(struct store *s, const struct order_log *l)
{
	uint8_t qualities[HISTORY_COLUMNS_MAX];
	int32_t values[HISTORY_COLUMNS_MAX];
	struct log_row row = {
		.row = s->state.log_row,
		.ms = l->ms,
		.east = l->east,
		.reason = l->reason,
		.clock = l->clock,
		.event = l->event,
		.text = l->text,
		.values = values,
		.qualities = qualities,
		.n_columns = s->n_columns,
	};
	size_t len;
	int r;

	(void)columns_spread(s, &l->values, values, qualities);
	len = line_length(s, &row);
	r = file_for(s, len);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(s->log, 1, row.row);
	(void)sqlite3_bind_int64(s->log, 2, l->ms);
	(void)sqlite3_bind_int(s->log, 3, l->east);
	(void)sqlite3_bind_int(s->log, 4, l->reason);
	(void)sqlite3_bind_int(s->log, 5, l->clock);
	(void)sqlite3_bind_int64(s->log, 6, l->event);
	if (l->text[0])
		(void)sqlite3_bind_text(s->log, 7, l->text, -1, SQLITE_STATIC);
	else
		(void)sqlite3_bind_null(s->log, 7);
	columns_bind(s, s->log, 8, &l->values, qualities);
	r = db_step(s->log);
	if (r < 0)
		return r;
	s->file.last = s->state.log_row++;
	s->file.bytes += (int64_t)len;
	return 0;
}

/* ------------------------------------------------------------------ taking out */

static int delete_rows(struct store *s, int64_t first, int64_t last)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db, "DELETE FROM log WHERE row BETWEEN ? AND ?", &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, first);
	(void)sqlite3_bind_int64(q, 2, last);
	return db_step(q);
}

static int forget_file(struct store *s, int64_t file)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db, "DELETE FROM files WHERE file = ?", &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, file);
	return db_step(q);
}

int log_delete(struct store *s, int64_t file)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int64_t first, last;
	int rc, r = log_keep_file(s);

	if (r == 0)
		r = db_prepare(s->db, "SELECT first, last FROM files WHERE file = ?", &q);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, file);
	rc = sqlite3_step(q);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? -ENOENT : db_error(s->db, rc);
	first = sqlite3_column_int64(q, 0);
	last = sqlite3_column_int64(q, 1);
	(void)sqlite3_reset(q);
	if (file == s->file.file)
		s->file = (struct store_file){ 0 };
	r = forget_file(s, file);
	return r < 0 ? r : delete_rows(s, first, last);
}

int log_clear(struct store *s)
{
	s->file = (struct store_file){ 0 };
	return db_run(s->db, "DELETE FROM files; DELETE FROM log");
}

int log_prune(struct store *s)
{
	for (;;) {
		AUTO_STATEMENT sqlite3_stmt *q = NULL;
		int64_t bytes, files, oldest;
		int rc, r = db_prepare(s->db, "SELECT sum(bytes), count(*), min(file) FROM files",
				       &q);

		if (r < 0)
			return r;
		rc = sqlite3_step(q);
		if (rc != SQLITE_ROW)
			return db_error(s->db, rc);
		bytes = sqlite3_column_int64(q, 0);
		files = sqlite3_column_int64(q, 1);
		oldest = sqlite3_column_int64(q, 2);
		(void)sqlite3_reset(q);
		if (bytes <= (int64_t)s->limits.quota_bytes || files < 2)
			return 0;
		r = log_delete(s, oldest);
		if (r < 0)
			return r;
	}
}

/* ------------------------------------------------------------------ a clock that was set late */

/* Lines have become longer: the file that is being written is measured anew. */
static int measure_file(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	AUTO_TEXT struct text sql = TEXT_INIT;
	int32_t values[HISTORY_COLUMNS_MAX];
	uint8_t qualities[HISTORY_COLUMNS_MAX];
	int rc, r;

	text_add(&sql, "SELECT " LOG_COLUMNS);
	columns_names(&sql, s->n_columns);
	text_add(&sql, " FROM log WHERE row BETWEEN ? AND ? ORDER BY row");
	r = text_ok(&sql) ? db_prepare(s->db, text_get(&sql), &q) : -ENOMEM;
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, s->file.first);
	(void)sqlite3_bind_int64(q, 2, s->file.last);
	text_clear(&s->line);
	csv_header(&s->line, &s->log_layout);
	s->file.bytes = (int64_t)s->line.len;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		struct log_row row = { .values = values, .qualities = qualities };

		r = log_row_read(q, s->n_columns, values, qualities, &row);
		if (r < 0)
			return r;
		s->file.bytes += (int64_t)line_length(s, &row);
	}
	return rc == SQLITE_DONE ? 0 : db_error(s->db, rc);
}

/* Files that have ended stay as they were downloaded. */
int log_settle(struct store *s, const struct order_clock *c)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r;

	if (s->file.file == 0 || s->file.layout != s->layout)
		return 0;
	r = db_prepare(s->db,
		       "UPDATE log SET ms = ms + ?, east = ?, clock = ? WHERE row >= ? AND row >= ?"
		       " AND clock = ?",
		       &q);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, c->ahead_us / USEC_PER_MSEC);
	(void)sqlite3_bind_int(q, 2, c->east);
	(void)sqlite3_bind_int(q, 3, LOG_CLOCK_CORRECTED);
	(void)sqlite3_bind_int64(q, 4, s->file.first);
	(void)sqlite3_bind_int64(q, 5, s->state.unset_log);
	(void)sqlite3_bind_int(q, 6, LOG_CLOCK_UNSET);
	r = db_step(q);
	return r < 0 || sqlite3_changes(s->db) == 0 ? r : measure_file(s);
}

/* ------------------------------------------------------------------ status */

int log_status(struct store *s, struct store_status *ret)
{
	int64_t rows, bytes, files;
	int r = db_ask(s->db, "SELECT ms FROM log ORDER BY row LIMIT 1", &ret->first_ms);

	if (r == 0)
		r = db_ask(s->db, "SELECT ms FROM log ORDER BY row DESC LIMIT 1", &ret->last_ms);
	if (r == 0)
		r = db_ask(s->db, "SELECT sum(last - first + 1) FROM files", &rows);
	if (r == 0)
		r = db_ask(s->db, "SELECT sum(bytes) FROM files", &bytes);
	if (r == 0)
		r = db_ask(s->db, "SELECT count(*) FROM files", &files);
	if (r < 0)
		return r;
	ret->rows = (uint64_t)rows;
	ret->log_bytes = (uint64_t)bytes;
	ret->files = (uint32_t)files;
	return 0;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/util.h"

#define FIXED_COLUMNS 8 /* of LOG_COLUMNS */
/* A part of an export is handed over when it is so large. */
#define PART_BYTES 32768

void log_file_name(const struct log_file *f, char ret_name[LOG_NAME_MAX])
{
	if (f->ended)
		(void)snprintf(ret_name, LOG_NAME_MAX, "RMCU-%06lld.CSV", (long long)f->file);
	else
		(void)snprintf(ret_name, LOG_NAME_MAX, "RMCU.CSV");
}

int log_count_columns(sqlite3 *db, unsigned *ret_n)
{
	int64_t n;
	int r = db_ask(
		db, "SELECT count(*) FROM pragma_table_info('seconds') WHERE name GLOB 'c[0-9]*'",
		&n);

	if (r < 0)
		return r;
	if (n < 0 || n > HISTORY_COLUMNS_MAX)
		return -EUCLEAN;
	*ret_n = (unsigned)n;
	return 0;
}

/* ------------------------------------------------------------------ files */

static void read_file(sqlite3_stmt *s, struct log_file *ret)
{
	*ret = (struct log_file){
		.file = sqlite3_column_int64(s, 0),
		.first = sqlite3_column_int64(s, 1),
		.last = sqlite3_column_int64(s, 2),
		.bytes = sqlite3_column_int64(s, 3),
		.layout = sqlite3_column_int64(s, 4),
		.ended = sqlite3_column_int(s, 5) != 0,
		.first_ms = sqlite3_column_int64(s, 6),
		.last_ms = sqlite3_column_int64(s, 7),
	};
}

int log_files(struct history *h, struct log_file **ret_files, unsigned *ret_n)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	AUTO_FREE struct log_file *list = NULL;
	unsigned n = 0;
	int rc, r = db_prepare(h->db,
			       "SELECT file, first, last, bytes, layout, ended,"
			       " (SELECT ms FROM log WHERE row = first),"
			       " (SELECT ms FROM log WHERE row = last) FROM files ORDER BY file",
			       &s);

	while (r == 0 && (rc = sqlite3_step(s)) != SQLITE_DONE) {
		struct log_file *more;

		if (rc != SQLITE_ROW)
			return db_error(h->db, rc);
		more = realloc(list, (n + 1) * sizeof(*list));
		if (!more)
			return -ENOMEM;
		list = more;
		read_file(s, &list[n++]);
	}
	if (r < 0)
		return r;
	*ret_files = TAKE_PTR(list);
	*ret_n = n;
	return 0;
}

/* ------------------------------------------------------------------ layouts and rows */

static int read_definitions(struct history *h, const char *list, struct log_layout *ret)
{
	int64_t defs[HISTORY_COLUMNS_MAX];
	int r = history_defs_read(list, HISTORY_COLUMNS_MAX, defs, &ret->n);

	for (unsigned i = 0; i < ret->n && r == 0; i++) {
		ret->channels[i] = history_channels_def(&h->channels, defs[i]);
		r = ret->channels[i] ? 0 : -EUCLEAN;
	}
	return r;
}

int log_layout_load(struct history *h, int64_t layout, struct log_layout *ret)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	const char *site, *defs;
	int rc, r = db_prepare(h->db, "SELECT site, defs FROM layouts WHERE layout = ?", &s);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(s, 1, layout);
	rc = sqlite3_step(s);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? -EUCLEAN : db_error(h->db, rc);
	site = (const char *)sqlite3_column_text(s, 0);
	defs = (const char *)sqlite3_column_text(s, 1);
	if (!site || !defs)
		return -EUCLEAN;
	(void)snprintf(ret->site, sizeof(ret->site), "%s", site);
	return read_definitions(h, defs, ret);
}

/* A number of an enum; one that is none of it makes the row a damaged one. */
static int get_enum(sqlite3_stmt *s, int column, int end, int *error)
{
	int v = sqlite3_column_int(s, column);

	if (v >= 0 && v < end)
		return v;
	*error = -EUCLEAN;
	return 0;
}

int log_row_read(sqlite3_stmt *s, unsigned n_columns, int32_t values[HISTORY_COLUMNS_MAX],
		 uint8_t qualities[HISTORY_COLUMNS_MAX], struct log_row *ret)
{
	const char *text = (const char *)sqlite3_column_text(s, 6);
	const uint8_t *q = sqlite3_column_blob(s, 7);
	unsigned n_q = MIN((unsigned)sqlite3_column_bytes(s, 7), n_columns);
	int error = 0;

	*ret = (struct log_row){
		.row = sqlite3_column_int64(s, 0),
		.ms = sqlite3_column_int64(s, 1),
		.east = (int16_t)sqlite3_column_int(s, 2),
		.reason = (enum log_reason)get_enum(s, 3, LOG_REASON_MAX, &error),
		.clock = (enum log_clock)get_enum(s, 4, LOG_CLOCK_MAX, &error),
		.event = sqlite3_column_int64(s, 5),
		.text = text ? text : "",
		.values = values,
		.qualities = qualities,
		.n_columns = n_columns,
	};
	memset(qualities, QUALITY_OK, n_columns);
	for (unsigned i = 0; i < n_q; i++)
		qualities[i] = MIN(q[i], QUALITY_DISABLED);
	for (unsigned i = 0; i < n_columns; i++) {
		int column = FIXED_COLUMNS + (int)i;

		/* without qualities all channels of the row had a value; there is nothing to ask */
		if (!q || sqlite3_column_type(s, column) != SQLITE_NULL)
			values[i] = sqlite3_column_int(s, column);
		else if (qualities[i] == QUALITY_OK)
			/* a column that came later than the row */
			qualities[i] = QUALITY_DISABLED;
	}
	return error;
}

/* ------------------------------------------------------------------ export */

struct export
{
	struct history *h;
	const struct log_file *file;
	struct log_layout layout;
	unsigned n_columns;
	sqlite3_stmt *rows;
	struct text part;
	size_t most;   /* of a part */
	log_sink sink; /* NULL: one part is wanted */
	void *ctx;
};

static int flush(struct export *e)
{
	int r = text_ok(&e->part) ? e->sink(e->ctx, text_get(&e->part), e->part.len) : -ENOMEM;

	text_clear(&e->part);
	return r;
}

static int prepare_rows(struct export *e)
{
	AUTO_TEXT struct text sql = TEXT_INIT;
	int r = log_count_columns(e->h->db, &e->n_columns);

	if (r < 0)
		return r;
	text_add(&sql, "SELECT " LOG_COLUMNS);
	for (unsigned i = 0; i < e->n_columns; i++)
		text_printf(&sql, ", c%u", i);
	text_add(&sql, " FROM log WHERE row BETWEEN ? AND ? ORDER BY row");
	return text_ok(&sql) ? db_prepare(e->h->db, text_get(&sql), &e->rows) : -ENOMEM;
}

/*
 * Rows [from, to], all of which must be there: a file is dropped whole. Sets *ret_next behind the
 * last one that was read: only where no more than a part is wanted it is not behind `to`.
 */
static int export_rows(struct export *e, int64_t from, int64_t to, int64_t *ret_next)
{
	int32_t values[HISTORY_COLUMNS_MAX];
	uint8_t qualities[HISTORY_COLUMNS_MAX];
	int64_t next = from;
	int rc, r = 0;
	bool full = false;

	(void)sqlite3_bind_int64(e->rows, 1, from);
	(void)sqlite3_bind_int64(e->rows, 2, to);
	while (r == 0 && !full && (rc = sqlite3_step(e->rows)) != SQLITE_DONE) {
		struct log_row row;

		r = rc == SQLITE_ROW ? log_row_read(e->rows, e->n_columns, values, qualities, &row)
				     : db_error(e->h->db, rc);
		if (r == 0 && row.row != next++)
			r = -ESTALE;
		if (r < 0)
			break;
		csv_row(&e->part, &e->layout, &row);
		full = e->part.len >= e->most;
		if (full && e->sink) {
			r = flush(e);
			full = false;
		}
	}
	(void)sqlite3_reset(e->rows);
	if (r == 0 && !full && next <= to)
		r = -ESTALE;
	*ret_next = next;
	return r;
}

static int64_t last_at_once(const struct export *e, int64_t from)
{
	return MIN(from + HISTORY_ROWS_AT_ONCE - 1, e->file->last);
}

static int export_all(struct export *e)
{
	int r = 0;

	csv_header(&e->part, &e->layout);
	for (int64_t from = e->file->first; from <= e->file->last && r == 0;)
		r = export_rows(e, from, last_at_once(e, from), &from);
	return r == 0 ? flush(e) : r;
}

static int begin(struct export *e)
{
	/* the channels of a file that began after the history was opened */
	int r = history_refresh(e->h);

	if (r == 0)
		r = log_layout_load(e->h, e->file->layout, &e->layout);
	return r == 0 ? prepare_rows(e) : r;
}

static void end(struct export *e)
{
	(void)sqlite3_finalize(e->rows);
	text_done(&e->part);
}

int log_export(struct history *h, const struct log_file *f, log_sink sink, void *ctx)
{
	struct export e = { .h = h, .file = f, .most = PART_BYTES, .sink = sink, .ctx = ctx };
	int r = begin(&e);

	if (r == 0)
		r = export_all(&e);
	end(&e);
	return r;
}

int log_export_part(struct history *h, const struct log_file *f, size_t most, int64_t *row,
		    struct text *out)
{
	struct export e = { .h = h, .file = f, .most = most };
	int64_t from = MAX(*row, f->first);
	int r = begin(&e);

	if (r == 0 && *row == 0)
		csv_header(&e.part, &e.layout);
	if (r == 0)
		r = export_rows(&e, from, last_at_once(&e, from), &from);
	if (r == 0)
		text_add_n(out, text_get(&e.part), e.part.len);
	if (r == 0)
		*row = from;
	end(&e);
	return r;
}

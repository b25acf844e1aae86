// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The files of the log: RMCU.CSV, which is being written, and those before it. None of them is a
 * file on the card: each is a range of rows, and is put together when somebody wants it.
 */
#include <sys/types.h>

#include "lib/base/json.h"
#include "lib/history/csv.h"
#include "lib/history/history.h"

struct log_file {
	int64_t file;	     /* number, from 1; given once */
	int64_t first, last; /* its rows */
	int64_t bytes;	     /* as CSV */
	int64_t layout;
	int64_t first_ms, last_ms; /* times of these rows; 0 without one */
	bool ended;		   /* it is complete, and stays the same until it is dropped */
};

/* "RMCU.CSV" for the one that is written, "RMCU-000012.CSV" for one that has ended. */
#define LOG_NAME_MAX 32
void log_file_name(const struct log_file *f, char ret_name[LOG_NAME_MAX]);

int64_t log_file_rows(const struct log_file *f);

/* Whether `ms`, of its first or last row, is a time: one since the boot is none, for the clock was
 * not set. */
bool log_file_has_time(const struct log_file *f, int64_t ms);

/* The files as {"files": […]}. */
void log_files_json(struct json *j, const struct log_file *files, unsigned n);

/* All files, the oldest one first; *ret_files is the caller's to free. */
int log_files(struct history *h, struct log_file **ret_files, unsigned *ret_n);

/* Takes a part of an export; a negative return ends it and is returned. */
typedef int (*log_sink)(void *ctx, const char *bytes, size_t len);

/*
 * Puts the file together, a part at a time, in constant memory. -ESTALE: it was dropped meanwhile.
 * Rows that come while it is read are not in it.
 */
int log_export(struct history *h, const struct log_file *f, log_sink sink, void *ctx);

/*
 * The same for who comes again for each part: adds about `most` bytes from *row on, which is 0 at
 * the beginning, and sets it to the row that comes next; behind f->last that was all.
 */
int log_export_part(struct history *h, const struct log_file *f, size_t most, int64_t *row,
		    struct text *out);

/* The layout of a number; what it points to is the history's. */
int log_layout_load(struct history *h, int64_t layout, struct log_layout *ret);

/* Columns of a row of `log`, before c0, …; and how they are read. */
#define LOG_COLUMNS "row, ms, east, reason, clock, event, text, q"
int log_row_read(sqlite3_stmt *s, unsigned n_columns, int32_t values[HISTORY_COLUMNS_MAX],
		 uint8_t qualities[HISTORY_COLUMNS_MAX], struct log_row *ret);

/* How many columns c0, … the wide tables have. */
int log_count_columns(sqlite3 *db, unsigned *ret_n);

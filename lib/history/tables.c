// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/tables.h"

#include "lib/history/point.h"

/* Not STRICT: columns are added while it runs, and a row is what its layout says. */
const char history_schema[] =
	"CREATE TABLE history (format INTEGER NOT NULL, created_us INTEGER NOT NULL,"
	" predecessor TEXT NOT NULL, seconds INTEGER NOT NULL, hours INTEGER NOT NULL,"
	" blocks INTEGER NOT NULL, chunks INTEGER NOT NULL);"
	"CREATE TABLE state (second INTEGER NOT NULL, oldest INTEGER NOT NULL, log_row INTEGER NOT "
	"NULL,"
	" file INTEGER NOT NULL, event INTEGER NOT NULL, chunk INTEGER NOT NULL,"
	" box INTEGER NOT NULL, unset_from INTEGER NOT NULL, unset_log INTEGER NOT NULL,"
	" unset_boot BLOB NOT NULL,"
	" written INTEGER NOT NULL, written_since_us INTEGER NOT NULL);"
	"CREATE TABLE channels (def INTEGER PRIMARY KEY, col INTEGER NOT NULL, id TEXT NOT NULL,"
	" name TEXT NOT NULL, kind INTEGER NOT NULL, unit INTEGER NOT NULL,"
	" role INTEGER NOT NULL, digits INTEGER NOT NULL, step INTEGER NOT NULL,"
	" text0 TEXT NOT NULL, text1 TEXT NOT NULL, since_us INTEGER NOT NULL,"
	" since_row INTEGER NOT NULL, gone INTEGER NOT NULL);"
	"CREATE TABLE layouts (layout INTEGER PRIMARY KEY, site TEXT NOT NULL,"
	" defs TEXT NOT NULL);"
	"CREATE TABLE seconds (slot INTEGER PRIMARY KEY, t INTEGER NOT NULL, q BLOB);"
	"CREATE TABLE stretches (first INTEGER PRIMARY KEY);"
	"CREATE TABLE running (minute INTEGER PRIMARY KEY, hour INTEGER NOT NULL,"
	" points BLOB NOT NULL);"
	"CREATE TABLE log (row INTEGER PRIMARY KEY, ms INTEGER NOT NULL, east INTEGER NOT NULL,"
	" reason INTEGER NOT NULL, clock INTEGER NOT NULL, event INTEGER NOT NULL, text TEXT,"
	" q BLOB);"
	"CREATE TABLE files (file INTEGER PRIMARY KEY, first INTEGER NOT NULL,"
	" last INTEGER NOT NULL, bytes INTEGER NOT NULL, layout INTEGER NOT NULL,"
	" ended INTEGER NOT NULL);"
	"CREATE TABLE chunks (slot INTEGER PRIMARY KEY, chunk INTEGER NOT NULL,"
	" t_us INTEGER NOT NULL, columns TEXT NOT NULL, frames BLOB NOT NULL);"
	"CREATE TABLE boxes (box INTEGER PRIMARY KEY, event INTEGER NOT NULL,"
	" alarm TEXT NOT NULL, channel TEXT NOT NULL, t_us INTEGER NOT NULL,"
	" first INTEGER NOT NULL, last INTEGER NOT NULL);";

/* A page, and how many rows fit it; rows of blocks are of one size. */
#define PAGE	       4096
#define MINUTES_A_PAGE 5
#define HOURS_A_PAGE   1
/* Of a wide row: its head, and what a column takes at most: kind, number, quality. */
#define WIDE_HEAD   14
#define WIDE_COLUMN 6
/* A recording of ten seconds, ten snapshots a second, each value as far from the last as it can be.
 */
#define CHUNK_FRAMES	   100
#define CHUNK_FRAME_COLUMN 5
/* A row of the log as a share of its text, and tables, indexes and pages that are half full. */
#define LOG_SHARE_PERCENT 80
#define OTHER_BYTES	  (512 * 1024)

uint64_t history_bytes_most(const struct history_sizes *sizes, unsigned columns, uint64_t log_bytes)
{
	uint64_t wide = WIDE_HEAD + (uint64_t)columns * WIDE_COLUMN;
	uint64_t seconds = sizes->seconds * wide;
	uint64_t minutes = (uint64_t)columns * (sizes->hours / MINUTES_A_PAGE + 1) * PAGE;
	uint64_t hours = (uint64_t)columns * (sizes->blocks / HOURS_A_PAGE + 1) * PAGE;
	uint64_t chunks = (uint64_t)sizes->chunks * CHUNK_FRAMES *
			  ((uint64_t)columns * CHUNK_FRAME_COLUMN + 4);

	return seconds + minutes + hours + chunks + log_bytes * LOG_SHARE_PERCENT / 100 +
	       OTHER_BYTES;
}

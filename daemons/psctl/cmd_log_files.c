// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl log files: which there are. From the database, so that they are there without loggerd. */
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/history_source.h"
#include "daemons/psctl/table.h"
#include "lib/base/calendar.h"
#include "lib/base/cleanup.h"
#include "lib/history/log.h"
#include "lib/present/bytes.h"

static int64_t rows_of(const struct log_file *f)
{
	return MAX(f->last - f->first + 1, INT64_C(0));
}

/* A time since the boot is none: the clock was not set. */
static bool is_time(int64_t ms)
{
	return ms >= HISTORY_TIME_SET * 1000;
}

static void add_number(struct table *t, int64_t n)
{
	char what[24];

	(void)snprintf(what, sizeof(what), " %" PRId64, n);
	table_cell(t, INK_PLAIN, ALIGN_RIGHT, what);
}

static void add_time(struct table *t, const struct log_file *f, int64_t ms)
{
	char when[CALENDAR_SHORT_MAX] = "clock not set";

	if (rows_of(f) == 0)
		(void)snprintf(when, sizeof(when), "--");
	else if (is_time(ms))
		calendar_second(ms * USEC_PER_MSEC, when);
	table_cell(t, is_time(ms) ? INK_PLAIN : INK_ODD, ALIGN_LEFT, when);
}

static void add_file(struct table *t, const struct log_file *f)
{
	AUTO_TEXT struct text size = TEXT_INIT;
	char name[LOG_NAME_MAX];

	log_file_name(f, name);
	text_add_char(&size, ' ');
	present_bytes(&size, (uint64_t)f->bytes);
	table_row(t);
	add_number(t, f->file);
	table_cell(t, INK_PLAIN, ALIGN_LEFT, "");
	table_cell(t, INK_PLAIN, ALIGN_LEFT, name);
	add_time(t, f, f->first_ms);
	add_time(t, f, f->last_ms);
	add_number(t, rows_of(f));
	table_cell(t, INK_PLAIN, ALIGN_RIGHT, text_get(&size));
	if (!f->ended)
		table_cell(t, INK_FAINT, ALIGN_LEFT, " being written");
}

static void add_head(struct table *t)
{
	table_row(t);
	table_cell(t, INK_STRONG, ALIGN_RIGHT, "number");
	table_cell(t, INK_STRONG, ALIGN_LEFT, "");
	table_cell(t, INK_STRONG, ALIGN_LEFT, "name");
	table_cell(t, INK_STRONG, ALIGN_LEFT, "first row");
	table_cell(t, INK_STRONG, ALIGN_LEFT, "last row");
	table_cell(t, INK_STRONG, ALIGN_RIGHT, " rows");
	table_cell(t, INK_STRONG, ALIGN_RIGHT, " size");
}

static int print(const struct call *c, const struct log_file *files, unsigned n)
{
	AUTO_TABLE struct table t = TABLE_INIT;
	AUTO_TEXT struct text out = TEXT_INIT;
	struct terminal terminal;

	terminal_look(c->plain, &terminal);
	add_head(&t);
	for (unsigned i = 0; i < n; i++)
		add_file(&t, &files[i]);
	if (n == 0)
		text_add(&out, "the log is empty\n");
	else
		table_print(&t, &out, &terminal);
	return cmd_write(&out);
}

static void json_ms(struct json *j, const char *key, const struct log_file *f, int64_t ms)
{
	json_time_or_null(j, key, rows_of(f) > 0 && is_time(ms) ? ms * USEC_PER_MSEC : 0);
}

static int print_json(const struct log_file *files, unsigned n)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_array(&j, "files");
	for (unsigned i = 0; i < n; i++) {
		const struct log_file *f = &files[i];
		char name[LOG_NAME_MAX];

		log_file_name(f, name);
		json_object(&j, NULL);
		json_int(&j, "number", f->file);
		json_string(&j, "name", name);
		json_ms(&j, "first", f, f->first_ms);
		json_ms(&j, "last", f, f->last_ms);
		json_int(&j, "rows", rows_of(f));
		json_int(&j, "bytes", f->bytes);
		json_bool(&j, "being_written", !f->ended);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	return cmd_json_write(&out);
}

int cmd_log_files(const struct call *c)
{
	AUTO_HISTORY_SOURCE struct history_source s = HISTORY_SOURCE_INIT;
	AUTO_FREE struct log_file *files = NULL;
	int r, code = history_source_open(&s);
	unsigned n;

	if (code != EX_OK)
		return code;
	r = log_files(s.history, &files, &n);
	if (r < 0)
		return history_source_failed(&s, r);
	return c->json ? print_json(files, n) : print(c, files, n);
}

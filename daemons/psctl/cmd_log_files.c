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

static void add_number(struct table *t, int64_t n)
{
	char what[24];

	(void)snprintf(what, sizeof(what), " %" PRId64, n);
	table_cell(t, INK_PLAIN, ALIGN_RIGHT, what);
}

static void add_time(struct table *t, const struct log_file *f, int64_t ms)
{
	char when[CALENDAR_SHORT_MAX] = "clock not set";

	if (log_file_rows(f) == 0)
		(void)snprintf(when, sizeof(when), "--");
	else if (log_file_has_time(f, ms))
		calendar_second(ms * USEC_PER_MSEC, when);
	table_cell(t, log_file_has_time(f, ms) ? INK_PLAIN : INK_ODD, ALIGN_LEFT, when);
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
	add_number(t, log_file_rows(f));
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

static int print_json(const struct log_file *files, unsigned n)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	log_files_json(&j, files, n);
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

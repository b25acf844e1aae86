// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl alarms report: which alarms are noisy, stand for days, or are not looked at. */
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/event_reader.h"
#include "daemons/psctl/table.h"
#include "lib/base/calendar.h"
#include "lib/present/alarm_report.h"
#include "lib/present/event_filter.h"
#include "lib/present/state.h"

#define COUNT_MAX 16

static int take_event(void *ctx, const struct event *e)
{
	alarm_report_take(ctx, e);
	return -1;
}

/* What is gone was pruned: the report is about the rest. */
static int take_gap(void *ctx, const struct msg_fact_gap *gap)
{
	(void)ctx;
	(void)gap;
	return -1;
}

static int read_events(struct alarm_link *a, struct alarm_report *r)
{
	const uint64_t anchor = a->book.summary.anchor, head = a->book.summary.head;
	struct event_reader reader = { .link = a, .event = take_event, .gap = take_gap, .ctx = r };
	int code;

	if (head > anchor) {
		code = event_reader_ask(&reader, anchor + 1);
		if (code == EX_OK)
			code = event_reader_run(&reader, head);
		if (code != EX_OK)
			return code;
	}
	for (unsigned i = 0; i < a->book.n; i++)
		if (a->book.list[i]->active)
			alarm_report_active(r, a->book.list[i]);
	return alarm_report_end(r) < 0 ? cmd_no_memory() : EX_OK;
}

static void add_span(struct table *t, int64_t us, bool known)
{
	AUTO_TEXT struct text span = TEXT_INIT;

	if (known)
		present_age(&span, us);
	table_cell(t, INK_PLAIN, ALIGN_LEFT, text_get(&span));
}

static void add_count(struct table *t, unsigned n)
{
	char count[COUNT_MAX] = "";

	if (n > 0)
		(void)snprintf(count, sizeof(count), "%u", n);
	table_cell(t, INK_PLAIN, ALIGN_LEFT, count);
}

static void add_now(struct table *t, const struct alarm_report_row *row)
{
	bool stale = row->active && row->now_us > ALARM_REPORT_STALE_US;
	AUTO_TEXT struct text now = TEXT_INIT;

	if (row->active) {
		text_add(&now, "active for ");
		present_age(&now, row->now_us);
		text_add(&now, stale ? ", stale" : "");
	}
	table_cell(t, stale ? INK_ODD : INK_PLAIN, ALIGN_LEFT, text_get(&now));
}

static void add_row(struct table *t, const struct alarm_report_row *row)
{
	table_row(t);
	table_cell(t, INK_PLAIN, ALIGN_LEFT, row->alarm);
	table_cell(t, INK_PLAIN, ALIGN_LEFT, alarm_priority_to_name(row->priority));
	add_count(t, row->raises);
	add_count(t, row->chatters);
	add_span(t, row->active_us, true);
	add_span(t, row->ack_mean_us, row->acknowledged > 0);
	add_span(t, row->ack_median_us, row->acknowledged > 0);
	add_now(t, row);
}

static void add_sums(const struct alarm_report *r, struct text *out)
{
	char since[CALENDAR_SHORT_MAX];

	calendar_short(r->since_us, r->now_us, since);
	text_printf(out, "since %s: raised %u time%s, %u active now, %u for longer than a day\n",
		    since, r->raises, r->raises == 1 ? "" : "s", r->active, r->stale);
	text_printf(out, "acknowledged %u time%s", r->acknowledged,
		    r->acknowledged == 1 ? "" : "s");
	if (r->acknowledged > 0) {
		text_add(out, ", after ");
		present_age(out, r->ack_mean_us);
		text_add(out, " on average, median ");
		present_age(out, r->ack_median_us);
	}
	text_add_char(out, '\n');
	if (r->left_out > 0)
		text_printf(out, "%u events are left out: there are too many\n", r->left_out);
}

static int print(const struct alarm_report *r, const struct terminal *terminal)
{
	static const char *const titles[] = { "ALARM",	"PRIORITY",   "RAISED", "CHATTERED",
					      "ACTIVE", "SEEN AFTER", "MEDIAN", "NOW" };
	AUTO_TABLE struct table table = TABLE_INIT;
	AUTO_TEXT struct text out = TEXT_INIT;

	add_sums(r, &out);
	if (r->n > 0) {
		text_add_char(&out, '\n');
		table_row(&table);
		for (size_t i = 0; i < ARRAY_SIZE(titles); i++)
			table_cell(&table, INK_STRONG, ALIGN_LEFT, titles[i]);
	}
	for (unsigned i = 0; i < r->n; i++)
		add_row(&table, &r->rows[i]);
	table_print(&table, &out, terminal);
	return cmd_write(&out);
}

static int print_json(const struct alarm_report *r)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	alarm_report_json(&j, r);
	return cmd_json_write(&out);
}

int cmd_alarms_report(const struct call *c)
{
	const char *since = call_option(c, "since");
	AUTO_ALARM_LINK struct alarm_link *a = NULL;
	AUTO_ALARM_REPORT struct alarm_report r = { 0 };
	int64_t since_us, now_us;
	struct terminal t;
	int code;

	since = since ? since : ALARM_REPORT_SINCE;
	if (cmd_check_since(since) != EX_OK)
		return EX_USAGE;
	if (alarm_link_new(&a) < 0)
		return cmd_no_memory();
	code = alarm_link_open(a);
	if (code != EX_OK)
		return code;
	now_us = link_now_us(&a->link);
	(void)event_filter_since(since, now_us, &since_us);
	alarm_report_begin(&r, since_us, now_us);
	code = read_events(a, &r);
	if (code != EX_OK)
		return code;
	if (c->json)
		return print_json(&r);
	terminal_look(c->plain, &t);
	return print(&r, &t);
}

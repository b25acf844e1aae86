// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl alarms report: which alarms are noisy, stand for days, or are not looked at. */
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "lib/present/event_filter.h"
#include "daemons/psctl/event_reader.h"
#include "daemons/psctl/report.h"
#include "daemons/psctl/table.h"
#include "lib/base/calendar.h"
#include "lib/present/state.h"

#define SINCE_DEFAULT "7d"
#define COUNT_MAX     16

static int take_event(void *ctx, const struct event *e)
{
	report_take(ctx, e);
	return -1;
}

/* What is gone was pruned: the report is about the rest. */
static int take_gap(void *ctx, const struct msg_fact_gap *gap)
{
	(void)ctx;
	(void)gap;
	return -1;
}

static int read_events(struct alarm_link *a, struct report *r)
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
			report_active(r, a->book.list[i]);
	return report_end(r) < 0 ? cmd_no_memory() : EX_OK;
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

static void add_now(struct table *t, const struct report_row *row)
{
	bool stale = row->active && row->now_us > REPORT_STALE_US;
	AUTO_TEXT struct text now = TEXT_INIT;

	if (row->active) {
		text_add(&now, "active for ");
		present_age(&now, row->now_us);
		text_add(&now, stale ? ", stale" : "");
	}
	table_cell(t, stale ? INK_ODD : INK_PLAIN, ALIGN_LEFT, text_get(&now));
}

static void add_row(struct table *t, const struct report_row *row)
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

static void add_sums(const struct report *r, struct text *out)
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
		text_printf(out, "%u events of further alarms are left out\n", r->left_out);
}

static int print(const struct report *r, const struct terminal *terminal)
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

static void json_acknowledged(struct json *j, unsigned n, int64_t mean_us, int64_t median_us)
{
	json_uint(j, "acknowledged", n);
	if (n == 0) {
		json_null(j, "acknowledged_after_mean_s");
		json_null(j, "acknowledged_after_median_s");
		return;
	}
	/* microseconds are the millionths of a second */
	json_micro(j, "acknowledged_after_mean_s", mean_us);
	json_micro(j, "acknowledged_after_median_s", median_us);
}

static void json_row(struct json *j, const struct report_row *row)
{
	json_object(j, NULL);
	json_string(j, "alarm", row->alarm);
	json_string(j, "channel", row->channel);
	json_string(j, "priority", alarm_priority_to_name(row->priority));
	json_uint(j, "raised", row->raises);
	json_uint(j, "chattered", row->chatters);
	json_micro(j, "active_total_s", row->active_us);
	json_acknowledged(j, row->acknowledged, row->ack_mean_us, row->ack_median_us);
	json_bool(j, "active", row->active);
	if (row->active)
		json_micro(j, "active_for_s", row->now_us);
	else
		json_null(j, "active_for_s");
	json_bool(j, "stale", row->active && row->now_us > REPORT_STALE_US);
	json_object_end(j);
}

static int print_json(const struct report *r)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_time(&j, "since", r->since_us);
	json_time(&j, "until", r->now_us);
	json_uint(&j, "raised", r->raises);
	json_uint(&j, "active", r->active);
	json_uint(&j, "stale", r->stale);
	json_acknowledged(&j, r->acknowledged, r->ack_mean_us, r->ack_median_us);
	json_array(&j, "alarms");
	for (unsigned i = 0; i < r->n; i++)
		json_row(&j, &r->rows[i]);
	json_array_end(&j);
	json_uint(&j, "events_left_out", r->left_out);
	json_object_end(&j);
	return cmd_json_write(&out);
}

int cmd_alarms_report(const struct call *c)
{
	const char *since = call_option(c, "since");
	AUTO_ALARM_LINK struct alarm_link *a = NULL;
	AUTO_REPORT struct report r = { 0 };
	int64_t since_us, now_us;
	struct terminal t;
	int code;

	since = since ? since : SINCE_DEFAULT;
	if (cmd_check_since(since) != EX_OK)
		return EX_USAGE;
	if (alarm_link_new(&a) < 0)
		return cmd_no_memory();
	code = alarm_link_open(a);
	if (code != EX_OK)
		return code;
	now_us = link_now_us(&a->link);
	(void)event_filter_since(since, now_us, &since_us);
	report_begin(&r, since_us, now_us);
	code = read_events(a, &r);
	if (code != EX_OK)
		return code;
	if (c->json)
		return print_json(&r);
	terminal_look(c->plain, &t);
	return print(&r, &t);
}

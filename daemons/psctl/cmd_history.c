// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl history: what was measured, from the file that loggerd writes. */
#include <stdlib.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/cmd_history.h"
#include "daemons/psctl/history_chart.h"
#include "daemons/psctl/history_report.h"
#include "daemons/psctl/history_source.h"
#include "daemons/psctl/history_span.h"
#include "lib/base/calendar.h"

/* A screen or two of a table. */
#define LINES_DEFAULT 50

struct show {
	const struct call *call;
	struct history_source source;
	struct history_report report;
	struct terminal terminal;
	bool csv, chart;
	unsigned label; /* of the charts, so that all begin in the same column */
};

static int usage(const char *sentence)
{
	complain(sentence);
	return EX_USAGE;
}

static int check_options(const struct show *s)
{
	if (s->call->n_args == 0)
		return usage("'history' wants more words: psctl history CHANNEL..., --boxes, or "
			     "--box NUMBER");
	if (s->csv + s->chart + s->call->json > 1)
		return usage("'history' writes one of --csv, --chart and --json at a time");
	if (!s->csv && !s->chart && !s->call->json && s->call->n_args > HISTORY_REPORT_CHANNELS)
		return usage("a table has room for 9 channels; --csv and --json take them all");
	return EX_OK;
}

static int take_channels(struct show *s)
{
	for (unsigned i = 0; i < s->call->n_args; i++) {
		const struct history_channel *c =
			history_source_channel(&s->source, s->call->args[i]);

		if (!c)
			return EX_USAGE;
		s->report.channels[i] = c;
		s->label = MAX(s->label, history_chart_label(c));
	}
	return EX_OK;
}

static int take_range(struct show *s)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct history_extent extent;
	int r = history_extent(s->source.history, &extent);
	struct history_span span = {
		.since = call_option(s->call, "since"),
		.until = call_option(s->call, "until"),
		.step = call_option(s->call, "step"),
		.last = extent.last,
		.lines = s->chart ? history_chart_columns(&s->terminal, s->label) : LINES_DEFAULT,
		.exact = s->chart,
	};

	if (r < 0)
		return history_source_failed(&s->source, r);
	if (extent.last == 0) {
		complain("there is nothing in the history yet");
		return EX_UNAVAILABLE;
	}
	if (history_span_range(&span, &s->report.range, &why) >= 0)
		return EX_OK;
	return usage(text_get(&why));
}

static int read_sums(struct show *s)
{
	struct history_report *report = &s->report;

	for (; report->n < s->call->n_args; report->n++) {
		unsigned i = report->n;
		int r;

		report->sums[i] = calloc(report->range.buckets, sizeof(*report->sums[i]));
		if (!report->sums[i])
			return cmd_no_memory();
		r = history_buckets(s->source.history, report->channels[i], &report->range,
				    report->sums[i]);
		if (r < 0) {
			report->n++;
			return history_source_failed(&s->source, r);
		}
	}
	return EX_OK;
}

/* With the day where it is not that of the end. */
static void add_charts(struct text *out, const struct show *s)
{
	const struct history_report *r = &s->report;
	int64_t from_us = r->range.from * USEC_PER_SEC, to_us = r->range.to * USEC_PER_SEC;
	char from[CALENDAR_SHORT_MAX], middle[CALENDAR_SHORT_MAX], until[CALENDAR_SHORT_MAX];

	calendar_short(from_us, to_us, from);
	calendar_short(from_us + (to_us - from_us) / 2, to_us, middle);
	calendar_short(to_us, 0, until);
	for (unsigned i = 0; i < r->n; i++) {
		const struct history_chart chart = {
			.channel = r->channels[i],
			.sums = r->sums[i],
			.n = r->range.buckets,
			.fahrenheit = r->fahrenheit,
			.terminal = &s->terminal,
			.label = s->label,
			.from = from,
			.middle = middle,
			.until = until,
		};

		if (i > 0)
			text_add_char(out, '\n');
		history_chart(out, &chart);
	}
}

static int print(const struct show *s)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	if (s->call->json) {
		cmd_json(&j, &out);
		history_report_json(&j, &s->report);
		return cmd_json_write(&out);
	}
	if (s->csv)
		history_report_csv(&out, &s->report);
	else if (s->chart)
		add_charts(&out, s);
	else
		history_report_table(&out, &s->report, &s->terminal);
	return cmd_write(&out);
}

static int run(struct show *s)
{
	int code = history_source_open(&s->source);

	s->report.fahrenheit = s->source.fahrenheit;
	if (code == EX_OK)
		code = take_channels(s);
	if (code == EX_OK)
		code = take_range(s);
	if (code == EX_OK)
		code = read_sums(s);
	if (code == EX_OK)
		code = print(s);
	history_report_done(&s->report);
	history_source_done(&s->source);
	return code;
}

int cmd_history(const struct call *c)
{
	struct show s = {
		.call = c,
		.csv = call_option(c, "csv"),
		.chart = call_option(c, "chart"),
	};
	int code;

	if (call_option(c, "boxes"))
		return cmd_history_boxes(c);
	if (call_option(c, "box"))
		return cmd_history_box(c);
	terminal_look(c->plain, &s.terminal);
	code = check_options(&s);
	return code == EX_OK ? run(&s) : code;
}

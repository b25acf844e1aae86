// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/history_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/calendar.h"
#include "lib/history/csv.h"
#include "lib/present/state.h"
#include "lib/present/value.h"

#define MINUTE_S 60

/* ------------------------------------------------------------------ the table */

struct shown {
	const struct history_report *report;
	struct present_style style;
	struct table table;
};

/* Numbers stand at the right; a space more keeps them from the number before. */
static void add_right(struct shown *s, enum ink ink, const char *what)
{
	const struct table *t = &s->table;
	bool first = !t->failed && t->rows[t->n - 1].n == 1;
	AUTO_TEXT struct text cell = TEXT_INIT;

	text_printf(&cell, "%s%s", first ? "" : " ", what);
	table_cell(&s->table, ink, ALIGN_RIGHT, text_get(&cell));
}

static void add_time(struct shown *s, unsigned bucket)
{
	char when[CALENDAR_SHORT_MAX];

	if (history_report_step(s->report) % MINUTE_S == 0)
		/* of another day than 1970: the date is wanted */
		calendar_short(history_report_us(s->report, bucket), 0, when);
	else
		calendar_second(history_report_us(s->report, bucket), when);
	table_row(&s->table);
	table_cell(&s->table, INK_PLAIN, ALIGN_LEFT, when);
}

/* "CLOSED", or "37 % CLOSED": never 0 or 100 where it was both. */
static void add_state(struct text *out, const struct channel *c, const struct history_sum *sum)
{
	int64_t percent;

	if (sum->min == sum->max) {
		text_add(out, present_state_text(c, sum->max != 0));
		return;
	}
	percent = sum->sum * 100 / (sum->seconds * MAX(sum->max, 1));
	text_printf(out, "%" PRId64 " %% %s", MAX(MIN(percent, INT64_C(99)), INT64_C(1)),
		    present_state_text(c, true));
}

static void add_number(struct shown *s, const struct history_channel *c, int64_t steps)
{
	const struct sample sample = { .value = steps * c->step };
	AUTO_TEXT struct text number = TEXT_INIT;

	present_value_number(&number, &c->info, &sample, &s->style);
	add_right(s, INK_PLAIN, text_get(&number));
}

/* What a bucket was in one: its mean, its state, or why there is none. */
static void add_value(struct shown *s, const struct history_channel *c,
		      const struct history_sum *sum, bool why)
{
	AUTO_TEXT struct text what = TEXT_INIT;

	if (sum->seconds == 0) {
		text_printf(&what, "--%s%s", why && sum->worst ? " " : "",
			    why && sum->worst ? present_quality(sum->worst) : "");
		add_right(s, INK_ODD, text_get(&what));
	} else if (channel_digital(&c->info)) {
		add_state(&what, &c->info, sum);
		add_right(s, INK_PLAIN, text_get(&what));
	} else {
		add_number(s, c, history_mean(sum));
	}
}

static void add_one(struct shown *s, const struct history_channel *c, const struct history_sum *sum)
{
	char seconds[24];

	(void)snprintf(seconds, sizeof(seconds), "%" PRId64, sum->seconds);
	add_value(s, c, sum, false);
	if (!channel_digital(&c->info) && sum->seconds > 0) {
		add_number(s, c, sum->min);
		add_number(s, c, sum->max);
	} else if (!channel_digital(&c->info)) {
		add_right(s, INK_ODD, "--");
		add_right(s, INK_ODD, "--");
	}
	add_right(s, INK_FAINT, seconds);
	if (sum->worst != QUALITY_OK)
		add_right(s, INK_ODD, present_quality(sum->worst));
}

/* "Volts Battery [V]" */
static void add_name(struct text *out, const struct shown *s, const struct channel *c)
{
	const char *unit = present_unit(c, &s->style);

	text_add(out, present_name(c));
	if (*unit)
		text_printf(out, " [%s]", unit);
}

static void head_one(struct shown *s, const struct history_channel *c)
{
	AUTO_TEXT struct text title = TEXT_INIT;

	add_name(&title, s, &c->info);
	text_add(&title, ", each row ");
	present_span(&title, history_report_step(s->report) * USEC_PER_SEC);
	table_heading(&s->table, INK_STRONG, text_get(&title));
	table_row(&s->table);
	table_cell(&s->table, INK_STRONG, ALIGN_LEFT, "time");
	add_right(s, INK_STRONG, channel_digital(&c->info) ? "state" : "mean");
	if (!channel_digital(&c->info)) {
		add_right(s, INK_STRONG, "min");
		add_right(s, INK_STRONG, "max");
	}
	add_right(s, INK_STRONG, "seconds");
}

static void head_many(struct shown *s)
{
	table_row(&s->table);
	table_cell(&s->table, INK_STRONG, ALIGN_LEFT, "time");
	for (unsigned i = 0; i < s->report->n; i++) {
		AUTO_TEXT struct text name = TEXT_INIT;

		add_name(&name, s, &s->report->channels[i]->info);
		add_right(s, INK_STRONG, text_get(&name));
	}
}

void history_report_table(struct text *out, const struct history_report *r,
			  const struct terminal *terminal)
{
	struct shown s = { .report = r, .style = { r->fahrenheit, !terminal->unicode } };

	if (r->n == 1)
		head_one(&s, r->channels[0]);
	else
		head_many(&s);
	for (unsigned bucket = 0; bucket < r->range.buckets; bucket++) {
		add_time(&s, bucket);
		if (r->n == 1)
			add_one(&s, r->channels[0], &r->sums[0][bucket]);
		for (unsigned i = 0; r->n > 1 && i < r->n; i++)
			add_value(&s, r->channels[i], &r->sums[i][bucket], true);
	}
	table_print(&s.table, out, terminal);
	table_done(&s.table);
}

/* ------------------------------------------------------------------ for programs */

static void json_point(struct json *j, const struct history_report *r, unsigned i, unsigned bucket)
{
	static const char *const keys[3] = { "min", "mean", "max" };
	const struct history_sum *sum = &r->sums[i][bucket];
	int64_t micro[3];

	history_report_numbers(r->channels[i], sum, micro);
	json_object(j, NULL);
	json_time(j, "time", history_report_us(r, bucket));
	for (unsigned k = 0; k < ARRAY_SIZE(keys); k++)
		if (sum->seconds > 0)
			json_micro(j, keys[k], micro[k]);
		else
			json_null(j, keys[k]);
	json_int(j, "seconds", sum->seconds);
	if (sum->seconds == 0 && sum->worst == QUALITY_OK)
		json_null(j, "quality"); /* nothing was seen at all */
	else
		json_string(j, "quality", quality_to_name(sum->worst));
	json_object_end(j);
}

void history_report_json(struct json *j, const struct history_report *r)
{
	json_object(j, NULL);
	json_time(j, "since", r->range.from * USEC_PER_SEC);
	json_time(j, "until", r->range.to * USEC_PER_SEC);
	json_int(j, "step_s", history_report_step(r));
	json_array(j, "channels");
	for (unsigned i = 0; i < r->n; i++) {
		const struct channel *c = &r->channels[i]->info;

		json_object(j, NULL);
		json_string(j, "id", c->id);
		json_string(j, "name", c->name);
		json_string(j, "unit", unit_symbol(c->unit));
		json_array(j, "points");
		for (unsigned bucket = 0; bucket < r->range.buckets; bucket++)
			json_point(j, r, i, bucket);
		json_array_end(j);
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/journal_csv.h"

#include <inttypes.h>
#include <string.h>

#include "lib/base/calendar.h"
#include "lib/base/parse.h"
#include "lib/history/csv.h"
#include "lib/present/event.h"

#define LINE_END "\r\n" /* RFC 4180, section 2 */

/* A cell that begins so is worked out by a spreadsheet, whether it stands in quotes or not. */
static bool is_formula(const char *s)
{
	return *s && strchr("=+-@\t\r\n", *s);
}

/* The next cell, of words that may be a person's. */
static void add_words(struct text *out, const char *s)
{
	AUTO_TEXT struct text cell = TEXT_INIT;

	text_add_char(out, ',');
	if (is_formula(s))
		text_add_char(&cell, '\'');
	text_add(&cell, s);
	csv_text(out, text_get(&cell));
	out->failed |= cell.failed;
}

/* The next cell, of names that are ours. */
static void add_name(struct text *out, const char *name)
{
	text_printf(out, ",%s", name);
}

static void add_value(struct text *out, const struct event *e)
{
	char number[PARSE_MICRO_MAX] = "";

	if (present_event_valued(e))
		format_micro(e->value, number);
	add_name(out, number);
	add_name(out, *number ? unit_to_name(e->unit) : "");
	add_name(out, quality_to_name(e->quality));
}

static void add_event(struct text *out, const struct event *e, const struct present_table *t)
{
	const struct channel *c = present_table_find(t, e->channel);
	AUTO_TEXT struct text words = TEXT_INIT;
	char when[CLOCK_RFC3339_MAX];

	calendar_format(e->now.wall_us, when);
	present_event_words(&words, e, t);
	text_printf(out, "%" PRIu64 ",%s", e->number, when);
	add_name(out, event_kind_to_name(e->kind));
	add_name(out, *e->alarm ? alarm_priority_to_name(e->priority) : "");
	add_words(out, e->alarm);
	add_words(out, e->channel);
	add_words(out, c ? c->name : "");
	add_value(out, e);
	add_words(out, e->actor.name);
	add_words(out, e->actor.door);
	add_words(out, e->actor.address);
	add_words(out, e->text);
	add_words(out, text_get(&words));
	text_add(out, LINE_END);
	out->failed |= words.failed;
}

void journal_csv(struct text *out, const struct journal_result *r, const struct present_table *t)
{
	text_add(out, "number,time,kind,priority,alarm,channel,name,value,unit,quality,by,door,"
		      "address,text,words" LINE_END);
	for (unsigned i = 0; i < r->n; i++)
		add_event(out, &r->events[i], t);
}

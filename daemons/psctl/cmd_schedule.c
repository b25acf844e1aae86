// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl schedule: which outputs are switched by the clock, and when. */
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/table.h"
#include "lib/base/calendar.h"

#define DAYS	     7
#define CLOCK_DIGITS 8

/* As the settings call them, and in short. */
static const char *const days[DAYS] = { "sunday",   "monday", "tuesday", "wednesday",
					"thursday", "friday", "saturday" };
static const char *const day_names[DAYS] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };

struct schedules {
	const struct alarm_link *link;
	struct present_table names;
	int64_t now_us;
};

/* The k-th day of a week that begins on Monday, as people read it. */
static unsigned weekday(unsigned k)
{
	return (k + 1) % DAYS;
}

/* "every day", "Mon-Fri", "Sat, Sun". */
static void add_days(struct text *out, unsigned mask)
{
	size_t begin = out->len;

	if (mask == 0x7f || mask == 0)
		text_add(out, mask ? "every day" : "no day");
	for (unsigned k = 0, last; k < DAYS && mask != 0x7f; k = last + 1) {
		last = k;
		if (!(mask >> weekday(k) & 1))
			continue;
		while (last + 1 < DAYS && mask >> weekday(last + 1) & 1)
			last++;
		text_printf(out, "%s%s", out->len > begin ? ", " : "", day_names[weekday(k)]);
		if (last > k)
			text_printf(out, "%s%s", last > k + 1 ? "-" : ", ",
				    day_names[weekday(last)]);
	}
}

static void format_minutes(unsigned minutes, char ret_text[CLOCK_DIGITS])
{
	(void)snprintf(ret_text, CLOCK_DIGITS, "%02u:%02u", minutes / 60 % 100, minutes % 60);
}

static void add_heading(struct table *t)
{
	static const char *const titles[] = { "SCHEDULE", "OUTPUT", "STATE", "DAYS",
					      "FROM",	  "TO",	    "NOW",   "NEXT CHANGE" };

	table_row(t);
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++)
		table_cell(t, INK_STRONG, ALIGN_LEFT, titles[i]);
}

static const char *state_text(const struct channel *c, bool active)
{
	return c ? present_state_text(c, active) : active ? "active" : "inactive";
}

static const char *now_word(const struct msg_schedules *m, unsigned i)
{
	if (!m->schedules[i].enabled)
		return "disabled";
	return m->schedules[i].running ? "runs" : "waits";
}

static void add_window(struct table *t, const struct schedules *s, unsigned i, enum ink ink)
{
	const struct msg_schedules *m = &s->link->book.schedules;
	char from[CLOCK_DIGITS], to[CLOCK_DIGITS], next[CALENDAR_SHORT_MAX] = "";
	AUTO_TEXT struct text week = TEXT_INIT;

	add_days(&week, m->schedules[i].days);
	format_minutes(m->schedules[i].from, from);
	format_minutes(m->schedules[i].to, to);
	if (m->schedules[i].next_us)
		calendar_short(m->schedules[i].next_us, s->now_us, next);
	table_cell(t, ink, ALIGN_LEFT, text_get(&week));
	table_cell(t, ink, ALIGN_LEFT, from);
	table_cell(t, ink, ALIGN_LEFT, to);
	table_cell(t, ink, ALIGN_LEFT, now_word(m, i));
	table_cell(t, ink, ALIGN_LEFT, next);
}

static void add_schedule(struct table *t, const struct schedules *s, unsigned i)
{
	const struct msg_schedules *m = &s->link->book.schedules;
	const struct channel *c = present_table_find(&s->names, m->schedules[i].output);
	enum ink ink = !m->schedules[i].enabled	 ? INK_FAINT
		       : m->schedules[i].running ? INK_STRONG
						 : INK_PLAIN;

	table_row(t);
	table_cell(t, ink, ALIGN_LEFT, m->schedules[i].id);
	table_cell(t, ink, ALIGN_LEFT, c ? present_name(c) : m->schedules[i].output);
	table_cell(t, ink, ALIGN_LEFT, state_text(c, m->schedules[i].active));
	add_window(t, s, i, ink);
}

static int print(const struct schedules *s, const struct terminal *t)
{
	AUTO_TABLE struct table table = TABLE_INIT;
	AUTO_TEXT struct text out = TEXT_INIT;

	if (s->link->book.schedules.n == 0)
		text_add(&out, "there is no schedule; rmcu.conf(5) says how to write one\n");
	else
		add_heading(&table);
	for (unsigned i = 0; i < s->link->book.schedules.n; i++)
		add_schedule(&table, s, i);
	table_print(&table, &out, t);
	return cmd_write(&out);
}

static void json_window(struct json *j, const struct msg_schedules *m, unsigned i)
{
	char clock[CLOCK_DIGITS];

	json_array(j, "days");
	for (unsigned d = 0; d < DAYS; d++)
		if (m->schedules[i].days >> d & 1)
			json_string(j, NULL, days[d]);
	json_array_end(j);
	format_minutes(m->schedules[i].from, clock);
	json_string(j, "from", clock);
	format_minutes(m->schedules[i].to, clock);
	json_string(j, "to", clock);
	json_bool(j, "running", m->schedules[i].running);
	json_time_or_null(j, "next", m->schedules[i].next_us);
}

static void json_schedule(struct json *j, const struct schedules *s, unsigned i)
{
	const struct msg_schedules *m = &s->link->book.schedules;
	const struct channel *c = present_table_find(&s->names, m->schedules[i].output);

	json_object(j, NULL);
	json_string(j, "id", m->schedules[i].id);
	json_string(j, "output", m->schedules[i].output);
	json_string(j, "name", c ? c->name : "");
	json_bool(j, "enabled", m->schedules[i].enabled);
	json_bool(j, "active", m->schedules[i].active);
	json_string(j, "text", state_text(c, m->schedules[i].active));
	json_window(j, m, i);
	json_object_end(j);
}

static int print_json(const struct schedules *s)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_array(&j, "schedules");
	for (unsigned i = 0; i < s->link->book.schedules.n; i++)
		json_schedule(&j, s, i);
	json_array_end(&j);
	json_object_end(&j);
	return cmd_json_write(&out);
}

int cmd_schedule(const struct call *c)
{
	AUTO_ALARM_LINK struct alarm_link *a = NULL;
	struct schedules s;
	struct terminal t;
	int code;

	if (alarm_link_new(&a) < 0)
		return cmd_no_memory();
	/* the alarms' pages come last: behind them nothing is missing */
	a->all = true;
	code = alarm_link_open(a);
	if (code != EX_OK)
		return code;
	terminal_look(c->plain, &t);
	s = (struct schedules){ .link = a, .names = alarm_link_table(a, !t.unicode) };
	if (c->json)
		return print_json(&s);
	s.now_us = link_now_us(&a->link);
	return print(&s, &t);
}

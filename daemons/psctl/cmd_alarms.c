// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl alarms: which stand, since when, and who has seen them. */
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/screen.h"
#include "daemons/psctl/table.h"
#include "lib/present/alarm.h"
#include "lib/present/state.h"

struct list {
	const struct alarm_link *link;
	const struct present_alarms *alarms;
	struct present_table names;
	struct terminal terminal;
	int64_t now_us;
	bool all;
	struct table table;
};

static enum ink alarm_ink(const struct alarm *a)
{
	if (present_alarm_calls(a))
		return screen_priority_ink(a->priority);
	return alarm_standing(a) && !a->shelved ? INK_PLAIN : INK_FAINT;
}

static void add_heading(struct list *l)
{
	static const char *const titles[] = { " ",     "PRIORITY", "STATE", "SINCE",
					      "ALARM", "WHAT",	   "VALUE", "NOTE" };

	table_row(&l->table);
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++)
		table_cell(&l->table, INK_STRONG, ALIGN_LEFT, titles[i]);
}

/* What matters most stands first: a narrow screen cuts off the rest. */
static void add_words(struct list *l, const struct alarm *a, enum ink ink)
{
	AUTO_TEXT struct text what = TEXT_INIT, value = TEXT_INIT;
	AUTO_TEXT struct text since = TEXT_INIT, note = TEXT_INIT;

	if (alarm_standing(a)) {
		present_alarm_value(&value, a, &l->names);
		present_age(&since, present_alarm_age_us(a, l->now_us));
	}
	present_alarms_what(&what, l->alarms, a, &l->names);
	present_alarm_note(&note, a, l->now_us);
	table_cell(&l->table, ink, ALIGN_LEFT, text_get(&since));
	table_cell(&l->table, ink, ALIGN_LEFT, a->id);
	table_cell(&l->table, ink, ALIGN_LEFT, text_get(&what));
	table_cell(&l->table, ink, ALIGN_LEFT, text_get(&value));
	table_cell(&l->table, ink, ALIGN_LEFT, text_get(&note));
}

static void add_alarm(struct list *l, const struct alarm *a)
{
	enum ink ink = alarm_ink(a);
	bool calls = present_alarm_calls(a);

	table_row(&l->table);
	table_cell(&l->table, ink, ALIGN_LEFT, calls ? terminal_sign(&l->terminal, SIGN_BAD) : " ");
	table_cell(&l->table, ink, ALIGN_LEFT, alarm_priority_to_name(a->priority));
	table_cell(&l->table, ink, ALIGN_LEFT, present_alarm_word(a));
	add_words(l, a, ink == INK_FAINT ? INK_FAINT : INK_PLAIN);
}

static void add_alarms(struct list *l)
{
	for (unsigned i = 0; i < l->alarms->n; i++) {
		const struct alarm *a = l->alarms->list[i];

		if (!l->all && !alarm_standing(a) && !a->shelved)
			continue;
		if (l->table.n == 0)
			add_heading(l);
		add_alarm(l, a);
	}
}

static void print_list(struct list *l, struct text *out)
{
	AUTO_TEXT struct text line = TEXT_INIT;

	present_alarms_headline(&line, l->alarms, l->now_us);
	terminal_ink(out, &l->terminal, INK_STRONG, text_get(&line));
	text_add_char(out, '\n');
	add_alarms(l);
	if (l->table.n > 0)
		text_add_char(out, '\n');
	table_print(&l->table, out, &l->terminal);
	table_done(&l->table);
}

int cmd_alarms(const struct call *c)
{
	struct list l = { .all = call_option(c, "all") };
	AUTO_ALARM_LINK struct alarm_link *a = NULL;
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;
	int code;

	if (alarm_link_new(&a) < 0)
		return cmd_no_memory();
	a->all = l.all;
	code = alarm_link_open(a);
	if (code != EX_OK)
		return code;
	terminal_look(c->plain, &l.terminal);
	l.link = a;
	l.alarms = alarm_link_shown(a);
	l.names = alarm_link_table(a, !l.terminal.unicode);
	l.now_us = link_now_us(&a->link);
	if (!c->json) {
		print_list(&l, &out);
		return cmd_write(&out);
	}
	l.names.style.ascii = false;
	cmd_json(&j, &out);
	present_alarms_json(&j, NULL, l.alarms, &l.names, l.now_us, l.all);
	return cmd_json_write(&out);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What is said of one event. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemons/notifyd/words.h"
#include "lib/base/calendar.h"
#include "lib/present/alarm.h"
#include "lib/present/event.h"

/* Behind the id of a channel: its alarm that needs no rule (daemons/alarmd/rules.h). */
#define QUALITY_SUFFIX ".quality"
#define SILENT_ID      "sensord.silent"

const struct settings_alarm *words_rule(const struct letter *l, const char *alarm)
{
	for (unsigned i = 0; i < l->settings->n_alarms && *alarm; i++)
		if (streq(l->settings->alarms[i].id, alarm))
			return &l->settings->alarms[i];
	return NULL;
}

/* What lib/present wants to know of an alarm, from its rule; false when nobody knows it any more.
 */
static bool alarm_of(const struct letter *l, const struct event *e, struct alarm *ret)
{
	const struct settings_alarm *rule = words_rule(l, e->alarm);
	size_t len = strlen(e->alarm), suffix = strlen(QUALITY_SUFFIX);

	*ret = (struct alarm){ .when = ALARM_WHEN_MAX };
	(void)snprintf(ret->channel, sizeof(ret->channel), "%s", e->channel);
	if (rule) {
		(void)snprintf(ret->channel, sizeof(ret->channel), "%s", rule->channel);
		ret->when = rule->when;
		ret->setpoint = rule->setpoint;
	} else if (streq(e->alarm, SILENT_ID)) {
		ret->when = ALARM_SILENT;
	} else if (streq(e->alarm, ALARM_LOG_ID)) {
		ret->when = ALARM_LOG;
	} else if (len > suffix && streq(e->alarm + len - suffix, QUALITY_SUFFIX)) {
		ret->when = ALARM_QUALITY;
	}
	return ret->when != ALARM_WHEN_MAX;
}

void words_about(struct text *out, const struct letter *l, const struct event *e)
{
	AUTO_TEXT struct text about = TEXT_INIT;
	struct alarm a;

	if (!*e->alarm || !alarm_of(l, e, &a))
		return;
	present_alarm(&about, &a, l->table);
	words_clean(out, text_get(&about));
}

void words_value(struct text *out, const struct letter *l, const struct event *e)
{
	AUTO_TEXT struct text value = TEXT_INIT;
	const struct channel *c = present_table_find(l->table, e->channel);

	if (!*e->channel)
		return;
	/* a state by itself is none of the kinds that have a value */
	if (e->quality != QUALITY_OK && *e->alarm)
		text_add(&value, present_quality(e->quality));
	else if (!present_event_valued(e))
		return;
	else if (e->kind == EVENT_ALARM_SHELVED || e->kind == EVENT_ALARM_CHATTERING ||
		 e->kind == EVENT_ALARM_QUIET)
		return;
	else if (c)
		present_micro(&value, c, e->value, &l->table->style);
	else
		present_bare(&value, e->value, e->unit, &l->table->style);
	words_clean(out, text_get(&value));
}

void words_number(struct text *out, uint64_t number)
{
	text_printf(out, "#%" PRIu64, number);
}

void words_happened(struct text *out, const struct letter *l, const struct notice *n)
{
	AUTO_TEXT struct text words = TEXT_INIT;

	if (n->why == NOTICE_AGAIN)
		text_printf(out, "again (%u): ", n->times);
	else if (n->why == NOTICE_ESCALATED)
		text_add(out, "escalated: ");
	present_event_words(&words, &n->event, l->table);
	words_clean(out, text_get(&words));
}

/* A line with its label; nothing when there is nothing to say. */
static void row(struct text *out, const char *label, const char *words)
{
	if (!*words)
		return;
	text_printf(out, "%-15s ", label);
	words_clean(out, words);
	text_add_char(out, '\n');
}

static void add_why(struct text *out, const struct notice *n)
{
	if (n->why == NOTICE_AGAIN)
		row(out, "Told again:", "it lasts, and nobody has acknowledged it");
	if (n->why == NOTICE_ESCALATED)
		row(out, "Escalated:", "nobody has acknowledged it; somebody else was told before");
	if (n->last_here)
		row(out, "Over:", "it ended while nobody could be told");
}

static void add_when(struct text *out, const struct notice *n)
{
	char when[CALENDAR_SHORT_MAX + 32];
	bool set = !(n->event.flags & EVENT_FLAG_WALL_INSANE);

	calendar_second(n->event.now.wall_us, when);
	if (!set)
		(void)snprintf(when + strlen(when), 32, " (the clock was not set)");
	row(out, n->event.kind == EVENT_ALARM_RAISED ? "Since:" : "At:", when);
}

/* The alarms of which this one may be the cause. */
static void add_consequences(struct text *out, const struct letter *l, const struct event *e)
{
	AUTO_TEXT struct text list = TEXT_INIT;

	for (unsigned i = 0; i < l->settings->n_alarms; i++) {
		const struct settings_alarm *a = &l->settings->alarms[i];

		if (*e->alarm && a->enabled && streq(a->cause, e->alarm))
			text_printf(&list, "%s%s", list.len ? ", " : "", a->id);
	}
	row(out, "Consequences:", text_get(&list));
}

static void add_cascade(struct text *out, const struct letter *l, const struct event *e)
{
	const struct settings_alarm *rule = words_rule(l, e->alarm);

	if (e->flags & EVENT_FLAG_FIRST_OUT)
		row(out, "First out:", "it came first, others followed or may follow");
	if (e->flags & EVENT_FLAG_CONSEQUENCE)
		row(out, "Consequence of:", rule && *rule->cause ? rule->cause : "another alarm");
	if (e->kind == EVENT_ALARM_RAISED)
		add_consequences(out, l, e);
}

static void add_person(struct text *out, const struct event *e)
{
	AUTO_TEXT struct text who = TEXT_INIT;

	if (!*e->actor.name)
		return;
	text_add(&who, e->actor.name);
	if (e->kind == EVENT_ALARM_ACKNOWLEDGED && *e->text)
		text_printf(&who, ": %s", e->text);
	row(out, e->kind == EVENT_ALARM_ACKNOWLEDGED ? "Acknowledged by:" : "By:", text_get(&who));
}

static void add_ids(struct text *out, const struct notice *n)
{
	AUTO_TEXT struct text ids = TEXT_INIT;

	words_number(&ids, n->event.number);
	if (n->event.occurrence && n->event.occurrence != n->event.number)
		text_printf(&ids, ", of the alarm raised by #%" PRIu64, n->event.occurrence);
	if (n->earlier)
		text_printf(&ids, ", and %u earlier from #%" PRIu64, n->earlier, n->first);
	row(out, "Event:", text_get(&ids));
}

void words_notice(struct text *out, const struct letter *l, const struct notice *n)
{
	const struct settings_alarm *rule = words_rule(l, n->event.alarm);
	AUTO_TEXT struct text words = TEXT_INIT;

	words_happened(out, l, n);
	text_add(out, "\n\n");
	words_about(&words, l, &n->event);
	row(out, "Alarm:", text_get(&words));
	if (*n->event.alarm)
		row(out, "Priority:", alarm_priority_to_name(n->event.priority));
	text_clear(&words);
	words_value(&words, l, &n->event);
	row(out, "Value:", text_get(&words));
	add_when(out, n);
	add_why(out, n);
	add_cascade(out, l, &n->event);
	add_person(out, &n->event);
	if (rule && n->event.kind != EVENT_ALARM_CLEARED)
		row(out, "What to do:", rule->instruction);
	add_ids(out, n);
}

void words_digest_line(struct text *out, const struct letter *l, const struct notice *n)
{
	char when[CALENDAR_SHORT_MAX];

	calendar_second(n->event.now.wall_us, when);
	words_number(out, n->event.number);
	text_printf(out, " %s ", when);
	words_happened(out, l, n);
	if (n->last_here)
		text_add(out, ", over meanwhile");
	if (n->earlier)
		text_printf(out, " (and %u earlier from #%" PRIu64 ")", n->earlier, n->first);
	text_add_char(out, '\n');
}

/* What wants a person first: an alarm that stands, then the rest; the later one of two. */
static int weight(const struct notice *n)
{
	return (n->event.kind == EVENT_ALARM_RAISED && !n->last_here ? ALARM_PRIORITY_MAX : 0) +
	       (*n->event.alarm ? (int)n->event.priority : -1);
}

const struct notice *words_foremost(const struct letter *l)
{
	const struct notice *best = NULL;

	for (unsigned i = 0; i < l->n; i++)
		if (!best || weight(&l->notices[i]) >= weight(best))
			best = &l->notices[i];
	return best;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/event.h"

#include <inttypes.h>
#include <stdio.h>

#include "lib/base/calendar.h"
#include "lib/base/parse.h"
#include "lib/present/state.h"

/* What the number of a kind is. */
enum value_is {
	VALUE_NONE,
	VALUE_READING, /* of the channel */
	VALUE_STATE,   /* none: the flag says which state */
	VALUE_COUNT,   /* how many */
	VALUE_CHANGES, /* how often it came and went */
	VALUE_SPAN,    /* how long */
	VALUE_STEP,    /* seconds, forwards or back */
};

static enum value_is value_is(enum event_kind kind)
{
	switch (kind) {
	case EVENT_ALARM_RAISED:
	case EVENT_ALARM_CLEARED:
	case EVENT_ALARM_RECOVERED:
	case EVENT_INPUT_CHANGED:
	case EVENT_OUTPUT_CHANGED:
		return VALUE_READING;
	case EVENT_ALARM_CHATTERING:
	case EVENT_ALARM_QUIET:
		return VALUE_CHANGES;
	case EVENT_TICKS_MISSED:
	case EVENT_EDGES_LOST:
	case EVENT_FACTS_LOST:
	case EVENT_EVENTS_LOST:
	case EVENT_LOG_RESUMED:
		return VALUE_COUNT;
	case EVENT_ALARM_SHELVED:
	case EVENT_MAINTENANCE_BEGUN:
		return VALUE_SPAN;
	case EVENT_CLOCK_STEPPED:
		return VALUE_STEP;
	case EVENT_SCHEDULE_BEGUN:
		return VALUE_STATE;
	case EVENT_JOURNAL_BEGUN:
	case EVENT_STARTED:
	case EVENT_STOPPED:
	case EVENT_ALARM_ACKNOWLEDGED:
	case EVENT_ALARM_RESET:
	case EVENT_ALARM_UNSHELVED:
	case EVENT_MAINTENANCE_ENDED:
	case EVENT_SCHEDULE_ENDED:
	case EVENT_HOLD_CHANGED:
	case EVENT_REQUEST_REFUSED:
	case EVENT_VETO:
	case EVENT_CONFIRMED:
	case EVENT_TAKEN_BACK:
	case EVENT_SOURCE_LOST:
	case EVENT_SOURCE_BACK:
	case EVENT_SENSORD_STARTED:
	case EVENT_SIM_COMMAND:
	case EVENT_SETTINGS_LOADED:
	case EVENT_SETTINGS_REFUSED:
	case EVENT_SETTINGS_CHANGED:
	case EVENT_NOTE:
	case EVENT_DELIVERY_FAILED:
	case EVENT_TEST:
	case EVENT_LOG_CLEARED:
	case EVENT_LOG_FAILED:
	case EVENT_HISTORY_SET_ASIDE:
	case EVENT_LOG_DELETED:
	case EVENT_KIND_MAX:
		return VALUE_NONE;
	}
	return VALUE_NONE;
}

bool present_event_valued(const struct event *e)
{
	enum value_is is = value_is(e->kind);

	if (is == VALUE_READING && !*e->channel)
		return false;
	return is != VALUE_NONE && is != VALUE_STATE && e->quality == QUALITY_OK;
}

static bool of_alarm(const struct event *e)
{
	return *e->alarm;
}

/* The channel's reading then; nothing of an alarm that has no channel. */
static void add_reading(struct text *out, const struct event *e, const struct channel *c,
			const struct present_table *t)
{
	if (e->quality != QUALITY_OK)
		text_printf(out, " %s", present_quality(e->quality));
	else if (c) {
		text_add_char(out, ' ');
		present_micro(out, c, e->value, &t->style);
	} else if (*e->channel) {
		text_add_char(out, ' ');
		present_bare(out, e->value, e->unit, &t->style);
	}
}

static void add_value(struct text *out, const struct event *e, const struct channel *c,
		      const struct present_table *t)
{
	char number[PARSE_MICRO_MAX];

	switch (value_is(e->kind)) {
	case VALUE_NONE:
		return;
	case VALUE_READING:
		if (*e->channel)
			add_reading(out, e, c, t);
		return;
	case VALUE_STATE:
		if (c)
			text_printf(out, " %s",
				    present_state_text(c, e->flags & EVENT_FLAG_ACTIVE));
		return;
	case VALUE_COUNT:
		if (e->value != 0)
			text_printf(out, " %" PRId64, e->value / MICRO);
		return;
	case VALUE_CHANGES:
		text_printf(out, ", %" PRId64 " changes", e->value / MICRO);
		return;
	case VALUE_SPAN:
		text_add(out, " for ");
		present_span(out, e->value);
		return;
	case VALUE_STEP:
		format_micro(e->value, number);
		text_printf(out, " by %s s", number);
		return;
	}
}

/* "battery_low (high):", and the colon only where the channel follows. */
static void add_alarm(struct text *out, const struct event *e)
{
	text_printf(out, " %s", e->alarm);
	if (e->kind == EVENT_ALARM_RAISED)
		text_printf(out, " (%s)", alarm_priority_to_name(e->priority));
	if (*e->channel && value_is(e->kind) == VALUE_READING)
		text_add_char(out, ':');
}

static void add_channel(struct text *out, const struct event *e, const struct channel *c)
{
	/* an alarm's own id tells which channel, unless its value follows */
	if (*e->channel && (!of_alarm(e) || value_is(e->kind) == VALUE_READING))
		text_printf(out, " %s", c ? present_name(c) : e->channel);
}

/* Kinds of which people are told, unless the alarm is shelved or there is maintenance. */
static bool is_told(enum event_kind kind)
{
	return kind == EVENT_ALARM_RAISED || kind == EVENT_ALARM_CLEARED ||
	       kind == EVENT_ALARM_RECOVERED || kind == EVENT_ALARM_CHATTERING;
}

/* What is special about it. */
static void add_flags(struct text *out, enum event_kind kind, uint16_t flags)
{
	if (flags & EVENT_FLAG_FIRST_OUT)
		text_add(out, ", first out");
	if (flags & EVENT_FLAG_CONSEQUENCE)
		text_add(out, ", consequence");
	if (flags & EVENT_FLAG_QUIET && is_told(kind))
		text_add(out, ", nobody was told");
	if (flags & EVENT_FLAG_RECOVERED)
		text_add(out, ", found out after a restart");
	if (flags & EVENT_FLAG_WALL_INSANE)
		text_add(out, ", the clock was not set");
}

static void add_actor(struct text *out, const struct actor *a)
{
	if (*a->name)
		text_printf(out, ", by %s", a->name);
	if (*a->door && *a->address)
		text_printf(out, " (%s, %s)", a->door, a->address);
	else if (*a->door || *a->address)
		text_printf(out, " (%s)", *a->door ? a->door : a->address);
}

void present_event_words(struct text *out, const struct event *e, const struct present_table *t)
{
	const struct channel *c = present_table_find(t, e->channel);

	text_add(out, event_kind_to_name(e->kind));
	if (of_alarm(e))
		add_alarm(out, e);
	add_channel(out, e, c);
	add_value(out, e, c, t);
	if (e->holder != HOLDER_NONE)
		text_printf(out, ", held by %s", holder_to_name(e->holder));
	add_flags(out, e->kind, e->flags);
	add_actor(out, &e->actor);
	if (*e->text)
		text_printf(out, ": %s", e->text);
}

void present_event(struct text *out, const struct event *e, const struct present_table *t)
{
	char when[CLOCK_RFC3339_MAX];

	calendar_format(e->now.wall_us, when);
	text_printf(out, "%" PRIu64 " %s ", e->number, when);
	present_event_words(out, e, t);
}

static void json_hex(struct json *j, const char *key, const uint8_t *bytes, size_t n)
{
	char hex[2 * EVENT_HASH_SIZE + 1] = "";

	for (size_t i = 0; i < n && i < EVENT_HASH_SIZE; i++)
		(void)snprintf(hex + 2 * i, sizeof(hex) - 2 * i, "%02x", bytes[i]);
	json_string(j, key, hex);
}

/* null where there is none, so that "" stays a person's empty text. */
static void json_id(struct json *j, const char *key, const char *id)
{
	if (*id)
		json_string(j, key, id);
	else
		json_null(j, key);
}

static void json_alarm(struct json *j, const struct event *e)
{
	json_id(j, "alarm", e->alarm);
	if (of_alarm(e)) {
		json_uint(j, "occurrence", event_occurrence(e));
		json_string(j, "priority", alarm_priority_to_name(e->priority));
	} else {
		json_null(j, "occurrence");
		json_null(j, "priority");
	}
}

static void json_value(struct json *j, const struct event *e)
{
	if (present_event_valued(e))
		json_micro(j, "value", e->value);
	else
		json_null(j, "value");
	json_string(j, "unit", unit_to_name(e->unit));
	json_string(j, "quality", quality_to_name(e->quality));
}

static void json_flags(struct json *j, uint16_t flags)
{
	json_bool(j, "recovered", flags & EVENT_FLAG_RECOVERED);
	json_bool(j, "message", flags & EVENT_FLAG_MESSAGE);
	json_bool(j, "quiet", flags & EVENT_FLAG_QUIET);
	json_bool(j, "first_out", flags & EVENT_FLAG_FIRST_OUT);
	json_bool(j, "consequence", flags & EVENT_FLAG_CONSEQUENCE);
	json_bool(j, "clock_set", !(flags & EVENT_FLAG_WALL_INSANE));
	json_bool(j, "active", flags & EVENT_FLAG_ACTIVE);
}

void present_event_json(struct json *j, const struct event *e, const struct present_table *t)
{
	const struct channel *c = present_table_find(t, e->channel);
	AUTO_TEXT struct text words = TEXT_INIT;

	json_object(j, NULL);
	json_uint(j, "number", e->number);
	json_time(j, "time", e->now.wall_us);
	json_int(j, "mono_us", e->now.mono_us);
	json_hex(j, "boot_id", e->boot_id, sizeof(e->boot_id));
	json_string(j, "kind", event_kind_to_name(e->kind));
	json_int(j, "severity", event_severity(e));
	json_id(j, "channel", e->channel);
	json_id(j, "name", c ? c->name : "");
	json_alarm(j, e);
	json_value(j, e);
	json_string(j, "holder", holder_to_name(e->holder));
	json_flags(j, e->flags);
	json_string(j, "by", e->actor.name);
	json_string(j, "address", e->actor.address);
	json_string(j, "door", e->actor.door);
	json_string(j, "text", e->text);
	present_event_words(&words, e, t);
	json_string(j, "words", text_get(&words));
	json_hex(j, "hash", e->hash, sizeof(e->hash));
	json_object_end(j);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/alarm.h"

#include "lib/base/calendar.h"
#include "lib/base/parse.h"

/* A limit in the channel's own digits; as it is where nobody knows the channel. */
static void add_limit(struct text *out, const struct alarm *a, const struct channel *c,
		      const struct present_table *t)
{
	if (!c)
		present_bare(out, a->setpoint, UNIT_NONE, &t->style);
	else if (a->when == ALARM_RISING || a->when == ALARM_FALLING)
		present_difference(out, c, a->setpoint, &t->style);
	else
		present_micro(out, c, a->setpoint, &t->style);
}

static void add_state(struct text *out, const struct channel *c, bool active)
{
	text_add(out, c ? present_state_text(c, active) : active ? "active" : "inactive");
}

void present_alarm(struct text *out, const struct alarm *a, const struct present_table *t)
{
	const struct channel *c = present_table_find(t, a->channel);

	text_add(out, c ? present_name(c) : a->channel);
	switch (a->when) {
	case ALARM_ABOVE:
		text_add(out, " above ");
		add_limit(out, a, c, t);
		return;
	case ALARM_BELOW:
		text_add(out, " below ");
		add_limit(out, a, c, t);
		return;
	case ALARM_RISING:
		text_add(out, " rose by more than ");
		add_limit(out, a, c, t);
		return;
	case ALARM_FALLING:
		text_add(out, " fell by more than ");
		add_limit(out, a, c, t);
		return;
	case ALARM_ACTIVE:
	case ALARM_INACTIVE:
		text_add(out, " is ");
		add_state(out, c, a->when == ALARM_ACTIVE);
		return;
	case ALARM_QUALITY:
		text_add(out, ": no value");
		return;
	case ALARM_SILENT:
		text_add(out, "sensord says nothing");
		return;
	case ALARM_LOG:
		text_add(out, "nothing is logged");
		return;
	case ALARM_WHEN_MAX:
		return;
	}
}

static void add_part(struct text *out, size_t begin, const char *part)
{
	if (out->len > begin)
		text_add(out, ", ");
	text_add(out, part);
}

/* Until when, by whom and why; while it is shelved these are the words of who did that. */
static void add_shelf(struct text *out, size_t begin, const char *word, const struct alarm *a,
		      int64_t now_us)
{
	char until[CALENDAR_SHORT_MAX];

	calendar_short(a->shelved_until_us, now_us, until);
	add_part(out, begin, word);
	text_add(out, until);
	if (*a->by)
		text_printf(out, " by %s", a->by);
	if (*a->note)
		text_printf(out, ": %s", a->note);
}

/* What is special about it, as long as it stands. */
static void add_marks(struct text *out, size_t begin, const struct alarm *a)
{
	if (a->chattering)
		add_part(out, begin, "chattering");
	if (a->first_out && alarm_standing(a))
		add_part(out, begin, "first out");
	if (a->consequence && alarm_standing(a))
		add_part(out, begin, "consequence");
}

static const char *stands(const struct alarm *a)
{
	if (a->latched)
		return "latched: waits for a reset";
	if (a->active)
		return "active";
	if (alarm_standing(a))
		return "cleared, not acknowledged";
	return "normal";
}

void present_alarm_state(struct text *out, const struct alarm *a, int64_t now_us)
{
	size_t begin = out->len;

	text_add(out, stands(a));
	if (a->active && a->acknowledged)
		add_part(out, begin, "acknowledged");
	add_marks(out, begin, a);
	if (a->shelved)
		add_shelf(out, begin, "shelved until ", a, now_us);
}

const char *present_alarm_word(const struct alarm *a)
{
	if (a->shelved)
		return "shelved";
	if (a->latched)
		return "latched";
	if (a->active)
		return a->acknowledged ? "acknowledged" : "active";
	return alarm_standing(a) ? "cleared" : "normal";
}

void present_alarm_note(struct text *out, const struct alarm *a, int64_t now_us)
{
	size_t begin = out->len;

	if (a->latched)
		add_part(out, begin, "waits for a reset");
	add_marks(out, begin, a);
	if (a->shelved) {
		add_shelf(out, begin, "until ", a, now_us);
	} else if (a->active && a->acknowledged && *a->by) {
		add_part(out, begin, a->by);
		if (*a->note)
			text_printf(out, ": %s", a->note);
	}
}

/* It watches a channel. */
static bool has_value(const struct alarm *a)
{
	return a->when != ALARM_SILENT && a->when != ALARM_LOG;
}

void present_alarm_value(struct text *out, const struct alarm *a, const struct present_table *t)
{
	const struct channel *c = present_table_find(t, a->channel);

	if (a->count == 0 || !has_value(a))
		return;
	if (a->quality != QUALITY_OK)
		text_add(out, present_quality(a->quality));
	else if (c)
		present_micro(out, c, a->value, &t->style);
	else
		present_bare(out, a->value, UNIT_NONE, &t->style);
}

int64_t present_alarm_age_us(const struct alarm *a, int64_t now_us)
{
	return a->raised.wall_us == 0 ? 0 : MAX(now_us - a->raised.wall_us, 0);
}

enum rank {
	RANK_CALLS,   /* nobody has seen it */
	RANK_SEEN,    /* active and acknowledged */
	RANK_OVER,    /* gone before anybody saw it */
	RANK_SHELVED, /* standing, but nobody wants to hear of it */
	RANK_SHELVED_NORMAL,
	RANK_NORMAL,
};

static enum rank rank_of(const struct alarm *a)
{
	bool standing = alarm_standing(a);

	if (a->shelved)
		return standing ? RANK_SHELVED : RANK_SHELVED_NORMAL;
	if (a->active)
		return a->acknowledged ? RANK_SEEN : RANK_CALLS;
	return standing ? RANK_OVER : RANK_NORMAL;
}

int present_alarm_order(const struct alarm *a, const struct alarm *b)
{
	enum rank of_a = rank_of(a), of_b = rank_of(b);

	if (of_a != of_b)
		return of_a < of_b ? -1 : 1;
	if (a->priority != b->priority)
		return a->priority > b->priority ? -1 : 1;
	/* the onset of what is over and seen says nothing any more */
	if (of_a != RANK_NORMAL && a->onset.wall_us != b->onset.wall_us)
		return a->onset.wall_us < b->onset.wall_us ? -1 : 1;
	return strcmp(a->id, b->id);
}

static void json_text(struct json *j, const char *key, struct text *t)
{
	json_string(j, key, text_get(t));
	text_clear(t);
}

static void json_moment(struct json *j, const char *key, int64_t wall_us)
{
	if (wall_us == 0)
		json_null(j, key);
	else
		json_time(j, key, wall_us);
}

static void json_id(struct json *j, const char *key, const char *id)
{
	if (*id)
		json_string(j, key, id);
	else
		json_null(j, key);
}

static bool has_setpoint(const struct alarm *a)
{
	return a->when == ALARM_ABOVE || a->when == ALARM_BELOW || a->when == ALARM_RISING ||
	       a->when == ALARM_FALLING;
}

static void json_rule(struct json *j, const struct alarm *a, const struct present_table *t)
{
	const struct channel *c = present_table_find(t, a->channel);

	json_string(j, "id", a->id);
	json_id(j, "channel", a->channel);
	json_id(j, "name", c ? c->name : "");
	json_string(j, "when", alarm_when_to_name(a->when));
	json_string(j, "priority", alarm_priority_to_name(a->priority));
	if (has_setpoint(a))
		json_micro(j, "setpoint", a->setpoint);
	else
		json_null(j, "setpoint");
	json_string(j, "unit", unit_to_name(c ? c->unit : UNIT_NONE));
}

static void json_flags(struct json *j, const struct alarm *a)
{
	json_bool(j, "standing", alarm_standing(a));
	json_bool(j, "condition", a->condition);
	json_bool(j, "active", a->active);
	json_bool(j, "acknowledged", a->acknowledged);
	json_bool(j, "latched", a->latched);
	json_bool(j, "chattering", a->chattering);
	json_bool(j, "first_out", a->first_out);
	json_bool(j, "consequence", a->consequence);
	json_bool(j, "shelved", a->shelved);
}

static void json_occurrence(struct json *j, const struct alarm *a, const struct present_table *t,
			    int64_t now_us)
{
	AUTO_TEXT struct text words = TEXT_INIT;
	bool value = a->count > 0 && has_value(a);

	json_uint(j, "occurrence", a->occurrence);
	json_uint(j, "count", a->count);
	json_moment(j, "onset", a->onset.wall_us);
	json_moment(j, "raised", a->raised.wall_us);
	json_moment(j, "cleared", a->cleared.wall_us);
	if (alarm_standing(a))
		json_int(j, "age_s", present_alarm_age_us(a, now_us) / USEC_PER_SEC);
	else
		json_null(j, "age_s");
	if (value && a->quality == QUALITY_OK)
		json_micro(j, "value", a->value);
	else
		json_null(j, "value");
	if (value)
		json_string(j, "quality", quality_to_name(a->quality));
	else
		json_null(j, "quality");
	present_alarm_value(&words, a, t);
	json_text(j, "value_text", &words);
}

void present_alarm_json(struct json *j, const struct alarm *a, const struct present_table *t,
			int64_t now_us)
{
	AUTO_TEXT struct text words = TEXT_INIT;

	json_object(j, NULL);
	json_rule(j, a, t);
	present_alarm(&words, a, t);
	json_text(j, "what", &words);
	present_alarm_state(&words, a, now_us);
	json_text(j, "state", &words);
	json_flags(j, a);
	json_occurrence(j, a, t, now_us);
	json_moment(j, "shelved_until", a->shelved ? a->shelved_until_us : 0);
	json_string(j, "note", a->note);
	json_string(j, "by", a->by);
	json_object_end(j);
}

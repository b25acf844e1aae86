// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/alarms.h"

#include "lib/base/calendar.h"
#include "lib/base/util.h"
#include "lib/present/alarm.h"

static void add_count(struct text *out, size_t begin, unsigned n, const char *what)
{
	if (n > 0)
		text_printf(out, "%s%u %s", out->len > begin ? ", " : "", n, what);
}

static void add_maintenance(struct text *out, const struct present_alarms *a, int64_t now_us)
{
	char until[CALENDAR_SHORT_MAX];

	calendar_short(a->maintenance_until_us, now_us, until);
	text_printf(out, "; maintenance until %s", until);
	if (*a->maintenance_by)
		text_printf(out, " by %s", a->maintenance_by);
	if (*a->maintenance_reason)
		text_printf(out, ": %s", a->maintenance_reason);
}

void present_alarms_headline(struct text *out, const struct present_alarms *a, int64_t now_us)
{
	size_t begin = out->len;

	if (a->active == 0 && a->unacknowledged == 0)
		text_add(out, "no alarm stands");
	add_count(out, begin, a->active, "active");
	add_count(out, begin, a->unacknowledged, "not acknowledged");
	add_count(out, begin, a->shelved, "shelved");
	if (!a->may_raise)
		text_add(out, "; outside the logging schedule nothing is raised");
	/* last, because it ends in a person's words */
	if (a->maintenance_until_us != 0)
		add_maintenance(out, a, now_us);
}

void present_alarms_what(struct text *out, const struct present_alarms *list, const struct alarm *a,
			 const struct present_table *t)
{
	present_alarm(out, a, t);
	if (a->when == ALARM_LOG && a->active && *list->log_trouble)
		text_printf(out, ": %s", list->log_trouble);
}

static bool is_double(const struct present_alarms *list, const struct alarm *a,
		      const struct present_table *t, const char *words)
{
	for (unsigned i = 0; i < list->n; i++) {
		AUTO_TEXT struct text same = TEXT_INIT;
		const struct alarm *other = list->list[i];

		if (other == a || other->when != a->when || !present_alarm_calls(other) ||
		    !streq(other->channel, a->channel))
			continue;
		present_alarm(&same, other, t);
		if (streq(text_get(&same), words))
			return true;
	}
	return false;
}

void present_alarms_subject(struct text *out, const struct present_alarms *list,
			    const struct alarm *a, const struct present_table *t)
{
	AUTO_TEXT struct text words = TEXT_INIT;

	present_alarms_what(&words, list, a, t);
	text_add(out, text_get(&words));
	if (is_double(list, a, t, text_get(&words)))
		text_printf(out, " (alarm %s)", a->id);
}

bool present_alarms_any(const struct present_alarms *a)
{
	return a->active > 0 || a->unacknowledged > 0 || a->shelved > 0 || !a->may_raise ||
	       a->maintenance_until_us != 0;
}

static void json_maintenance(struct json *j, const struct present_alarms *a)
{
	if (a->maintenance_until_us == 0) {
		json_null(j, "maintenance");
		return;
	}
	json_object(j, "maintenance");
	json_time(j, "until", a->maintenance_until_us);
	json_string(j, "by", a->maintenance_by);
	json_string(j, "reason", a->maintenance_reason);
	json_object_end(j);
}

static void json_counts(struct json *j, const struct present_alarms *a, int64_t now_us)
{
	AUTO_TEXT struct text line = TEXT_INIT;

	json_uint(j, "active", a->active);
	json_uint(j, "unacknowledged", a->unacknowledged);
	json_uint(j, "shelved", a->shelved);
	present_alarms_headline(&line, a, now_us);
	json_string(j, "headline", text_get(&line));
	json_bool(j, "sensord_silent", a->silent);
	json_bool(j, "may_raise", a->may_raise);
	json_string(j, "log_trouble", a->log_trouble);
	json_maintenance(j, a);
	json_uint(j, "head", a->head);
}

void present_alarms_json(struct json *j, const char *key, const struct present_alarms *a,
			 const struct present_table *t, int64_t now_us, bool all)
{
	json_object(j, key);
	json_bool(j, "watched", a->watched);
	if (!a->watched) {
		json_string(j, "why_not", a->why_not);
		json_object_end(j);
		return;
	}
	json_counts(j, a, now_us);
	json_array(j, all ? "alarms" : "standing");
	for (unsigned i = 0; i < a->n; i++)
		if (all || alarm_standing(a->list[i]) || a->list[i]->shelved)
			present_alarm_json(j, a->list[i], t, now_us);
	json_array_end(j);
	json_object_end(j);
}

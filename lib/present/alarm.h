// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* One alarm in words and as JSON, the same for pages, mails and the command line. */
#include "lib/base/json.h"
#include "lib/model/alarm.h"
#include "lib/present/value.h"

/* Adds what it is about: "Volts Battery below 12.00 V", "Alarm In is OPEN", "sensord says nothing".
 */
void present_alarm(struct text *out, const struct alarm *a, const struct present_table *t);

/*
 * Adds how it stands: "active, acknowledged", "cleared, not acknowledged", "latched: waits for a
 * reset", "shelved until 14:05 by anna: sensor is changed", "normal". `now_us` is wall time.
 */
void present_alarm_state(struct text *out, const struct alarm *a, int64_t now_us);

/* The same in one word: "active", "acknowledged", "cleared", "latched", "shelved", "normal". */
const char *present_alarm_word(const struct alarm *a);

/*
 * Adds what that word leaves out: "first out, anna: on my way", "until 14:05 by anna: sensor is
 * changed"; "" when there is no more.
 */
void present_alarm_note(struct text *out, const struct alarm *a, int64_t now_us);

/* Adds the value that raised it; "" when it was never raised, or no value did. */
void present_alarm_value(struct text *out, const struct alarm *a, const struct present_table *t);

/* Wall time since it was raised, 0 when it never was. */
int64_t present_alarm_age_us(const struct alarm *a, int64_t now_us);

/* True when it is to be looked at: raised and still on, and nobody shelved it. */
static inline bool present_alarm_calls(const struct alarm *a)
{
	return a->active && !a->shelved;
}

/*
 * The order of every list, for qsort-like use: what calls for a person first, then what he has
 * seen, what is over without being seen, what is shelved, the rest; within those by priority, then
 * the one that came first. < 0 when `a` goes before `b`.
 */
int present_alarm_order(const struct alarm *a, const struct alarm *b);

/* One object. The names of its fields are a promise, as of the status. */
void present_alarm_json(struct json *j, const struct alarm *a, const struct present_table *t,
			int64_t now_us);

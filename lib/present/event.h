// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* One event as a line and as JSON, the same for pages, mails and the command line. */
#include "lib/base/json.h"
#include "lib/model/event.h"
#include "lib/present/value.h"

/* True when its value says something: a reading that is known, how many, how long. */
bool present_event_valued(const struct event *e);

/*
 * Adds what happened, without when: "alarm-raised battery_low (high): Volts Battery 11.82 V, first
 * out", "output-changed Alarm Out ON/LOW, held by alarm: battery_low".
 */
void present_event_words(struct text *out, const struct event *e, const struct present_table *t);

/* Adds the whole line: number, local time, words. */
void present_event(struct text *out, const struct event *e, const struct present_table *t);

/* One object with everything that the event has. The names of its fields are a promise. */
void present_event_json(struct json *j, const struct event *e, const struct present_table *t);

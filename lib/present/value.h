// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Values as people read them. Every door (command line, pages, mail, SNMP) takes its words and its
 * rounding from here, so that none of them shows another number than the others.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/text.h"
#include "lib/model/channel.h"
#include "lib/model/snapshot.h"

/* How a door wants its texts. */
struct present_style {
	bool fahrenheit; /* temperatures; values stay Celsius everywhere else */
	bool ascii;	 /* a terminal, a log or a text message without Unicode */
};

/* Adds millionths as a decimal number with exactly `digits` (0 to 6), half rounded away from 0. */
void present_number(struct text *out, int64_t micro, unsigned digits, bool ascii);

/* The same temperature in degrees Fahrenheit, millionths, rounded half away from 0. */
int64_t present_fahrenheit(int64_t celsius_micro);

/* What stands behind a channel's number: "V", "V AC", "°F"; "" without a unit. */
const char *present_unit(const struct channel *c, const struct present_style *style);

/* A quality in words: "over range", "broken wire". */
const char *present_quality(enum quality v);

/* The state of a digital channel in its own words, e.g. "CLOSED". */
const char *present_state_text(const struct channel *c, bool active);

/*
 * Adds what stands in a column of values: the number without its unit, the state of a digital
 * channel;
 * "--.--" with the channel's digits, or "---", where there is no value.
 */
void present_value_number(struct text *out, const struct channel *c, const struct sample *s,
			  const struct present_style *style);

/* Adds the whole in one: "13.80 V", "CLOSED", "broken wire". */
void present_value(struct text *out, const struct channel *c, const struct sample *s,
		   const struct present_style *style);

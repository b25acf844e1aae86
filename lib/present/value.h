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

/* What the ids of alarms and events mean: the table of a HELLO, and how its door wants texts. */
struct present_table {
	const struct channel *channels;
	unsigned n_channels;
	struct present_style style;
};

/* The channel of this id, NULL when the table has none of it. */
const struct channel *present_table_find(const struct present_table *t, const char *id);

/* What people call it; its id when it is hidden. */
const char *present_name(const struct channel *c);

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

/* Adds a value that is none of a sample, e.g. a limit: "12.00 V", "CLOSED". */
void present_micro(struct text *out, const struct channel *c, int64_t micro,
		   const struct present_style *style);

/* Adds by how much a value differs: of temperatures a step of the scale and not a point on it. */
void present_difference(struct text *out, const struct channel *c, int64_t micro,
			const struct present_style *style);

/* Adds a value whose channel is not known (any more): as many digits as it has, at most six. */
void present_bare(struct text *out, int64_t micro, enum unit unit,
		  const struct present_style *style);

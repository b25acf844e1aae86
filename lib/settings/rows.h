// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the schema tables are written with. Only schema_*.c include it. */
#include "lib/base/util.h"
#include "lib/settings/choices.h"
#include "lib/settings/schema.h"

#define MEMBER(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)

/* A decimal's default and limits in whole units. */
#define DECIMAL_RANGE(low, high) .min = (low)*MICRO, .max = (high)*MICRO

/*
 * No value of a DC power system comes near a million of its unit, and the product of two such
 * values (watts) still fits 64 bits.
 */
#define DECIMAL_ANY DECIMAL_RANGE(-1000000, 1000000)

/* The rows of a window of local time, behind one for `enabled` that says what the window is for. */
#define WINDOW_TIME_ROW(item, name, called, member, last, sentence)                                \
	{                                                                                          \
		.key = name, .label = called, .type = SETTING_TIME, MEMBER(item, member),          \
		.max = last, .help = sentence,                                                     \
	}
#define WINDOW_DAY_ROW(item, name, number, sentence)                                               \
	{                                                                                          \
		.key = name, .type = SETTING_BOOL, MEMBER(item, window.days[number]),              \
		.help = sentence,                                                                  \
	}
#define WINDOW_ROWS(item)                                                                          \
	WINDOW_TIME_ROW(item, "from", "Window from", window.from, 24 * 60 - 1,                     \
			"Local time at which it begins."),                                         \
		WINDOW_TIME_ROW(item, "to", "Window to", window.to, 24 * 60,                       \
				"Local time at which it ends. Not after from: on the next day."),  \
		WINDOW_DAY_ROW(item, "sunday", 0, "It begins on Sundays."),                        \
		WINDOW_DAY_ROW(item, "monday", 1, "It begins on Mondays."),                        \
		WINDOW_DAY_ROW(item, "tuesday", 2, "It begins on Tuesdays."),                      \
		WINDOW_DAY_ROW(item, "wednesday", 3, "It begins on Wednesdays."),                  \
		WINDOW_DAY_ROW(item, "thursday", 4, "It begins on Thursdays."),                    \
		WINDOW_DAY_ROW(item, "friday", 5, "It begins on Fridays."),                        \
		WINDOW_DAY_ROW(item, "saturday", 6, "It begins on Saturdays.")

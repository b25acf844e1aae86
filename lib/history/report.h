// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A range of the history of several channels, and as CSV (RFC 4180). Knows the zone of this
 * machine. */
#include "lib/base/text.h"
#include "lib/history/history.h"

struct history_report {
	unsigned n;
	const struct history_channel *channels[CHANNELS_MAX];
	struct history_sum *sums[CHANNELS_MAX]; /* one for each bucket; owned */
	struct history_range range;
	bool fahrenheit; /* of the table; programs get Celsius */
};

void history_report_done(struct history_report *r);

void history_report_csv(struct text *out, const struct history_report *r);

/* When a bucket begins, wall clock in microseconds; and how many seconds one has. */
int64_t history_report_us(const struct history_report *r, unsigned bucket);
int64_t history_report_step(const struct history_report *r);

/* Minimum, mean and maximum in millionths. */
void history_report_numbers(const struct history_channel *c, const struct history_sum *sum,
			    int64_t ret[3]);

/* The smallest step that is easy to read and gives at most so many lines of a time; seconds. */
int64_t history_span_step(int64_t seconds, unsigned lines);

/* The beginning of the step in which a time lies, on the clock on the wall; weeks on Monday. */
int64_t history_span_align(int64_t t, int64_t step);

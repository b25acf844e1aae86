// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What is kept of one channel over a minute and over an hour, and how a block of them is stored.
 * Values are counted in the channel's step (history_step). All sums are of integers, so an hour is
 * exactly what its minutes add up to, whichever of them is read. Pure.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/model/channel.h"

#define HISTORY_MINUTES 60   /* points of a block of minutes: an hour */
#define HISTORY_HOURS	192  /* points of a block of hours: 8 days, which just fit a page of 4096 */
#define HISTORY_STEP	1000 /* millionths: thousandths of the unit, unless the range is too wide */

/* A minute. Without a value in it, `seconds` is 0 and min, mean and max mean nothing. */
struct history_point {
	int32_t min, mean, max;
	uint8_t seconds; /* in which there was a value, 0 to 60; kept rounded up to an even number
			  */
	uint8_t worst;	 /* enum quality, the largest one seen; 0 (ok) also when nothing was */
};

/* Any number of minutes: an hour, a bucket. */
struct history_sum {
	int32_t min, max;
	int64_t sum;	 /* of mean * seconds */
	int64_t seconds; /* with a value */
	uint8_t worst;
};

/* sum / n, half rounded away from zero; n above 0. All means and steps are rounded so. */
int64_t history_divide(int64_t sum, int64_t n);

/* Millionths of the unit that one step is. */
int32_t history_step(const struct channel *c);

/* A value in steps, half rounded away from zero, and held within 32 bits. */
int32_t history_scale(int64_t micro, int32_t step);

/* The same for what is shown with `digits` and rounded once more then: that comes out as if it was
 * rounded once. */
int32_t history_keep(int64_t micro, int32_t step, unsigned digits);

/* The mean of a sum in steps, half rounded away from zero; 0 without a value. */
int64_t history_mean(const struct history_sum *s);

void history_sum_point(struct history_sum *to, const struct history_point *p);
void history_sum_value(struct history_sum *to, int32_t value, int64_t seconds);
void history_sum_merge(struct history_sum *to, const struct history_sum *from);

/* Two looks at the same minute, e.g. before and after a restart in it. */
void history_point_merge(struct history_point *to, const struct history_point *from);

/* One of a block: min, mean, max (i32) of all points, then seconds and quality in a byte each. */
#define HISTORY_MINUTE_BYTES 13
#define HISTORY_MINUTE_BLOCK (HISTORY_MINUTES * HISTORY_MINUTE_BYTES)
void history_minutes_put(uint8_t block[HISTORY_MINUTE_BLOCK], unsigned i,
			 const struct history_point *p);
void history_minutes_get(const uint8_t block[HISTORY_MINUTE_BLOCK], unsigned i,
			 struct history_point *ret);

/* min, max (i32), sum (i64), seconds (u16) and quality (u8) of all points. */
#define HISTORY_HOUR_BYTES 19
#define HISTORY_HOUR_BLOCK (HISTORY_HOURS * HISTORY_HOUR_BYTES)
void history_hours_put(uint8_t block[HISTORY_HOUR_BLOCK], unsigned i, const struct history_sum *s);
void history_hours_get(const uint8_t block[HISTORY_HOUR_BLOCK], unsigned i,
		       struct history_sum *ret);

/* Adds the hours from `from` on, up to `to` or the first one without anything; returns that place.
 */
unsigned history_hours_sum(const uint8_t block[HISTORY_HOUR_BLOCK], unsigned from, unsigned to,
			   struct history_sum *sum);

/* What a whole block of minutes adds up to. */
void history_minutes_sum(const uint8_t block[HISTORY_MINUTE_BLOCK], unsigned from, unsigned to,
			 struct history_sum *sum);

/* One by itself, as the running hour keeps it. */
void history_point_put(uint8_t bytes[HISTORY_MINUTE_BYTES], const struct history_point *p);
void history_point_get(const uint8_t bytes[HISTORY_MINUTE_BYTES], struct history_point *ret);

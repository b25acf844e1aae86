// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/point.h"

#include <endian.h>
#include <string.h>

#include "lib/base/util.h"

/* Room above the range of a channel, whose settings may be corrected later. */
#define STEPS_MOST 1000000000

int32_t history_step(const struct channel *c)
{
	int64_t most = MAX(c->range_max, -c->range_min), step = HISTORY_STEP;

	if (channel_digital(c))
		return HISTORY_STEP;
	while (most / step > STEPS_MOST)
		step *= 10;
	return (int32_t)MIN(step, INT64_C(1000000000));
}

int64_t history_divide(int64_t sum, int64_t n)
{
	int64_t rest = sum % n;

	return sum / n + (rest * 2 >= n) - (rest * 2 <= -n);
}

int32_t history_scale(int64_t micro, int32_t step)
{
	return (int32_t)MAX(MIN(history_divide(micro, step), INT32_MAX), -INT32_MAX);
}

int32_t history_keep(int64_t micro, int32_t step, unsigned digits)
{
	int32_t steps = history_scale(micro, step);
	int64_t kept = (int64_t)steps * step, shown = MICRO;

	while (digits-- > 0)
		shown /= 10;
	/* 92.749829 is no 92.750, of which one digit would be 92.8 */
	if (shown > 0 && kept % shown * 2 == (kept < 0 ? -shown : shown) &&
	    (kept < 0 ? kept < micro : kept > micro))
		steps += kept < 0 ? 1 : -1;
	return steps;
}

int64_t history_mean(const struct history_sum *s)
{
	return s->seconds ? history_divide(s->sum, s->seconds) : 0;
}

static void add(struct history_sum *to, int32_t min, int32_t max, int64_t sum, int64_t seconds)
{
	if (seconds == 0)
		return;
	if (to->seconds == 0 || min < to->min)
		to->min = min;
	if (to->seconds == 0 || max > to->max)
		to->max = max;
	to->sum += sum;
	to->seconds += seconds;
}

void history_sum_point(struct history_sum *to, const struct history_point *p)
{
	add(to, p->min, p->max, (int64_t)p->mean * p->seconds, p->seconds);
	to->worst = MAX(to->worst, p->worst);
}

void history_sum_value(struct history_sum *to, int32_t value, int64_t seconds)
{
	add(to, value, value, value * seconds, seconds);
}

void history_sum_merge(struct history_sum *to, const struct history_sum *from)
{
	add(to, from->min, from->max, from->sum, from->seconds);
	to->worst = MAX(to->worst, from->worst);
}

void history_point_merge(struct history_point *to, const struct history_point *from)
{
	struct history_sum s = { 0 };

	history_sum_point(&s, to);
	history_sum_point(&s, from);
	*to = (struct history_point){
		.min = s.min,
		.mean = (int32_t)history_mean(&s),
		.max = s.max,
		.seconds = (uint8_t)MIN(s.seconds, 60),
		.worst = s.worst,
	};
}

/* ------------------------------------------------------------------ blocks */

static void put_32(uint8_t *at, int32_t v)
{
	uint32_t le = htole32((uint32_t)v);

	memcpy(at, &le, sizeof(le));
}

static int32_t get_32(const uint8_t *at)
{
	uint32_t le;

	memcpy(&le, at, sizeof(le));
	return (int32_t)le32toh(le);
}

static void put_64(uint8_t *at, int64_t v)
{
	uint64_t le = htole64((uint64_t)v);

	memcpy(at, &le, sizeof(le));
}

static int64_t get_64(const uint8_t *at)
{
	uint64_t le;

	memcpy(&le, at, sizeof(le));
	return (int64_t)le64toh(le);
}

/* Where the columns of a block of minutes begin. */
enum {
	MINUTE_MIN = 0,
	MINUTE_MEAN = MINUTE_MIN + 4 * HISTORY_MINUTES,
	MINUTE_MAX = MINUTE_MEAN + 4 * HISTORY_MINUTES,
	MINUTE_SEEN = MINUTE_MAX + 4 * HISTORY_MINUTES,
};

/* Seconds in pairs, and the quality above them: three bits are enough for it. */
#define SEEN_BITS 5
_Static_assert(QUALITY_MAX <= 8, "a quality fits above the seconds");

static uint8_t put_seen(const struct history_point *p)
{
	return (uint8_t)(p->worst << SEEN_BITS | (MIN(p->seconds, 60) + 1) / 2);
}

static void get_seen(uint8_t seen, struct history_point *ret)
{
	ret->seconds = (uint8_t)(2 * (seen & ((1 << SEEN_BITS) - 1)));
	ret->worst = seen >> SEEN_BITS;
}

void history_point_put(uint8_t bytes[HISTORY_MINUTE_BYTES], const struct history_point *p)
{
	put_32(bytes, p->min);
	put_32(bytes + 4, p->mean);
	put_32(bytes + 8, p->max);
	bytes[12] = put_seen(p);
}

void history_point_get(const uint8_t bytes[HISTORY_MINUTE_BYTES], struct history_point *ret)
{
	ret->min = get_32(bytes);
	ret->mean = get_32(bytes + 4);
	ret->max = get_32(bytes + 8);
	get_seen(bytes[12], ret);
}

void history_minutes_put(uint8_t block[HISTORY_MINUTE_BLOCK], unsigned i,
			 const struct history_point *p)
{
	put_32(block + MINUTE_MIN + 4 * i, p->min);
	put_32(block + MINUTE_MEAN + 4 * i, p->mean);
	put_32(block + MINUTE_MAX + 4 * i, p->max);
	block[MINUTE_SEEN + i] = put_seen(p);
}

void history_minutes_get(const uint8_t block[HISTORY_MINUTE_BLOCK], unsigned i,
			 struct history_point *ret)
{
	ret->min = get_32(block + MINUTE_MIN + 4 * i);
	ret->mean = get_32(block + MINUTE_MEAN + 4 * i);
	ret->max = get_32(block + MINUTE_MAX + 4 * i);
	get_seen(block[MINUTE_SEEN + i], ret);
}

void history_minutes_sum(const uint8_t block[HISTORY_MINUTE_BLOCK], unsigned from, unsigned to,
			 struct history_sum *sum)
{
	struct history_point p;

	for (unsigned i = from; i < to; i++) {
		if (block[MINUTE_SEEN + i] == 0)
			continue;
		history_minutes_get(block, i, &p);
		history_sum_point(sum, &p);
	}
}

enum {
	HOUR_MIN = 0,
	HOUR_MAX = HOUR_MIN + 4 * HISTORY_HOURS,
	HOUR_SUM = HOUR_MAX + 4 * HISTORY_HOURS,
	HOUR_SECONDS = HOUR_SUM + 8 * HISTORY_HOURS,
	HOUR_WORST = HOUR_SECONDS + 2 * HISTORY_HOURS,
};

void history_hours_put(uint8_t block[HISTORY_HOUR_BLOCK], unsigned i, const struct history_sum *s)
{
	uint16_t seconds = htole16((uint16_t)MIN(s->seconds, UINT16_MAX));

	put_32(block + HOUR_MIN + 4 * i, s->min);
	put_32(block + HOUR_MAX + 4 * i, s->max);
	put_64(block + HOUR_SUM + 8 * i, s->sum);
	memcpy(block + HOUR_SECONDS + 2 * i, &seconds, sizeof(seconds));
	block[HOUR_WORST + i] = s->worst;
}

void history_hours_get(const uint8_t block[HISTORY_HOUR_BLOCK], unsigned i, struct history_sum *ret)
{
	uint16_t seconds;

	memcpy(&seconds, block + HOUR_SECONDS + 2 * i, sizeof(seconds));
	ret->min = get_32(block + HOUR_MIN + 4 * i);
	ret->max = get_32(block + HOUR_MAX + 4 * i);
	ret->sum = get_64(block + HOUR_SUM + 8 * i);
	ret->seconds = le16toh(seconds);
	ret->worst = block[HOUR_WORST + i];
}

unsigned history_hours_sum(const uint8_t block[HISTORY_HOUR_BLOCK], unsigned from, unsigned to,
			   struct history_sum *sum)
{
	struct history_sum hour, all = *sum;

	for (; from < to; from++) {
		history_hours_get(block, from, &hour);
		if (hour.seconds == 0 && hour.worst == 0)
			break;
		history_sum_merge(&all, &hour);
	}
	*sum = all;
	return from;
}

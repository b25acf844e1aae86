// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/zone.h"

#include <time.h>

#include "lib/base/util.h"

#define DAY_S INT64_C(86400)

/* 1970-01-01 was a Thursday. */
#define WEEKDAY_OF_DAY_0 4

/*
 * All here is in seconds. Days are counted from 1970-01-01 in local time. No zone has ever been a
 * day away from UTC, and none changed twice within two days.
 */
static int64_t offset_at(int64_t s)
{
	time_t t = (time_t)s;
	struct tm tm;

	return localtime_r(&t, &tm) ? tm.tm_gmtoff : 0;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t day_of(int64_t s)
{
	return floor_div(s + offset_at(s), DAY_S);
}

/* The first second with another offset than at `low`, up to and with `high`; 0 when it is the same
 * there. */
static int64_t change_between(int64_t low, int64_t high)
{
	int64_t offset = offset_at(low);

	if (high <= low || offset_at(high) == offset)
		return 0;
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (offset_at(middle) == offset)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* The first second at which the clock shows that day, or one after it. */
static int64_t start_of(int64_t day)
{
	int64_t low = (day - 1) * DAY_S, high = (day + 1) * DAY_S;
	int64_t change = change_between(low, high);
	int64_t start = day * DAY_S - offset_at(low);

	if (change == 0 || start < change)
		return start;
	return MAX(day * DAY_S - offset_at(high), change);
}

/* The next day in this direction that the zone has. */
static int64_t step(int64_t day, int direction)
{
	do
		day += direction;
	while (start_of(day) == start_of(day + 1));
	return day;
}

static struct local_day describe(int64_t day)
{
	int64_t start = start_of(day), end = start_of(day + 1);
	int64_t change = change_between(start, end - 1);
	int64_t weekday = (day + WEEKDAY_OF_DAY_0) % 7;

	return (struct local_day){
		.start_us = start * USEC_PER_SEC,
		.end_us = end * USEC_PER_SEC,
		.offset_s = (int32_t)offset_at(start),
		.change_us = change * USEC_PER_SEC,
		.offset_after_s = (int32_t)offset_at(end - 1),
		.weekday = (int)(weekday < 0 ? weekday + 7 : weekday),
	};
}

void zone_days(int64_t wall_us, struct local_day *ret_days, unsigned n)
{
	int64_t day;

	tzset();
	day = step(day_of(floor_div(wall_us, USEC_PER_SEC)), -1);
	for (unsigned i = 0; i < n; i++) {
		ret_days[i] = describe(day);
		day = step(day, 1);
	}
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/calendar.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lib/base/util.h"

#define DATE_MAX 24

/* Seconds, rounded down: C rounds towards zero, and before 1970 that is the wrong second. */
static time_t seconds_of(int64_t wall_us, int *ret_ms)
{
	int64_t micros = wall_us % USEC_PER_SEC, s = wall_us / USEC_PER_SEC;

	if (micros < 0) {
		micros += USEC_PER_SEC;
		s--;
	}
	*ret_ms = (int)(micros / USEC_PER_MSEC);
	return (time_t)s;
}

void calendar_format(int64_t wall_us, char ret_text[CLOCK_RFC3339_MAX])
{
	char date[DATE_MAX];
	struct tm tm;
	time_t s;
	long east;
	int ms;

	s = seconds_of(wall_us, &ms);
	if (!localtime_r(&s, &tm) || !strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm)) {
		(void)snprintf(ret_text, CLOCK_RFC3339_MAX, "unknown");
		return;
	}
	east = tm.tm_gmtoff / 60;
	if (east == 0)
		(void)snprintf(ret_text, CLOCK_RFC3339_MAX, "%.19s.%03dZ", date, ms);
	else
		(void)snprintf(ret_text, CLOCK_RFC3339_MAX, "%.19s.%03d%c%02d:%02d", date, ms,
			       east < 0 ? '-' : '+', (int)(labs(east) / 60 % 24),
			       (int)(labs(east) % 60));
}

void calendar_short(int64_t wall_us, int64_t now_us, char ret_text[CALENDAR_SHORT_MAX])
{
	struct tm tm, today;
	time_t s, now;
	bool same;
	int ms;

	s = seconds_of(wall_us, &ms);
	now = seconds_of(now_us, &ms);
	if (!localtime_r(&s, &tm) || !localtime_r(&now, &today)) {
		(void)snprintf(ret_text, CALENDAR_SHORT_MAX, "unknown");
		return;
	}
	same = tm.tm_year == today.tm_year && tm.tm_yday == today.tm_yday;
	if (!strftime(ret_text, CALENDAR_SHORT_MAX, same ? "%H:%M" : "%Y-%m-%d %H:%M", &tm))
		(void)snprintf(ret_text, CALENDAR_SHORT_MAX, "unknown");
}

void calendar_second(int64_t wall_us, char ret_text[CALENDAR_SHORT_MAX])
{
	struct tm tm;
	time_t s;
	int ms;

	s = seconds_of(wall_us, &ms);
	if (!localtime_r(&s, &tm) ||
	    !strftime(ret_text, CALENDAR_SHORT_MAX, "%Y-%m-%d %H:%M:%S", &tm))
		(void)snprintf(ret_text, CALENDAR_SHORT_MAX, "unknown");
}

int64_t calendar_east_s(int64_t wall_us)
{
	struct tm tm;
	time_t s;
	int ms;

	s = seconds_of(wall_us, &ms);
	return localtime_r(&s, &tm) ? tm.tm_gmtoff : 0;
}

/* Exactly n digits, at least `least` and at most `most`. */
static bool take(const char **at, int n, int least, int most, int *ret)
{
	int v = 0;

	for (int i = 0; i < n; i++, ++*at) {
		if (**at < '0' || **at > '9')
			return false;
		v = 10 * v + (**at - '0');
	}
	*ret = v;
	return v >= least && v <= most;
}

static bool take_sign(const char **at, const char *signs)
{
	if (!**at || !strchr(signs, **at))
		return false;
	++*at;
	return true;
}

static bool take_date(const char **at, struct tm *tm)
{
	bool good = take(at, 4, 1970, 9999, &tm->tm_year) && take_sign(at, "-") &&
		    take(at, 2, 1, 12, &tm->tm_mon) && take_sign(at, "-") &&
		    take(at, 2, 1, 31, &tm->tm_mday);

	tm->tm_year -= 1900;
	tm->tm_mon--;
	return good;
}

/* Hours and minutes, then seconds and a fraction if they are there. */
static bool take_time(const char **at, struct tm *tm, int64_t *ret_micros)
{
	int64_t unit = USEC_PER_SEC;

	if (!take(at, 2, 0, 23, &tm->tm_hour) || !take_sign(at, ":") ||
	    !take(at, 2, 0, 59, &tm->tm_min))
		return false;
	if (take_sign(at, ":") && !take(at, 2, 0, 60, &tm->tm_sec))
		return false;
	if (!take_sign(at, "."))
		return true;
	for (; **at >= '0' && **at <= '9'; ++*at) {
		unit /= 10;
		*ret_micros += (**at - '0') * unit;
	}
	return unit < USEC_PER_SEC;
}

/* Seconds east of UTC: "Z" or "+01:00". */
static bool take_zone(const char **at, int *ret_east_s)
{
	bool west = **at == '-';
	int h, min;

	if (take_sign(at, "Zz")) {
		*ret_east_s = 0;
		return true;
	}
	if (!take_sign(at, "+-") || !take(at, 2, 0, 23, &h) || !take_sign(at, ":") ||
	    !take(at, 2, 0, 59, &min))
		return false;
	*ret_east_s = (west ? -1 : 1) * (h * 3600 + min * 60);
	return true;
}

int calendar_parse(const char *text, int64_t *ret_wall_us)
{
	struct tm tm = { .tm_isdst = -1 }, asked;
	int64_t micros = 0;
	int east_s = 0;
	bool zone;
	time_t s;

	if (!take_date(&text, &tm))
		return -EINVAL;
	if (take_sign(&text, " Tt") && !take_time(&text, &tm, &micros))
		return -EINVAL;
	zone = *text;
	if (zone && (!take_zone(&text, &east_s) || *text))
		return -EINVAL;
	asked = tm;
	s = zone ? timegm(&tm) - east_s : mktime(&tm);
	/* the 31st of a month of 30 days is none */
	if (tm.tm_mday != asked.tm_mday && asked.tm_sec < 60)
		return -EINVAL;
	*ret_wall_us = (int64_t)s * USEC_PER_SEC + micros;
	return 0;
}

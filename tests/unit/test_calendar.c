// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/calendar.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

/* 2026-11-23T06:47:00Z */
#define MONDAY_US (INT64_C(1795416420) * USEC_PER_SEC)

static void set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

static const char *full(int64_t wall_us)
{
	static char text[CLOCK_RFC3339_MAX];

	calendar_format(wall_us, text);
	return text;
}

static const char *brief(int64_t wall_us, int64_t now_us)
{
	static char text[CALENDAR_SHORT_MAX];

	calendar_short(wall_us, now_us, text);
	return text;
}

TEST(the_zone_s_offset_stands_behind)
{
	set_zone("UTC");
	ASSERT_STREQ(full(MONDAY_US), "2026-11-23T06:47:00.000Z");
	set_zone("<+0545>-5:45");
	ASSERT_STREQ(full(MONDAY_US + 1500), "2026-11-23T12:32:00.001+05:45");
	set_zone("EST5");
	ASSERT_STREQ(full(MONDAY_US), "2026-11-23T01:47:00.000-05:00");
	ASSERT_STREQ(full(-1), "1969-12-31T18:59:59.999-05:00");
}

TEST(people_say_the_day_only_of_another_one)
{
	set_zone("CET-1");
	ASSERT_STREQ(brief(MONDAY_US, MONDAY_US + 3600 * USEC_PER_SEC), "07:47");
	ASSERT_STREQ(brief(MONDAY_US, MONDAY_US + 17 * 3600 * USEC_PER_SEC), "2026-11-23 07:47");
	/* the same day in UTC is another one here */
	ASSERT_STREQ(brief(MONDAY_US, MONDAY_US - 8 * 3600 * USEC_PER_SEC), "2026-11-23 07:47");
}

TEST(seconds_and_how_far_ahead)
{
	char text[CALENDAR_SHORT_MAX];

	set_zone("<+0545>-5:45");
	calendar_second(MONDAY_US + 5 * USEC_PER_SEC + 999999, text);
	ASSERT_STREQ(text, "2026-11-23 12:32:05");
	ASSERT_EQ(calendar_east_s(MONDAY_US), 20700);
	set_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	ASSERT_EQ(calendar_east_s(MONDAY_US), 3600);
	ASSERT_EQ(calendar_east_s(MONDAY_US - 60 * 86400 * USEC_PER_SEC), 7200);
	set_zone("EST5");
	ASSERT_EQ(calendar_east_s(MONDAY_US), -18000);
}

static int64_t parsed(const char *text)
{
	int64_t us = -1;

	ASSERT_OK(calendar_parse(text, &us));
	return us - MONDAY_US;
}

TEST(what_is_read)
{
	set_zone("CET-1");
	ASSERT_EQ(parsed("2026-11-23 07:47"), 0);
	ASSERT_EQ(parsed("2026-11-23T07:47:30"), 30 * USEC_PER_SEC);
	ASSERT_EQ(parsed("2026-11-23"), -(7 * 60 + 47) * 60 * USEC_PER_SEC);
	ASSERT_EQ(parsed("2026-11-23T06:47:00Z"), 0);
	ASSERT_EQ(parsed("2026-11-23T06:47:00.25Z"), 250000);
	ASSERT_EQ(parsed("2026-11-23T01:47:00-05:00"), 0);
	ASSERT_EQ(parsed(full(MONDAY_US + 1000)), 1000);
}

TEST(what_is_no_time)
{
	static const char *const texts[] = {
		"",
		"2026",
		"2026-11",
		"2026-11-31",
		"2026-02-29",
		"2026-13-01",
		"26-11-23",
		"2026-11-23 ",
		"2026-11-23 7:47",
		"2026-11-23 24:00",
		"2026-11-23 07:47:",
		"2026-11-23 07:47:00.",
		"2026-11-23T07:47:00+1",
		"2026-11-23T07:47:00Zx",
		"2026-11-23x",
		" 2026-11-23",
		"2h",
	};
	int64_t us = 7;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		ASSERT_EQ(calendar_parse(texts[i], &us), -EINVAL);
	ASSERT_EQ(us, 7);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/recur.h"

#include <stdlib.h>
#include <time.h>

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define MINUTE_US (60 * USEC_PER_SEC)
#define HOUR_US	  (60 * MINUTE_US)
#define DAY_US	  (24 * HOUR_US)
#define WEEK_MIN  (7 * 24 * 60)
/* 2026-11-27, 00:00 UTC; a Friday. */
#define FRIDAY_US (INT64_C(1795737600) * USEC_PER_SEC)

static void live_in(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

TEST(within_a_day)
{
	live_in("UTC");
	ASSERT_EQ(recur_next_us(120, 30, FRIDAY_US), FRIDAY_US + 30 * MINUTE_US);
	ASSERT_EQ(recur_next_us(120, 30, FRIDAY_US + 30 * MINUTE_US), FRIDAY_US + 150 * MINUTE_US);
	ASSERT_EQ(recur_next_us(120, 30, FRIDAY_US - 1), FRIDAY_US + 30 * MINUTE_US);
	ASSERT_EQ(recur_next_us(24 * 60, 0, FRIDAY_US), FRIDAY_US + DAY_US);
}

/* A week is a week, whenever in the day somebody asks. */
TEST(more_than_a_day)
{
	int64_t monday_us = FRIDAY_US + 3 * DAY_US + 8 * HOUR_US;

	live_in("UTC");
	for (int64_t us = 0; us < 7 * DAY_US; us += HOUR_US)
		ASSERT_EQ(recur_next_us(WEEK_MIN, 8 * 60, monday_us + us), monday_us + 7 * DAY_US);
	ASSERT_EQ(recur_next_us(WEEK_MIN, 8 * 60, monday_us - 1), monday_us);
	for (int64_t at = monday_us, i = 0; i < 10; i++) {
		int64_t next_us = recur_next_us(2 * 24 * 60, 8 * 60, at);

		ASSERT_TRUE(i == 0 || next_us - at == 2 * DAY_US);
		at = next_us;
	}
}

TEST(as_the_clock_on_the_wall_shows_it)
{
	live_in("CET-1");
	ASSERT_EQ(recur_next_us(24 * 60, 6 * 60, FRIDAY_US), FRIDAY_US + 5 * HOUR_US);
	ASSERT_EQ(recur_next_us(WEEK_MIN, 0, FRIDAY_US), FRIDAY_US + 3 * DAY_US - HOUR_US);
}

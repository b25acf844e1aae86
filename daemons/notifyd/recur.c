// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/recur.h"

#include "lib/base/calendar.h"
#include "lib/base/util.h"

#define MINUTE_US (60 * USEC_PER_SEC)
#define DAY_US	  (24 * 60 * MINUTE_US)

/* 1970-01-05, in local time: long ago, so that weeks and pairs of days go on over each other. */
#define MONDAY_US (4 * DAY_US)

static int64_t day_start_us(int64_t shown_us)
{
	return shown_us - (shown_us % DAY_US + DAY_US) % DAY_US;
}

int64_t recur_next_us(int64_t every_min, int64_t start_min, int64_t wall_us)
{
	int64_t shown_us = wall_us + calendar_east_s(wall_us) * USEC_PER_SEC;
	int64_t every_us = every_min * MINUTE_US;
	int64_t from_us = every_us > DAY_US ? MONDAY_US : day_start_us(shown_us);
	int64_t since_us = shown_us - from_us - start_min * MINUTE_US;
	int64_t times = since_us >= 0 ? since_us / every_us + 1 : -(-since_us / every_us);

	return wall_us + times * every_us - since_us;
}

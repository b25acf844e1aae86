// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Windows of local time as spans of instants. Pure: the window, the local days around now and `now`
 * in, a decision out; which days those are says zone.h.
 *
 * A window belongs to the day on which it begins (S35) and runs from the first instant at which the
 * clock on the wall shows `from` or later on that day to the first one at which it shows `to`: on
 * the same day, or on the next one when `to` is not after `from`. So a time that spring leaves out
 * is the change itself, one that autumn repeats is its first pass, and no window runs twice on a
 * day. One that lies in the left out hour as a whole does not run on that day.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/settings/settings.h"

struct local_day {
	int64_t start_us;	/* wall clock (UTC) at which it begins */
	int64_t end_us;		/* and at which the next one does */
	int32_t offset_s;	/* seconds east of UTC then */
	int64_t change_us;	/* wall clock at which the offset changes on that day; 0: never */
	int32_t offset_after_s; /* from then on */
	int weekday;		/* 0 is Sunday */
};

/* Yesterday, today and a week: when a window begins next is among them. */
#define SCHEDULE_DAYS 9

/*
 * The first instant at which the clock shows `minutes` after midnight or later on that day; its end
 * when it shows nothing so late.
 */
int64_t schedule_instant(const struct local_day *day, int64_t minutes);

/*
 * Whether the window runs at `wall_us`, which is in one of days[1] to days[SCHEDULE_DAYS - 2]. A
 * window that is not enabled, or has no day, does not.
 *
 * *ret_next_us is when it begins or ends next, after wall_us, and INT64_MAX for one that never
 * runs. Where the days given do not reach so far (a day that a zone left out was the one) it is the
 * start of the last of them: ask again then.
 */
bool schedule_runs(const struct settings_window *w, const struct local_day days[SCHEDULE_DAYS],
		   int64_t wall_us, int64_t *ret_next_us);

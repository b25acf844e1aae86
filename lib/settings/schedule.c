// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/schedule.h"

#include "lib/base/util.h"

#define MINUTE_US (60 * USEC_PER_SEC)
#define DAY_US	  (24 * 60 * MINUTE_US)

/* What the clock shows is the instant and the offset, counted like instants; here at midnight. */
static int64_t midnight_shown(const struct local_day *day)
{
	int64_t shown = day->start_us + day->offset_s * USEC_PER_SEC;
	int64_t behind = shown % DAY_US;

	/* a day that begins at 01:00 has its midnight in what was left out */
	return shown - (behind < 0 ? behind + DAY_US : behind);
}

int64_t schedule_instant(const struct local_day *day, int64_t minutes)
{
	int64_t shown = midnight_shown(day) + minutes * MINUTE_US;
	int64_t at = MAX(shown - day->offset_s * USEC_PER_SEC, day->start_us);

	if (day->change_us != 0 && at >= day->change_us)
		at = MAX(shown - day->offset_after_s * USEC_PER_SEC, day->change_us);
	return MIN(at, day->end_us);
}

struct span {
	int64_t begin_us, end_us;
};

static struct span span_of(const struct settings_window *w, const struct local_day *day)
{
	const struct local_day *next = day + 1;

	return (struct span){
		.begin_us = schedule_instant(day, w->from),
		.end_us = schedule_instant(w->to > w->from ? day : next, w->to),
	};
}

static bool ever_runs(const struct settings_window *w)
{
	for (size_t i = 0; w->enabled && i < ARRAY_SIZE(w->days); i++)
		if (w->days[i])
			return true;
	return false;
}

bool schedule_runs(const struct settings_window *w, const struct local_day days[SCHEDULE_DAYS],
		   int64_t wall_us, int64_t *ret_next_us)
{
	int64_t next_us = days[SCHEDULE_DAYS - 1].start_us;
	bool runs = false;

	if (!ever_runs(w)) {
		*ret_next_us = INT64_MAX;
		return false;
	}
	for (int i = 0; i + 1 < SCHEDULE_DAYS; i++) {
		struct span s;

		if (!w->days[days[i].weekday])
			continue;
		s = span_of(w, &days[i]);
		if (s.begin_us >= s.end_us)
			continue;
		runs |= s.begin_us <= wall_us && wall_us < s.end_us;
		if (s.begin_us > wall_us)
			next_us = MIN(next_us, s.begin_us);
		if (s.end_us > wall_us)
			next_us = MIN(next_us, s.end_us);
	}
	*ret_next_us = next_us;
	return runs;
}

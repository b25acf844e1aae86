// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/gather.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define NOON   INT64_C(1800000000) /* a whole minute */
#define BOOTED (NOON - 1000)	   /* when monotonic time was 0 */

static const struct channel two[2] = {
	{ .kind = CHANNEL_ANALOG_IN, .range_max = 100 * MICRO },
	{ .kind = CHANNEL_ANALOG_IN, .range_max = 100 * MICRO },
};
static struct gather g;

/* `ms` is since NOON; the second channel says 1. */
static struct snapshot shot(int64_t ms, int64_t value)
{
	return (struct snapshot){
		.now = { NOON * USEC_PER_SEC + ms * USEC_PER_MSEC,
			 (NOON - BOOTED) * USEC_PER_SEC + ms * USEC_PER_MSEC },
		.wall_sane = true,
		.n_samples = 2,
		.samples = { { .value = value }, { .value = MICRO } },
	};
}

static unsigned take(int64_t ms, int64_t value)
{
	struct snapshot s = shot(ms, value);

	return gather_take(&g, &s);
}

TEST(a_second_is_its_last_snapshot)
{
	gather_begin(&g, two, 2);
	/* says how far the clock is ahead, for rows of this boot that had none */
	ASSERT_EQ(take(0, 5 * MICRO), GATHER_CLOCK);
	ASSERT_EQ(g.ahead_us, BOOTED * USEC_PER_SEC);
	ASSERT_EQ(take(500, 6 * MICRO), 0);
	ASSERT_EQ(take(999, 7 * MICRO + 499), 0);
	ASSERT_EQ(take(1000, 8 * MICRO), GATHER_SECOND);
	ASSERT_EQ(g.done_second.t, NOON);
	ASSERT_EQ(g.done_second.values.n, 2);
	ASSERT_EQ(g.done_second.values.values[0], 7000);
	ASSERT_EQ(g.done_second.values.values[1], 1000);
	/* a second without a snapshot has no row */
	ASSERT_EQ(take(5000, 8 * MICRO + 500), GATHER_SECOND);
	ASSERT_EQ(g.done_second.t, NOON + 1);
	ASSERT_EQ(gather_end(&g), GATHER_SECOND | GATHER_MINUTE);
	ASSERT_EQ(g.done_second.t, NOON + 5);
	ASSERT_EQ(g.done_second.values.values[0], 8001);
	ASSERT_EQ(gather_end(&g), 0);
}

TEST(a_minute_is_min_max_of_all_and_mean_of_ticks)
{
	struct snapshot edge = shot(1500, 50 * MICRO);
	const struct history_point *p;

	gather_begin(&g, two, 2);
	(void)take(0, 10 * MICRO);
	(void)take(1000, 13 * MICRO);
	edge.edge = true;
	ASSERT_EQ(gather_take(&g, &edge), 0);
	(void)take(2000, 12 * MICRO);
	ASSERT_EQ(take(60000, 0), GATHER_SECOND | GATHER_MINUTE);
	ASSERT_EQ(g.done_minute.minute, NOON / 60);
	ASSERT_EQ(g.done_minute.n, 2);
	p = &g.done_minute.points[0];
	ASSERT_EQ(p->min, 10000);
	ASSERT_EQ(p->max, 50000);
	ASSERT_EQ(p->mean, 11667);
	ASSERT_EQ(p->seconds, 3);
	ASSERT_EQ(p->worst, QUALITY_OK);
	/* the next one begins with this snapshot */
	ASSERT_EQ(gather_end(&g), GATHER_SECOND | GATHER_MINUTE);
	ASSERT_EQ(g.done_minute.minute, NOON / 60 + 1);
	ASSERT_EQ(g.done_minute.points[0].seconds, 1);
	ASSERT_EQ(g.done_minute.points[0].max, 0);
}

TEST(a_mean_is_rounded_away_from_zero)
{
	gather_begin(&g, two, 2);
	(void)take(0, -1000);
	(void)take(100, -2000);
	(void)gather_end(&g);
	ASSERT_EQ(g.done_minute.points[0].mean, -2);
	gather_begin(&g, two, 2);
	(void)take(0, 1000);
	(void)take(100, 2000);
	(void)gather_end(&g);
	ASSERT_EQ(g.done_minute.points[0].mean, 2);
}

TEST(edges_alone_have_a_mean_too)
{
	struct snapshot s = shot(0, 3 * MICRO);

	gather_begin(&g, two, 2);
	s.edge = true;
	(void)gather_take(&g, &s);
	(void)gather_end(&g);
	ASSERT_EQ(g.done_minute.points[0].mean, 3000);
	ASSERT_EQ(g.done_minute.points[0].seconds, 1);
}

TEST(what_is_not_ok_counts_for_nothing_but_the_worst)
{
	struct snapshot s = shot(0, 3 * MICRO);

	gather_begin(&g, two, 2);
	s.samples[0].quality = QUALITY_OVER_RANGE;
	s.samples[1].quality = QUALITY_DISABLED;
	(void)gather_take(&g, &s);
	s = shot(1000, 4 * MICRO);
	s.samples[0].quality = QUALITY_STALE;
	s.samples[1].quality = QUALITY_DISABLED;
	ASSERT_EQ(gather_take(&g, &s), GATHER_SECOND);
	ASSERT_EQ(g.done_second.values.qualities[0], QUALITY_OVER_RANGE);
	ASSERT_EQ(g.done_second.values.values[0], 0);
	(void)gather_end(&g);
	ASSERT_EQ(g.done_minute.points[0].seconds, 0);
	ASSERT_EQ(g.done_minute.points[0].worst, QUALITY_OVER_RANGE);
	ASSERT_EQ(g.done_minute.points[1].seconds, 0);
	ASSERT_EQ(g.done_minute.points[1].worst, QUALITY_OK);
}

TEST(a_clock_that_steps_ends_the_minute)
{
	gather_begin(&g, two, 2);
	(void)take(30000, MICRO);
	ASSERT_EQ(take(30000 - 3600 * 1000, 2 * MICRO), GATHER_SECOND | GATHER_MINUTE);
	ASSERT_EQ(g.done_minute.minute, NOON / 60);
	ASSERT_EQ(g.done_second.t, NOON + 30);
	ASSERT_EQ(take(31000 - 3600 * 1000, 2 * MICRO), GATHER_SECOND);
	ASSERT_EQ(take(31000, 3 * MICRO), GATHER_SECOND | GATHER_MINUTE);
	ASSERT_EQ(g.done_minute.minute, NOON / 60 - 60);
	ASSERT_EQ(g.done_minute.points[0].seconds, 2);
}

TEST(without_a_clock_time_is_since_the_boot)
{
	struct snapshot s = shot(0, MICRO);

	gather_begin(&g, two, 2);
	s.wall_sane = false;
	ASSERT_EQ(gather_take(&g, &s), 0);
	ASSERT_EQ(gather_time_us(&g), 1000 * USEC_PER_SEC);
	s.now.mono_us += USEC_PER_SEC;
	s.now.wall_us = 5;
	ASSERT_EQ(gather_take(&g, &s), GATHER_SECOND);
	ASSERT_EQ(g.done_second.t, 1000);
	/* the second that ran is one of before, and comes first */
	ASSERT_EQ(take(1100, MICRO), GATHER_SECOND | GATHER_CLOCK);
	ASSERT_EQ(g.done_second.t, 1001);
	ASSERT_EQ(g.ahead_us, BOOTED * USEC_PER_SEC);
	ASSERT_EQ(take(2100, MICRO), GATHER_SECOND);
	ASSERT_EQ(g.done_second.t, NOON + 1);
	/* gone again: minutes end */
	s.now.mono_us += 5 * USEC_PER_SEC;
	ASSERT_EQ(gather_take(&g, &s), GATHER_SECOND | GATHER_MINUTE);
}

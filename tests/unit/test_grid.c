// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/signal/grid.h"

#include "tests/unit/test.h"

#define PERIOD 100000

TEST(ticks_are_multiples_of_the_period)
{
	uint64_t missed;
	struct grid g;
	int64_t tick;

	grid_start(&g, PERIOD, 123456);
	ASSERT_EQ(g.next_us, 200000);
	ASSERT_FALSE(grid_take(&g, 199999, &tick, &missed));
	ASSERT_TRUE(grid_take(&g, 200000, &tick, &missed));
	ASSERT_EQ(tick, 200000);
	ASSERT_EQ(missed, 0);
	ASSERT_EQ(g.next_us, 300000);
}

TEST(late_by_less_than_a_period_misses_nothing)
{
	uint64_t missed;
	struct grid g;
	int64_t tick;

	grid_start(&g, PERIOD, 0);
	ASSERT_TRUE(grid_take(&g, 199999, &tick, &missed));
	ASSERT_EQ(tick, 100000);
	ASSERT_EQ(missed, 0);
	ASSERT_TRUE(grid_take(&g, 200000, &tick, &missed));
	ASSERT_EQ(g.missed, 0);
}

TEST(every_tick_that_passed_is_counted)
{
	uint64_t missed;
	struct grid g;
	int64_t tick;

	grid_start(&g, PERIOD, 0);
	ASSERT_TRUE(grid_take(&g, 550000, &tick, &missed));
	ASSERT_EQ(tick, 500000);
	ASSERT_EQ(missed, 4);
	ASSERT_EQ(g.next_us, 600000);
	ASSERT_TRUE(grid_take(&g, 800000, &tick, &missed));
	ASSERT_EQ(missed, 2);
	ASSERT_EQ(g.missed, 6);
}

TEST(another_period_is_aligned_and_keeps_the_count)
{
	uint64_t missed;
	struct grid g;
	int64_t tick;

	grid_start(&g, PERIOD, 0);
	(void)grid_take(&g, 300000, &tick, &missed);
	grid_set_period(&g, 1000000, 350000);
	ASSERT_EQ(g.next_us, 1000000);
	ASSERT_EQ(g.missed, 2);
}

TEST(served_and_missed_ticks_are_all_ticks)
{
	uint64_t seed = test_seed(), served = 0, missed;
	int64_t now = 0, tick, last = 0;
	struct grid g;

	grid_start(&g, PERIOD, now);
	for (int i = 0; i < 10000; i++) {
		now += (int64_t)(test_random(&seed) % (3 * PERIOD));
		if (!grid_take(&g, now, &tick, &missed))
			continue;
		served++;
		ASSERT_EQ(tick % PERIOD, 0);
		ASSERT_EQ(tick, last + (int64_t)(missed + 1) * PERIOD);
		last = tick;
	}
	ASSERT_EQ(served + g.missed, last / PERIOD);
}

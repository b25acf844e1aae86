// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/engine/rate.h"

#include "tests/unit/test.h"

#define STEP 1000

static struct rate rate;

static int64_t add(int64_t value, int64_t us)
{
	return rate_add(&rate, value, us);
}

TEST(the_window_has_sixteen_steps)
{
	rate_start(&rate, RATE_STEPS * STEP, false, false);
	ASSERT_EQ(add(0, 5 * STEP + STEP - 1), 0);
	ASSERT_EQ(add(7, 20 * STEP + STEP - 1), 7);
	/* the bucket of the 0 is sixteen behind */
	ASSERT_EQ(add(7, 21 * STEP), 0);
}

TEST(a_bucket_keeps_its_lowest)
{
	rate_start(&rate, RATE_STEPS * STEP, false, false);
	ASSERT_EQ(add(5, 100), 0);
	ASSERT_EQ(add(3, 200), 0);
	ASSERT_EQ(add(9, 300), 6);
	ASSERT_EQ(add(9, 2 * STEP), 6);
}

TEST(falling_keeps_the_highest)
{
	rate_start(&rate, RATE_STEPS * STEP, true, false);
	ASSERT_EQ(add(5, 100), 0);
	ASSERT_EQ(add(8, 200), 0);
	ASSERT_EQ(add(1, STEP), 7);
}

TEST(the_same_sample_again_changes_nothing)
{
	rate_start(&rate, RATE_STEPS * STEP, false, false);
	(void)add(0, 100);
	for (int i = 0; i < 100; i++)
		ASSERT_EQ(add(4, 5 * STEP), 4);
}

TEST(a_gap_as_long_as_the_window_leaves_nothing)
{
	rate_start(&rate, RATE_STEPS * STEP, false, false);
	(void)add(0, 0);
	ASSERT_EQ(add(50, 16 * STEP), 0);
	(void)add(40, 17 * STEP);
	ASSERT_EQ(add(50, 1000000 * STEP), 0);
}

TEST(time_that_goes_back_begins_anew)
{
	rate_start(&rate, RATE_STEPS * STEP, false, false);
	(void)add(0, 1000 * STEP);
	/* a little back is of the same publisher */
	ASSERT_EQ(add(5, 990 * STEP), 5);
	ASSERT_EQ(add(5, 100 * STEP), 0);
	ASSERT_EQ(add(6, 101 * STEP), 1);
}

TEST(nonsense_does_no_harm)
{
	rate_start(&rate, RATE_STEPS * STEP, false, false);
	(void)add(INT64_MIN, INT64_MIN);
	ASSERT_EQ(add(INT64_MAX, 1), INT64_MAX);
	ASSERT_EQ(add(3, INT64_MAX), 0);
	rate_start(&rate, 0, false, false);
	(void)add(1, 0);
	ASSERT_EQ(add(3, 5), 2);
}

TEST(blind_until_a_whole_window_was_seen)
{
	rate_start(&rate, RATE_STEPS * STEP, false, true);
	(void)add(0, 500);
	ASSERT_TRUE(rate.blind);
	(void)add(0, 500 + 16 * STEP - 1);
	ASSERT_TRUE(rate.blind);
	(void)add(0, 500 + 16 * STEP);
	ASSERT_FALSE(rate.blind);
}

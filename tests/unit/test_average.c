// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/signal/average.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static int64_t add(struct average *a, int64_t v)
{
	return average_add(a, QUALITY_OK, v);
}

TEST(a_step_is_through_after_exactly_n_samples)
{
	for (unsigned n = 1; n <= AVERAGE_MAX; n++) {
		struct average a;

		average_start(&a, n);
		for (unsigned i = 0; i < 2 * n; i++)
			ASSERT_EQ(add(&a, 0), 0);
		for (unsigned i = 1; i < n; i++)
			ASSERT_LT(add(&a, 10 * MICRO), 10 * MICRO);
		ASSERT_EQ(add(&a, 10 * MICRO), 10 * MICRO);
	}
}

TEST(the_mean_of_what_is_there_rounds_to_nearest)
{
	struct average a;

	average_start(&a, 4);
	ASSERT_EQ(add(&a, 1), 1);
	ASSERT_EQ(add(&a, 2), 2); /* 1.5 */
	ASSERT_EQ(add(&a, 2), 2); /* 1.67 */
	ASSERT_EQ(add(&a, 0), 1); /* 1.25 */
	average_start(&a, 2);
	(void)add(&a, -1);
	ASSERT_EQ(add(&a, -2), -2);
}

TEST(a_bad_reading_shows_at_once_and_the_mean_starts_anew)
{
	struct average a;

	average_start(&a, 3);
	(void)add(&a, 100);
	(void)add(&a, 100);
	ASSERT_EQ(average_add(&a, QUALITY_BROKEN_WIRE, 7), 7);
	ASSERT_EQ(add(&a, 10), 10);
	ASSERT_EQ(add(&a, 20), 15);
}

TEST(another_window_keeps_the_newest)
{
	struct average a;

	average_start(&a, 5);
	for (int i = 1; i <= 7; i++)
		(void)add(&a, i * 10);
	average_set_window(&a, 2);
	ASSERT_EQ(a.filled, 2);
	ASSERT_EQ(add(&a, 80), 75);
	average_set_window(&a, 4);
	ASSERT_EQ(add(&a, 90), 80);
	average_set_window(&a, 0);
	ASSERT_EQ(add(&a, 5), 5);
	average_set_window(&a, 1000);
	ASSERT_EQ(a.window, AVERAGE_MAX);
}

TEST(extremes_do_not_overflow)
{
	struct average a;

	average_start(&a, AVERAGE_MAX);
	for (int i = 0; i < AVERAGE_MAX; i++)
		ASSERT_EQ(add(&a, INT64_MAX), INT64_MAX);
	average_start(&a, AVERAGE_MAX);
	for (int i = 0; i < AVERAGE_MAX; i++)
		ASSERT_EQ(add(&a, INT64_MIN), INT64_MIN);
}

TEST(random_means_lie_between_smallest_and_largest)
{
	uint64_t seed = test_seed();

	for (int round = 0; round < 200; round++) {
		struct average a;
		int64_t low = INT64_MAX, high = INT64_MIN;
		unsigned n = (unsigned)(test_random(&seed) % AVERAGE_MAX) + 1;

		average_start(&a, n);
		for (unsigned i = 0; i < n; i++) {
			int64_t v = (int64_t)(test_random(&seed) % 40000000) - 20000000, mean;

			low = MIN(low, v);
			high = MAX(high, v);
			mean = add(&a, v);
			ASSERT_GE(mean, low);
			ASSERT_LE(mean, high);
		}
	}
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/util.h"
#include "lib/history/point.h"
#include "tests/unit/test.h"

TEST(values_are_scaled_half_away_from_zero)
{
	ASSERT_EQ(history_scale(13804500, 1000), 13805);
	ASSERT_EQ(history_scale(-13804500, 1000), -13805);
	ASSERT_EQ(history_scale(13804499, 1000), 13804);
	ASSERT_EQ(history_scale(INT64_MAX, 1000), INT32_MAX);
	ASSERT_EQ(history_scale(INT64_MIN, 1000), -INT32_MAX);
	ASSERT_EQ(history_scale(MICRO, 1000), 1000);
}

TEST(what_is_shown_later_is_as_if_rounded_once)
{
	/* the tie is none: it was below, so it is kept there */
	ASSERT_EQ(history_keep(92749829, 1000, 1), 92749);
	ASSERT_EQ(history_keep(-92749829, 1000, 1), -92749);
	ASSERT_EQ(history_keep(92499600, 1000, 0), 92499);
	ASSERT_EQ(history_keep(92744999, 1000, 2), 92744);
	/* it is one, or was above */
	ASSERT_EQ(history_keep(92750000, 1000, 1), 92750);
	ASSERT_EQ(history_keep(92750400, 1000, 1), 92750);
	ASSERT_EQ(history_keep(-92750400, 1000, 1), -92750);
	/* nothing is rounded once more */
	ASSERT_EQ(history_keep(92749829, 1000, 2), 92750);
	ASSERT_EQ(history_keep(92749829, 1000, 3), 92750);
	ASSERT_EQ(history_keep(92744999, 10000, 3), 9274);
	ASSERT_EQ(history_keep(INT64_MAX, 1000, 0), INT32_MAX);
}

TEST(kept_values_are_rounded_as_others)
{
	for (unsigned digits = 0; digits <= 3; digits++) {
		int64_t shown = digits == 0   ? MICRO
				: digits == 1 ? MICRO / 10
				: digits == 2 ? MICRO / 100
					      : MICRO / 1000;

		for (int64_t micro = -3 * MICRO; micro <= 3 * MICRO; micro += 83) {
			int64_t kept = (int64_t)history_keep(micro, 1000, digits) * 1000;

			ASSERT_EQ(history_divide(kept, shown), history_divide(micro, shown));
			ASSERT_TRUE(kept - micro < 1000 && micro - kept < 1000);
		}
	}
}

TEST(the_step_follows_the_range)
{
	struct channel c = { .kind = CHANNEL_ANALOG_IN, .range_max = 60 * MICRO };

	ASSERT_EQ(history_step(&c), 1000);
	c.range_max = 1000000 * MICRO;
	ASSERT_EQ(history_step(&c), 1000);
	c.range_max = 1000001 * MICRO;
	ASSERT_EQ(history_step(&c), 10000);
	c.range_min = INT64_C(-100000000) * MICRO;
	ASSERT_EQ(history_step(&c), 100000);
	c.kind = CHANNEL_DIGITAL_IN;
	ASSERT_EQ(history_step(&c), 1000);
}

TEST(blocks_give_back_what_was_put)
{
	uint8_t minutes[HISTORY_MINUTE_BLOCK] = { 0 }, hours[HISTORY_HOUR_BLOCK] = { 0 };
	uint64_t random = test_seed();

	for (unsigned i = 0; i < HISTORY_MINUTES; i++) {
		struct history_point p = {
			.min = (int32_t)test_random(&random),
			.mean = (int32_t)test_random(&random),
			.max = (int32_t)test_random(&random),
			.seconds = (uint8_t)(test_random(&random) % 61),
			.worst = (uint8_t)(test_random(&random) % QUALITY_MAX),
		};
		struct history_point got;
		uint8_t alone[HISTORY_MINUTE_BYTES];

		history_minutes_put(minutes, i, &p);
		history_minutes_get(minutes, i, &got);
		/* an odd number of seconds is rounded up, so that one is never none */
		ASSERT_EQ(got.seconds, (p.seconds + 1) / 2 * 2);
		p.seconds = got.seconds;
		ASSERT_EQ(memcmp(&got, &p, sizeof(p)), 0);
		history_point_put(alone, &p);
		history_point_get(alone, &got);
		ASSERT_EQ(memcmp(&got, &p, sizeof(p)), 0);
	}
	for (unsigned i = 0; i < HISTORY_HOURS; i++) {
		struct history_sum s = {
			.min = (int32_t)test_random(&random),
			.max = (int32_t)test_random(&random),
			.sum = (int64_t)test_random(&random),
			.seconds = (int64_t)(test_random(&random) % 3601),
			.worst = (uint8_t)(test_random(&random) % QUALITY_MAX),
		};
		struct history_sum got;

		history_hours_put(hours, i, &s);
		history_hours_get(hours, i, &got);
		ASSERT_EQ(got.min, s.min);
		ASSERT_EQ(got.max, s.max);
		ASSERT_EQ(got.sum, s.sum);
		ASSERT_EQ(got.seconds, s.seconds);
		ASSERT_EQ(got.worst, s.worst);
	}
}

TEST(what_has_no_value_adds_none)
{
	struct history_sum s = { 0 };
	const struct history_point nothing = { .min = -5, .max = 9, .mean = 3 };
	const struct history_point fault = { .worst = QUALITY_FAULT };

	history_sum_point(&s, &nothing);
	history_sum_point(&s, &fault);
	ASSERT_EQ(s.seconds, 0);
	ASSERT_EQ(s.min, 0);
	ASSERT_EQ(s.worst, QUALITY_FAULT);
	ASSERT_EQ(history_mean(&s), 0);
	history_sum_value(&s, -7, 3);
	ASSERT_EQ(s.max, -7);
	ASSERT_EQ(history_mean(&s), -7);
}

TEST(the_mean_is_rounded_half_away_from_zero)
{
	struct history_sum s = { 0 };

	history_sum_value(&s, 1, 1);
	history_sum_value(&s, 2, 1);
	ASSERT_EQ(history_mean(&s), 2);
	s = (struct history_sum){ 0 };
	history_sum_value(&s, -1, 1);
	history_sum_value(&s, -2, 1);
	ASSERT_EQ(history_mean(&s), -2);
}

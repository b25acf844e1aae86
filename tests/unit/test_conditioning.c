// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/signal/conditioning.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

/* 0 to 20 V behind a divider of 5 (S8). */
static const struct conditioning volts = {
	.scale = 5 * MICRO,
	.range_min = 0,
	.range_max = 20 * MICRO,
};

TEST(volts_scale_and_offset)
{
	struct conditioning c = volts;
	int64_t v;

	ASSERT_EQ(conditioning_run(&c, 2760000, &v), QUALITY_OK);
	ASSERT_EQ(v, 13800000);
	c.offset = -100000;
	ASSERT_EQ(conditioning_run(&c, 2760000, &v), QUALITY_OK);
	ASSERT_EQ(v, 13700000);
}

TEST(the_ends_of_the_range_belong_to_it)
{
	int64_t v;

	ASSERT_EQ(conditioning_run(&volts, 0, &v), QUALITY_OK);
	ASSERT_EQ(conditioning_run(&volts, 4 * MICRO, &v), QUALITY_OK);
	ASSERT_EQ(v, 20 * MICRO);
	ASSERT_EQ(conditioning_run(&volts, 4 * MICRO + 1, &v), QUALITY_OVER_RANGE);
	ASSERT_EQ(v, 20 * MICRO + 5); /* not clipped */
	ASSERT_EQ(conditioning_run(&volts, -1, &v), QUALITY_UNDER_RANGE);
	ASSERT_EQ(v, -5);
}

TEST(a_broken_wire_wins_over_under_range)
{
	/* 4 to 20 mA over 250 ohm: 1 V is 0, 5 V is 100; below 0.9 V the wire is broken */
	struct conditioning c = {
		.scale = 25 * MICRO,
		.offset = -25 * MICRO,
		.range_max = 100 * MICRO,
		.detect_broken = true,
		.broken_below = 900000,
	};
	int64_t v;

	ASSERT_EQ(conditioning_run(&c, MICRO, &v), QUALITY_OK);
	ASSERT_EQ(v, 0);
	ASSERT_EQ(conditioning_run(&c, 950000, &v), QUALITY_UNDER_RANGE);
	ASSERT_EQ(conditioning_run(&c, 900000, &v), QUALITY_UNDER_RANGE);
	ASSERT_EQ(conditioning_run(&c, 899999, &v), QUALITY_BROKEN_WIRE);
	c.detect_broken = false;
	ASSERT_EQ(conditioning_run(&c, 0, &v), QUALITY_UNDER_RANGE);
}

TEST(rounds_to_nearest_and_saturates)
{
	struct conditioning c = { .scale = 500000, .range_min = INT64_MIN, .range_max = INT64_MAX };
	int64_t v;

	(void)conditioning_run(&c, 3, &v);
	ASSERT_EQ(v, 2);
	(void)conditioning_run(&c, -3, &v);
	ASSERT_EQ(v, -2);
	c.scale = INT64_MAX;
	c.offset = INT64_MAX;
	(void)conditioning_run(&c, INT64_MAX, &v);
	ASSERT_EQ(v, INT64_MAX);
	c.offset = INT64_MIN;
	(void)conditioning_run(&c, INT64_MIN, &v);
	ASSERT_EQ(v, INT64_MIN);
}

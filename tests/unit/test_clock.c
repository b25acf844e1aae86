// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/clock.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static const struct instant published = { .wall_us = 1000 * USEC_PER_SEC, .mono_us = 50000000 };

TEST(before_the_first_snapshot_it_is_the_machine_s_own_time)
{
	struct clock c = { 0 };
	struct instant machine = instant_read(), now = clock_now(&c, 777);

	ASSERT_EQ(now.mono_us, 777);
	ASSERT_GE(now.wall_us, machine.wall_us);
	ASSERT_LT(now.wall_us - machine.wall_us, 60 * USEC_PER_SEC);
}

TEST(between_snapshots_time_runs_at_the_publisher_s_rate)
{
	struct clock c = { 0 };

	clock_follow(&c, published, 1000, 100);
	ASSERT_EQ(clock_now(&c, 100).mono_us, 50000000);
	ASSERT_EQ(clock_now(&c, 1100).mono_us, 50001000);
	ASSERT_EQ(clock_now(&c, 1100).wall_us, published.wall_us + 1000);
	clock_follow(&c, published, 100000, 2000);
	ASSERT_EQ(clock_now(&c, 3000).mono_us, 50100000);
}

TEST(it_runs_on_when_the_publisher_is_silent)
{
	struct clock c = { 0 };

	clock_follow(&c, published, 1000, 0);
	ASSERT_EQ(clock_now(&c, 86400 * USEC_PER_SEC).mono_us, 50000000 + 86400 * USEC_PER_SEC);
}

TEST(monotonic_time_never_runs_back_but_wall_time_may_be_set)
{
	struct instant back = { .wall_us = 5, .mono_us = 50000100 };
	struct clock c = { 0 };

	clock_follow(&c, published, 1000, 0);
	ASSERT_EQ(clock_now(&c, 1000).mono_us, 50001000);
	clock_follow(&c, back, 1000, 1000);
	ASSERT_EQ(clock_now(&c, 1000).mono_us, 50001000);
	ASSERT_EQ(clock_now(&c, 1000).wall_us, 5);
	ASSERT_EQ(clock_now(&c, 1900).mono_us, 50001000);
	ASSERT_EQ(clock_now(&c, 2000).mono_us, 50001100);
	/* a moment before the snapshot was heard is not before the snapshot */
	ASSERT_EQ(clock_now(&c, 0).mono_us, 50001100);
}

TEST(waiting_is_long_enough_and_never_a_spin)
{
	uint64_t seed = test_seed();

	for (int i = 0; i < 10000; i++) {
		uint32_t rate = (uint32_t)(test_random(&seed) % 200000) + 1;
		int64_t ahead = (int64_t)(test_random(&seed) % 100000000);
		struct clock c = { 0 };
		int64_t wait;

		clock_follow(&c, published, rate, 0);
		wait = clock_wait_us(&c, published.mono_us + ahead, 0);
		ASSERT_GE(clock_now(&c, wait).mono_us, published.mono_us + ahead);
		if (wait > 0) {
			struct clock d = { 0 };

			clock_follow(&d, published, rate, 0);
			ASSERT_LT(clock_now(&d, wait - 1).mono_us, published.mono_us + ahead);
		}
	}
}

TEST(absurd_times_do_not_overflow)
{
	struct instant last = { .wall_us = INT64_MAX, .mono_us = INT64_MAX - 1 };
	struct instant first = { .wall_us = INT64_MIN, .mono_us = INT64_MIN };
	struct clock c = { 0 }, d = { 0 };

	clock_follow(&c, last, UINT32_MAX, 0);
	ASSERT_EQ(clock_now(&c, INT64_MAX).mono_us, INT64_MAX);
	ASSERT_EQ(clock_now(&c, INT64_MAX).wall_us, INT64_MAX);
	clock_follow(&d, first, 0, 0);
	ASSERT_EQ(clock_now(&d, INT64_MAX).wall_us, INT64_MIN);
	clock_follow(&d, first, 1, 0);
	ASSERT_EQ(clock_wait_us(&d, INT64_MAX, 0), INT64_MAX);
	ASSERT_EQ(clock_wait_us(&d, INT64_MIN, 0), 0);
}

static const char *utc(int64_t wall_us)
{
	static char text[CLOCK_RFC3339_MAX];

	clock_format_utc(wall_us, text);
	return text;
}

TEST(utc_as_rfc_3339)
{
	ASSERT_STREQ(utc(0), "1970-01-01T00:00:00.000Z");
	ASSERT_STREQ(utc(INT64_C(1795416420123999)), "2026-11-23T06:47:00.123Z");
	ASSERT_STREQ(utc(INT64_C(951782400000000)), "2000-02-29T00:00:00.000Z");
	ASSERT_STREQ(utc(-1), "1969-12-31T23:59:59.999Z");
	ASSERT_STREQ(utc(-1001), "1969-12-31T23:59:59.998Z");
	ASSERT_STREQ(utc(-1000000), "1969-12-31T23:59:59.000Z");
	/* what has no sensible date still ends in the buffer */
	(void)utc(INT64_MAX);
	(void)utc(INT64_MIN);
}

TEST(the_boot_id_stays)
{
	uint8_t a[16], b[16], none[16] = { 0 };

	boot_id_read(a);
	boot_id_read(b);
	ASSERT_EQ(memcmp(a, b, 16), 0);
	ASSERT_NE(memcmp(a, none, 16), 0);
}

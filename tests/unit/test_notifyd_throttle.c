// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/throttle.h"

#include "tests/unit/notifyd_world.h"

/* 2026-11-27 is a Friday; UTC. */
#define FRIDAY_US (INT64_C(1795737600) * USEC_PER_SEC)
#define DAY_US	  (24 * HOUR_US)

static void fill_days(struct local_day days[SCHEDULE_DAYS])
{
	for (int i = 0; i < SCHEDULE_DAYS; i++)
		days[i] = (struct local_day){
			.start_us = FRIDAY_US + (i - 1) * DAY_US,
			.end_us = FRIDAY_US + i * DAY_US,
			.weekday = (4 + i) % 7,
		};
}

static enum throttle_why look(const struct throttle *t, const struct route *r,
			      enum alarm_priority urgent, struct instant now, int64_t *due_us)
{
	struct local_day days[SCHEDULE_DAYS];

	fill_days(days);
	return throttle_look(t, r, urgent, days, now, due_us);
}

static struct instant at(int64_t us)
{
	return (struct instant){ FRIDAY_US + us, 7 * DAY_US + us };
}

TEST(the_first_goes_at_once)
{
	struct route r = { .to = { .hourly_most = 1 }, .min_interval_us = HOUR_US };
	struct throttle t = { 0 };
	int64_t due_us;

	ASSERT_EQ(look(&t, &r, PRIORITY_LOW, at(0), &due_us), THROTTLE_GO);
	ASSERT_EQ(due_us, at(0).mono_us);
}

TEST(minimum_interval)
{
	struct route r = { .to = { .hourly_most = 1000 }, .min_interval_us = 600 * USEC_PER_SEC };
	struct throttle t = { 0 };
	int64_t due_us;

	throttle_sent(&t, &r, at(0).mono_us);
	ASSERT_EQ(look(&t, &r, PRIORITY_CRITICAL, at(1), &due_us), THROTTLE_INTERVAL);
	ASSERT_EQ(due_us, at(600 * USEC_PER_SEC).mono_us);
	ASSERT_EQ(look(&t, &r, PRIORITY_LOW, at(600 * USEC_PER_SEC), &due_us), THROTTLE_GO);
}

/* Greedy: whoever sends as soon as he may sends no more than the limit within any hour. */
TEST(never_more_within_any_hour)
{
	for (int64_t most = 1; most <= 40; most++) {
		struct route r = { .to = { .hourly_most = most } };
		struct throttle t = { 0 };
		int64_t sent[200], now = 0, due_us;

		for (unsigned i = 0; i < ARRAY_SIZE(sent); i++) {
			while (look(&t, &r, PRIORITY_LOW, at(now), &due_us) != THROTTLE_GO)
				now = due_us - at(0).mono_us;
			throttle_sent(&t, &r, at(now).mono_us);
			sent[i] = now;
			if (i >= (unsigned)most)
				ASSERT_GE(sent[i] - sent[i - (unsigned)most], HOUR_US);
		}
	}
}

TEST(back_off)
{
	struct route r = { .to = { .hourly_most = 1000 } };
	struct throttle t = { 0 };
	int64_t now = 0, due_us, last_us = 0;

	for (unsigned i = 0; i < 50; i++) {
		throttle_failed(&t, at(now).mono_us, i * 2654435761U);
		ASSERT_EQ(look(&t, &r, PRIORITY_CRITICAL, at(now), &due_us), THROTTLE_RETRY);
		ASSERT_GE(due_us - at(now).mono_us, THROTTLE_FIRST_US * 4 / 5);
		ASSERT_LE(due_us - at(now).mono_us, 60 * USEC_PER_SEC);
		if (i < 3)
			ASSERT_GT(due_us - at(now).mono_us, last_us);
		last_us = due_us - at(now).mono_us;
		now = due_us - at(0).mono_us;
	}
	ASSERT_FALSE(throttle_gives_up(&t, at(now).mono_us));
	ASSERT_TRUE(throttle_gives_up(&t, at(DAY_US).mono_us));
	throttle_sent(&t, &r, at(now).mono_us);
	ASSERT_FALSE(throttle_gives_up(&t, at(2 * DAY_US).mono_us));
	ASSERT_EQ(look(&t, &r, PRIORITY_LOW, at(now), &due_us), THROTTLE_GO);
}

TEST(quiet_hours)
{
	struct route r = {
		.to = { .hourly_most = 1000,
			.quiet_below = PRIORITY_HIGH,
			.window = { .enabled = true,
				    .from = 22 * 60,
				    .to = 6 * 60,
				    .days = { [5] = true } } },
	};
	struct throttle t = { 0 };
	int64_t due_us;

	ASSERT_EQ(look(&t, &r, PRIORITY_LOW, at(21 * HOUR_US), &due_us), THROTTLE_GO);
	ASSERT_EQ(look(&t, &r, PRIORITY_LOW, at(23 * HOUR_US), &due_us), THROTTLE_QUIET);
	ASSERT_EQ(due_us, at(30 * HOUR_US).mono_us);
	ASSERT_EQ(look(&t, &r, PRIORITY_HIGH, at(23 * HOUR_US), &due_us), THROTTLE_GO);
	throttle_flush(&t);
	ASSERT_EQ(look(&t, &r, PRIORITY_LOW, at(23 * HOUR_US), &due_us), THROTTLE_GO);
	throttle_sent(&t, &r, at(23 * HOUR_US).mono_us);
	ASSERT_EQ(look(&t, &r, PRIORITY_LOW, at(23 * HOUR_US), &due_us), THROTTLE_QUIET);
}

TEST(words)
{
	ASSERT_STREQ(throttle_why_words(THROTTLE_GO), "");
	for (unsigned i = 1; i < THROTTLE_WHY_MAX; i++)
		ASSERT_TRUE(throttle_why_words((enum throttle_why)i)[0]);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/simclock.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static const struct instant start = { .wall_us = 1700000000 * USEC_PER_SEC,
				      .mono_us = 5 * USEC_PER_SEC };

TEST(it_starts_at_the_real_clock_and_keeps_pace)
{
	struct simclock c;

	simclock_start(&c, start, 0);
	ASSERT_EQ(simclock_now(&c, start.mono_us).mono_us, start.mono_us);
	ASSERT_EQ(simclock_now(&c, start.mono_us + 7).mono_us, start.mono_us + 7);
	ASSERT_EQ(simclock_now(&c, start.mono_us + 7).wall_us, start.wall_us + 7);
	ASSERT_EQ(simclock_now(&c, 0).mono_us, start.mono_us); /* never backwards */
}

TEST(it_may_start_in_the_past_of_the_wall_clock_alone)
{
	struct simclock c;

	simclock_start(&c, start, 86400 * USEC_PER_SEC);
	ASSERT_EQ(simclock_now(&c, start.mono_us).mono_us, start.mono_us);
	ASSERT_EQ(simclock_now(&c, start.mono_us + 7).wall_us,
		  start.wall_us - 86400 * USEC_PER_SEC + 7);
	/* a board whose clock was never set: nothing is before 1970 */
	simclock_start(&c, (struct instant){ .wall_us = 3, .mono_us = 5 }, SIMCLOCK_PAST_MAX_US);
	ASSERT_EQ(simclock_now(&c, 5).wall_us, 0);
}

TEST(another_rate_is_no_jump)
{
	struct simclock c;
	int64_t own = start.mono_us;

	simclock_start(&c, start, 0);
	own += USEC_PER_SEC;
	ASSERT_OK(simclock_set_rate(&c, 100000, own));
	ASSERT_EQ(simclock_now(&c, own).mono_us, own);
	ASSERT_EQ(simclock_now(&c, own + USEC_PER_SEC).mono_us, own + 100 * USEC_PER_SEC);
	own += USEC_PER_SEC;
	ASSERT_OK(simclock_set_rate(&c, 2500, own));
	ASSERT_EQ(simclock_now(&c, own + 3).mono_us, start.mono_us + 101 * USEC_PER_SEC + 7);
	ASSERT_EQ(simclock_set_rate(&c, 999, own), -ERANGE);
	ASSERT_EQ(simclock_set_rate(&c, 100001, own), -ERANGE);
}

TEST(lockstep_moves_by_steps_alone)
{
	struct simclock c;
	int64_t own = start.mono_us;

	simclock_start(&c, start, 0);
	ASSERT_EQ(simclock_step(&c, 1), -EPERM);
	simclock_set_lockstep(&c, true, own);
	ASSERT_EQ(simclock_now(&c, own + USEC_PER_SEC).mono_us, own);
	ASSERT_EQ(simclock_step(&c, 0), -ERANGE);
	ASSERT_EQ(simclock_step(&c, SIMCLOCK_STEP_MAX_US + 1), -ERANGE);
	ASSERT_OK(simclock_step(&c, SIMCLOCK_STEP_MAX_US));
	ASSERT_EQ(simclock_now(&c, own + USEC_PER_SEC).mono_us, own + SIMCLOCK_STEP_MAX_US);
	ASSERT_EQ(simclock_wait_us(&c, own + 2 * SIMCLOCK_STEP_MAX_US, own), INT64_MAX);
	/* runs on from where it stands, not from where it would be */
	simclock_set_lockstep(&c, false, own + USEC_PER_SEC);
	ASSERT_EQ(simclock_now(&c, own + USEC_PER_SEC + 1).mono_us, own + SIMCLOCK_STEP_MAX_US + 1);
}

TEST(waiting_ends_at_the_moment_and_not_before)
{
	uint64_t seed = test_seed();

	for (int i = 0; i < 10000; i++) {
		uint32_t rate = SIMCLOCK_RATE_MIN + (uint32_t)(test_random(&seed) % 99001);
		int64_t own = start.mono_us + (int64_t)(test_random(&seed) % 1000000);
		struct simclock c;
		int64_t until, wait;

		simclock_start(&c, start, 0);
		ASSERT_OK(simclock_set_rate(&c, rate, start.mono_us));
		until = simclock_now(&c, own).mono_us + (int64_t)(test_random(&seed) % 100000000);
		wait = simclock_wait_us(&c, until, own);
		/* within two microseconds: both sides round */
		ASSERT_GE(simclock_now(&c, own + wait + 1).mono_us, until);
		ASSERT_LT(simclock_now(&c, own + wait - 1).mono_us, until + 1);
	}
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/signal/debounce.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define HOLD 20000

TEST(a_hold_of_0_takes_every_edge)
{
	struct debounce_change c;
	struct debounce d;

	debounce_start(&d, 0, false);
	ASSERT_TRUE(debounce_edge(&d, true, 100, &c));
	ASSERT_EQ(c.level, true);
	ASSERT_EQ(c.mono_us, 100);
	ASSERT_TRUE(debounce_edge(&d, false, 101, &c));
	ASSERT_FALSE(debounce_edge(&d, false, 102, &c));
	ASSERT_EQ(debounce_due_us(&d), DEBOUNCE_NEVER);
}

TEST(a_bouncing_change_has_the_time_of_its_first_edge)
{
	struct debounce_change c;
	struct debounce d;

	debounce_start(&d, HOLD, true);
	ASSERT_FALSE(debounce_edge(&d, false, 1000, &c));
	ASSERT_FALSE(debounce_edge(&d, true, 3000, &c));
	ASSERT_FALSE(debounce_edge(&d, false, 5000, &c));
	ASSERT_EQ(debounce_due_us(&d), 5000 + HOLD);
	ASSERT_FALSE(debounce_run(&d, 5000 + HOLD - 1, &c));
	ASSERT_TRUE(debounce_run(&d, 5000 + HOLD, &c));
	ASSERT_EQ(c.level, false);
	ASSERT_EQ(c.mono_us, 1000);
	ASSERT_FALSE(debounce_run(&d, 9000000, &c));
}

TEST(a_glitch_that_returns_is_nothing)
{
	struct debounce_change c;
	struct debounce d;

	debounce_start(&d, HOLD, false);
	ASSERT_FALSE(debounce_edge(&d, true, 0, &c));
	ASSERT_FALSE(debounce_edge(&d, false, 5000, &c));
	ASSERT_FALSE(debounce_run(&d, 5000 + HOLD, &c));
	ASSERT_EQ(debounce_due_us(&d), DEBOUNCE_NEVER);
	/* and the next change does not take the glitch's time */
	ASSERT_FALSE(debounce_edge(&d, true, 100000, &c));
	ASSERT_TRUE(debounce_run(&d, 100000 + HOLD, &c));
	ASSERT_EQ(c.mono_us, 100000);
}

TEST(a_late_loop_loses_no_change)
{
	struct debounce_change c;
	struct debounce d;

	debounce_start(&d, HOLD, false);
	ASSERT_FALSE(debounce_edge(&d, true, 1000, &c));
	/* stood for 49 ms before it fell, and nobody looked between */
	ASSERT_TRUE(debounce_edge(&d, false, 50000, &c));
	ASSERT_EQ(c.level, true);
	ASSERT_EQ(c.mono_us, 1000);
	ASSERT_TRUE(debounce_run(&d, 50000 + HOLD, &c));
	ASSERT_EQ(c.level, false);
	ASSERT_EQ(c.mono_us, 50000);
}

TEST(reread_is_an_edge_only_when_it_differs)
{
	struct debounce_change c;
	struct debounce d;

	debounce_start(&d, HOLD, false);
	ASSERT_FALSE(debounce_reread(&d, false, 500, &c));
	ASSERT_EQ(debounce_due_us(&d), DEBOUNCE_NEVER);
	ASSERT_FALSE(debounce_reread(&d, true, 1000, &c));
	ASSERT_TRUE(debounce_reread(&d, true, 1000 + HOLD, &c));
	ASSERT_EQ(c.mono_us, 1000);
}

TEST(another_hold_judges_what_waits)
{
	struct debounce_change c;
	struct debounce d;

	debounce_start(&d, HOLD, false);
	(void)debounce_edge(&d, true, 1000, &c);
	debounce_set_hold(&d, 0);
	ASSERT_TRUE(debounce_run(&d, 1000, &c));
	ASSERT_TRUE(c.level);
}

/* Random edges: what is accepted must be every level that stood for HOLD, and nothing else. */
TEST(random_edges_against_the_definition)
{
	uint64_t seed = test_seed();

	for (int round = 0; round < 500; round++) {
		bool level = false, stable = false;
		struct debounce_change c;
		struct debounce d;
		int64_t now = 0;

		debounce_start(&d, HOLD, false);
		for (int i = 0; i < 50; i++) {
			int64_t stood = (int64_t)(test_random(&seed) % (2 * HOLD));
			bool look = test_random(&seed) & 1;
			bool want = level != stable && stood >= HOLD && i > 0;
			bool got = false;

			if (look)
				got = debounce_run(&d, now + stood, &c);
			now += stood;
			level = !level;
			got = debounce_edge(&d, level, now, &c) || got;
			ASSERT_EQ(got, want);
			if (want)
				stable = !level;
			ASSERT_EQ(d.stable, stable);
		}
	}
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/lockstep.h"

#include "tests/unit/test.h"

static const char a, b;

TEST(goes_on_when_all_are_ready_with_the_shortest_step)
{
	struct lockstep l = { 0 };
	int64_t step;

	ASSERT_OK(lockstep_join(&l, &a, 0));
	ASSERT_OK(lockstep_join(&l, &b, 0));
	ASSERT_OK(lockstep_step(&l, &a, 500, 1000));
	ASSERT_FALSE(lockstep_take(&l, 10, &step));
	ASSERT_OK(lockstep_step(&l, &b, 200, 1000));
	ASSERT_TRUE(lockstep_take(&l, 10, &step));
	ASSERT_EQ(step, 200);
	ASSERT_FALSE(lockstep_take(&l, 10, &step));
}

TEST(joining_twice_is_once_and_leaving_frees_the_others)
{
	struct lockstep l = { 0 };
	int64_t step;

	ASSERT_OK(lockstep_join(&l, &a, 0));
	ASSERT_OK(lockstep_join(&l, &a, 0));
	ASSERT_EQ(l.n, 1);
	ASSERT_OK(lockstep_join(&l, &b, 0));
	ASSERT_OK(lockstep_step(&l, &a, 5, 1000));
	lockstep_leave(&l, &b);
	ASSERT_TRUE(lockstep_take(&l, 0, &step));
	lockstep_leave(&l, &a);
	lockstep_leave(&l, &a);
	ASSERT_FALSE(lockstep_active(&l));
	ASSERT_FALSE(lockstep_take(&l, 0, &step));
}

TEST(a_step_without_joining_is_refused)
{
	struct lockstep l = { 0 };

	ASSERT_EQ(lockstep_step(&l, &a, 5, 1000), -ENOENT);
}

TEST(who_keeps_the_others_waiting_is_left_out)
{
	struct lockstep l = { 0 };
	int64_t step;

	ASSERT_OK(lockstep_join(&l, &a, 1000));
	ASSERT_OK(lockstep_join(&l, &b, 1000));
	/* nobody is ready: nobody is kept waiting */
	ASSERT_EQ(lockstep_deadline(&l), INT64_MAX);
	ASSERT_OK(lockstep_step(&l, &a, 5, 1000));
	ASSERT_EQ(lockstep_deadline(&l), 1000 + LOCKSTEP_TIMEOUT_US);
	ASSERT_TRUE(lockstep_overdue(&l, 1000 + LOCKSTEP_TIMEOUT_US - 1) == NULL);
	ASSERT_TRUE(lockstep_overdue(&l, 1000 + LOCKSTEP_TIMEOUT_US) == &b);
	ASSERT_TRUE(lockstep_overdue(&l, 1000 + LOCKSTEP_TIMEOUT_US) == NULL);
	ASSERT_TRUE(lockstep_take(&l, 0, &step));
}

TEST(who_joins_while_others_wait_has_the_whole_time)
{
	struct lockstep l = { 0 };

	ASSERT_OK(lockstep_join(&l, &a, 0));
	/* idle for a long time: nobody waits yet */
	ASSERT_OK(lockstep_join(&l, &b, 9000000));
	ASSERT_OK(lockstep_step(&l, &a, 5, 9500000));
	ASSERT_EQ(lockstep_deadline(&l), 9500000 + LOCKSTEP_TIMEOUT_US);
}

TEST(places_are_bounded)
{
	struct lockstep l = { 0 };
	char many[LOCKSTEP_PEERS_MAX + 1];

	for (int i = 0; i < LOCKSTEP_PEERS_MAX; i++)
		ASSERT_OK(lockstep_join(&l, &many[i], 0));
	ASSERT_EQ(lockstep_join(&l, &many[LOCKSTEP_PEERS_MAX], 0), -ENOSPC);
}

TEST(who_only_follows_waits_for_a_wish)
{
	struct lockstep l = { 0 };
	int64_t step;

	ASSERT_OK(lockstep_join(&l, &a, 0));
	ASSERT_OK(lockstep_step(&l, &a, 0, 1000));
	ASSERT_FALSE(lockstep_take(&l, 10, &step));
	ASSERT_OK(lockstep_join(&l, &b, 2000));
	/* nobody wishes for a tick: nobody is late */
	ASSERT_EQ(lockstep_deadline(&l), INT64_MAX);
	ASSERT_OK(lockstep_step(&l, &b, 700, 3000));
	ASSERT_TRUE(lockstep_take(&l, 10, &step));
	ASSERT_EQ(step, 700);
	/* both are asked anew */
	ASSERT_OK(lockstep_step(&l, &b, 700, 4000));
	ASSERT_FALSE(lockstep_take(&l, 10, &step));
	ASSERT_EQ(lockstep_deadline(&l), 4000 + LOCKSTEP_TIMEOUT_US);
	ASSERT_TRUE(lockstep_overdue(&l, 4000 + LOCKSTEP_TIMEOUT_US) == &a);
}

TEST(a_release_is_for_all)
{
	struct lockstep l = { 0 };
	int64_t step;

	ASSERT_OK(lockstep_join(&l, &a, 0));
	ASSERT_OK(lockstep_join(&l, &b, 0));
	ASSERT_OK(lockstep_step(&l, &a, 5, 1000));
	lockstep_release(&l);
	ASSERT_FALSE(lockstep_active(&l));
	ASSERT_FALSE(lockstep_take(&l, 10, &step));
	ASSERT_EQ(lockstep_deadline(&l), INT64_MAX);
	ASSERT_EQ(lockstep_step(&l, &a, 5, 1000), -ENOENT);
	ASSERT_EQ(lockstep_step(&l, &b, 5, 1000), -ENOENT);
	/* and no end of it */
	ASSERT_OK(lockstep_join(&l, &b, 0));
	ASSERT_OK(lockstep_step(&l, &b, 5, 1000));
	ASSERT_TRUE(lockstep_take(&l, 10, &step));
}

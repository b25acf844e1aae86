// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/staged.h"

#include "tests/unit/test.h"

TEST(nothing_is_due_before_something_waits)
{
	struct staged s = { 0 };

	ASSERT_FALSE(staged_due(&s, 100, false));
	ASSERT_FALSE(staged_due(&s, 100, true));
}

TEST(it_waits_for_the_events_of_its_moment_and_for_no_later_ones)
{
	struct staged s = { 0 };

	staged_begin(&s, 7);
	ASSERT_FALSE(staged_due(&s, 6, false));
	ASSERT_TRUE(staged_due(&s, 7, false));
	/* with a disk that takes nothing it is told at once */
	ASSERT_TRUE(staged_due(&s, 3, true));
	staged_done(&s);
}

/* Five events come in the time of a commit, and a commit never has the newest of them. */
TEST(events_that_come_faster_than_commits_starve_nobody)
{
	struct staged s = { 0 };
	uint64_t added = 0, head = 0, told = 0;

	for (unsigned turn = 0; turn < 1000; turn++) {
		uint64_t handed = added;

		added += 5;
		if (!s.waits)
			staged_begin(&s, added);
		head = handed;
		ASSERT_LT(head, added);
		if (staged_due(&s, head, false)) {
			told = s.number;
			s.waits = false;
		}
		/* never of what is not written, and never far behind it */
		ASSERT_TRUE(told <= head);
		ASSERT_TRUE(told + 15 >= head);
	}
	ASSERT_LT(4900, told);
}

TEST(packets_are_kept_as_they_were)
{
	struct staged s = { 0 };
	uint8_t one[] = { 1, 2, 3 }, two[] = { 4, 5 };

	staged_begin(&s, 1);
	ASSERT_OK(staged_add(&s, 4, one, sizeof(one)));
	ASSERT_OK(staged_add(&s, 2, two, sizeof(two)));
	memset(one, 0, sizeof(one));
	ASSERT_EQ(s.n, 2);
	ASSERT_EQ(s.packets[0].topic, 4);
	ASSERT_EQ(s.packets[1].topic, 2);
	ASSERT_EQ(memcmp(s.bytes + s.packets[0].at, "\1\2\3", 3), 0);
	ASSERT_EQ(memcmp(s.bytes + s.packets[1].at, "\4\5", 2), 0);
	/* the next moment begins empty */
	staged_begin(&s, 2);
	ASSERT_EQ(s.n, 0);
	for (unsigned i = 0; i < SERVER_TOPICS_MAX; i++)
		ASSERT_OK(staged_add(&s, i, two, sizeof(two)));
	ASSERT_EQ(staged_add(&s, 0, two, sizeof(two)), -ENOBUFS);
	staged_done(&s);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/troubles.h"

#include "tests/unit/test.h"

TEST(begins_is_reworded_and_ends)
{
	struct troubles t = { 0 };
	struct health h = { 0 };

	ASSERT_TRUE(troubles_set(&t, "disk", "full", 5));
	ASSERT_FALSE(troubles_set(&t, "disk", "full", 6));
	ASSERT_TRUE(troubles_set(&t, "disk", "read-only", 7));
	troubles_copy(&t, &h);
	ASSERT_EQ(h.n_troubles, 1);
	ASSERT_STREQ(h.troubles[0].text, "read-only");
	ASSERT_EQ(h.troubles[0].since_wall_us, 5);
	/* read is not told */
	ASSERT_TRUE(t.changed);
	t.changed = false;
	ASSERT_TRUE(troubles_set(&t, "disk", NULL, 8));
	ASSERT_FALSE(troubles_set(&t, "disk", NULL, 9));
	ASSERT_TRUE(t.changed);
	troubles_copy(&t, &h);
	ASSERT_EQ(h.n_troubles, 0);
}

TEST(the_others_stay_when_one_ends)
{
	struct troubles t = { 0 };

	(void)troubles_set(&t, "a", "1", 0);
	(void)troubles_set(&t, "b", "2", 0);
	(void)troubles_set(&t, "c", "3", 0);
	(void)troubles_set(&t, "b", NULL, 0);
	ASSERT_EQ(t.n, 2);
	ASSERT_STREQ(t.list[0].subject, "a");
	ASSERT_STREQ(t.list[1].subject, "c");
}

TEST(the_list_is_bounded_and_says_so)
{
	struct troubles t = { 0 };
	struct health h = { 0 };
	char subject[16];

	for (int i = 0; i < TROUBLES_MAX + 3; i++) {
		(void)snprintf(subject, sizeof(subject), "s%d", i);
		(void)troubles_set(&t, subject, "x", 0);
	}
	troubles_copy(&t, &h);
	ASSERT_EQ(h.n_troubles, TROUBLES_MAX);
	ASSERT_EQ(h.troubles_left_out, 3);
}

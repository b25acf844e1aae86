// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Updates that many share, and how often there is one. */
#include "daemons/webd/update.h"

#include "tests/unit/test.h"

static struct update *add(struct updates *u, uint64_t since, uint64_t at)
{
	struct text bytes = TEXT_INIT;

	text_add(&bytes, "x");
	return updates_add(u, since, at, false, &bytes);
}

TEST(one_for_all_who_stand_at_the_same_place)
{
	struct updates u = { 0 };
	struct update *a = add(&u, 1, 2), *b = add(&u, 0, 2);

	ASSERT_TRUE(updates_find(&u, 1, 2, false) == a && a->users == 2);
	ASSERT_TRUE(updates_find(&u, 0, 2, false) == b);
	ASSERT_TRUE(!updates_find(&u, 1, 3, false) && !updates_find(&u, 2, 2, false));
	ASSERT_TRUE(!updates_find(&u, 1, 2, true));
	updates_let_go(&u, a);
	updates_let_go(&u, a);
	/* the next one takes the same, though nobody is at it now */
	ASSERT_TRUE(updates_find(&u, 1, 2, false) == a && a->users == 1);
	updates_let_go(&u, a);
	updates_turn(&u);
	ASSERT_TRUE(!updates_find(&u, 1, 2, false) && u.first == b && b->users == 2);
	updates_let_go(&u, b);
	updates_let_go(&u, b);
	updates_turn(&u);
	ASSERT_TRUE(!u.first);
}

/* Clients that all stand elsewhere do not fill the memory. */
TEST(few_wait_for_a_user)
{
	struct updates u = { 0 };
	struct update *used = add(&u, 0, 100);

	for (uint64_t i = 1; i <= 50; i++)
		updates_let_go(&u, add(&u, i, 100));
	ASSERT_TRUE(!updates_find(&u, 50 - UPDATES_WAIT_MAX, 100, false));
	for (uint64_t i = 50; i > 50 - UPDATES_WAIT_MAX; i--) {
		struct update *waits = updates_find(&u, i, 100, false);

		ASSERT_TRUE(waits && waits->users == 1);
		updates_let_go(&u, waits);
	}
	ASSERT_TRUE(updates_find(&u, 0, 100, false) == used);
	updates_let_go(&u, used);
	updates_let_go(&u, used);
	updates_turn(&u);
	ASSERT_TRUE(!u.first);
}

TEST(nothing_is_no_update)
{
	struct updates u = { 0 };
	struct text none = TEXT_INIT;

	ASSERT_TRUE(!updates_add(&u, 0, 1, false, &none) && !u.first);
}

/* Something that cannot wait in every tenth of a second: still one a second, one ahead of its time.
 */
TEST(pace)
{
	struct pace p = { 0 };
	int64_t now_us = 1000 * PACE_US;
	unsigned told = 0;

	for (; now_us <= 1010 * PACE_US; now_us += PACE_US / 10) {
		if (now_us < pace_soonest_us(&p, now_us))
			continue;
		pace_told(&p, now_us);
		told++;
	}
	ASSERT_LE(told, 12);
	ASSERT_GE(told, 10);
	/* after a rest the first is at once, and there is no more than one ahead */
	now_us = 2000 * PACE_US;
	ASSERT_EQ(pace_soonest_us(&p, now_us), now_us);
	pace_told(&p, now_us);
	ASSERT_EQ(pace_soonest_us(&p, now_us), now_us);
	pace_told(&p, now_us);
	ASSERT_EQ(pace_soonest_us(&p, now_us), now_us + PACE_US);
	ASSERT_EQ(p.next_us, now_us + 2 * PACE_US);
}

TEST(who_saves_data)
{
	uint64_t update = 0, any = 0;
	unsigned updates = 0, beats = 0;

	for (uint64_t turn = 1; turn <= 20; turn++) {
		enum spare due = spare_due(turn - update, turn - any, false);

		if (due == SPARE_NOTHING)
			continue;
		any = turn;
		if (due == SPARE_UPDATE)
			update = turn;
		updates += due == SPARE_UPDATE;
		beats += due == SPARE_BEAT;
	}
	ASSERT_EQ(updates, 4);
	ASSERT_EQ(beats, 8);
	/* an alarm waits for nobody's data */
	ASSERT_EQ(spare_due(1, 1, true), SPARE_UPDATE);
}

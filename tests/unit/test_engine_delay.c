// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/engine/delay.h"

#include "tests/unit/test.h"

static const struct rule rule = { .on_delay_us = 100, .off_delay_us = 50 };
static struct delay d;

/* One step; what ended with it. */
static enum turn at(int64_t now_us, enum answer answer)
{
	(void)delay_take(&d, answer, now_us, now_us);
	return delay_run(&d, &rule, now_us, true);
}

static void raised_at_100(void)
{
	delay_start(&d);
	ASSERT_EQ(at(0, ANSWER_YES), TURN_NONE);
	ASSERT_EQ(at(100, ANSWER_YES), TURN_UP);
}

/* S47: only after it has lasted. */
TEST(on_delay)
{
	delay_start(&d);
	ASSERT_EQ(at(0, ANSWER_NO), TURN_NONE);
	ASSERT_EQ(at(10, ANSWER_YES), TURN_NONE);
	ASSERT_TRUE(delay_pending(&d));
	ASSERT_EQ(delay_due_us(&d, &rule, true), 110);
	ASSERT_EQ(at(109, ANSWER_YES), TURN_NONE);
	ASSERT_EQ(at(110, ANSWER_YES), TURN_UP);
	ASSERT_FALSE(delay_pending(&d));
	ASSERT_EQ(at(111, ANSWER_YES), TURN_NONE);
}

TEST(a_shorter_spike_is_nothing)
{
	delay_start(&d);
	ASSERT_EQ(at(0, ANSWER_YES), TURN_NONE);
	ASSERT_EQ(at(90, ANSWER_NO), TURN_NONE);
	ASSERT_EQ(at(95, ANSWER_YES), TURN_NONE);
	ASSERT_EQ(at(194, ANSWER_YES), TURN_NONE);
	ASSERT_EQ(at(195, ANSWER_YES), TURN_UP);
}

TEST(off_delay)
{
	raised_at_100();
	ASSERT_EQ(at(200, ANSWER_NO), TURN_NONE);
	ASSERT_EQ(delay_due_us(&d, &rule, true), 250);
	ASSERT_EQ(at(240, ANSWER_YES), TURN_NONE);
	ASSERT_EQ(delay_due_us(&d, &rule, true), DELAY_NEVER);
	ASSERT_EQ(at(245, ANSWER_NO), TURN_NONE);
	ASSERT_EQ(at(294, ANSWER_NO), TURN_NONE);
	ASSERT_EQ(at(295, ANSWER_NO), TURN_DOWN);
}

TEST(between_keeps_the_last_answer)
{
	delay_start(&d);
	ASSERT_EQ(at(0, ANSWER_BETWEEN), TURN_NONE);
	ASSERT_EQ(at(500, ANSWER_BETWEEN), TURN_NONE);
	ASSERT_FALSE(d.holds);
	ASSERT_EQ(at(510, ANSWER_YES), TURN_NONE);
	ASSERT_EQ(at(610, ANSWER_BETWEEN), TURN_UP);
	ASSERT_EQ(at(620, ANSWER_NO), TURN_NONE);
	ASSERT_EQ(at(670, ANSWER_BETWEEN), TURN_DOWN);
}

TEST(unknown_neither_raises_nor_clears)
{
	delay_start(&d);
	ASSERT_EQ(at(0, ANSWER_YES), TURN_NONE);
	ASSERT_EQ(at(200, ANSWER_UNKNOWN), TURN_NONE);
	ASSERT_EQ(delay_due_us(&d, &rule, true), DELAY_NEVER);
	/* the onset stayed */
	ASSERT_TRUE(delay_pending(&d));
	ASSERT_EQ(at(201, ANSWER_YES), TURN_UP);
	ASSERT_EQ(at(300, ANSWER_UNKNOWN), TURN_NONE);
	ASSERT_EQ(at(900, ANSWER_UNKNOWN), TURN_NONE);
	ASSERT_TRUE(d.up);
}

TEST(after_unknown_the_off_delay_begins_anew)
{
	raised_at_100();
	ASSERT_EQ(at(200, ANSWER_NO), TURN_NONE);
	ASSERT_EQ(at(240, ANSWER_UNKNOWN), TURN_NONE);
	ASSERT_EQ(at(260, ANSWER_NO), TURN_NONE);
	ASSERT_EQ(at(309, ANSWER_BETWEEN), TURN_NONE);
	ASSERT_EQ(at(310, ANSWER_NO), TURN_DOWN);
}

TEST(hidden_ends_all_of_it)
{
	raised_at_100();
	ASSERT_EQ(at(200, ANSWER_HIDDEN), TURN_NONE);
	ASSERT_FALSE(d.holds);
	ASSERT_FALSE(d.up);
	ASSERT_EQ(at(201, ANSWER_YES), TURN_NONE);
	ASSERT_EQ(at(202, ANSWER_HIDDEN), TURN_NONE);
	ASSERT_FALSE(delay_pending(&d));
}

/* S38, S39 */
TEST(without_may_raise_the_onset_goes_on)
{
	delay_start(&d);
	(void)delay_take(&d, ANSWER_YES, 0, 0);
	ASSERT_EQ(delay_run(&d, &rule, 500, false), TURN_NONE);
	ASSERT_EQ(delay_due_us(&d, &rule, false), DELAY_NEVER);
	ASSERT_EQ(delay_run(&d, &rule, 501, true), TURN_UP);
	(void)delay_take(&d, ANSWER_NO, 600, 600);
	ASSERT_EQ(delay_run(&d, &rule, 650, false), TURN_DOWN);
}

TEST(a_change_happened_when_it_did)
{
	delay_start(&d);
	ASSERT_TRUE(delay_take(&d, ANSWER_YES, 70, 100));
	ASSERT_EQ(d.begun_us, 70);
	ASSERT_EQ(delay_due_us(&d, &rule, true), 170);
	ASSERT_FALSE(delay_take(&d, ANSWER_YES, 120, 150));
	ASSERT_EQ(d.begun_us, 70);
	ASSERT_EQ(delay_run(&d, &rule, 200, true), TURN_UP);
	ASSERT_TRUE(delay_take(&d, ANSWER_NO, 210, 250));
	ASSERT_EQ(d.ended_us, 210);
	ASSERT_EQ(d.past_us, 70);
	ASSERT_EQ(delay_run(&d, &rule, 260, true), TURN_DOWN);
}

TEST(no_delay_is_the_same_step)
{
	static const struct rule none;

	delay_start(&d);
	(void)delay_take(&d, ANSWER_YES, 5, 5);
	ASSERT_EQ(delay_run(&d, &none, 5, true), TURN_UP);
	(void)delay_take(&d, ANSWER_NO, 5, 5);
	ASSERT_EQ(delay_run(&d, &none, 5, true), TURN_DOWN);
}

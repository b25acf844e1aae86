// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/engine_rig.h"

/* Three transitions within two seconds are too many from the fourth on. */
static void start(bool latched)
{
	rig_new();
	rig_contact("a", 0)->latched = latched;
	rig.rules.rules[0].message = true;
	rig.rules.rules[0].outputs = 1 << 3;
	rig.rules.chatter_count = 3;
	rig.rules.chatter_us = 2 * USEC_PER_SEC;
	rig_start();
	(void)rig_after(0);
}

static const char *close_after(int64_t ms)
{
	rig_close(0);
	return rig_after(ms);
}

static const char *open_after(int64_t ms)
{
	rig_open(0);
	return rig_after(ms);
}

static void chatter_by_a_clear(void)
{
	start(false);
	ASSERT_STREQ(close_after(100), "raised a mf");
	ASSERT_STREQ(open_after(100), "cleared a m");
	ASSERT_STREQ(close_after(100), "raised a mf");
	ASSERT_STREQ(open_after(100), "chattering a m");
}

TEST(too_many_transitions_are_one_alarm)
{
	const struct alarm *a;

	chatter_by_a_clear();
	a = rig_alarm("a");
	ASSERT_TRUE(a->active);
	ASSERT_TRUE(a->chattering);
	ASSERT_FALSE(a->condition);
	ASSERT_EQ(a->count, 2);
	ASSERT_EQ(a->occurrence, 2);
	ASSERT_TRUE(rig_holds(3));
	/* what comes is only counted */
	ASSERT_STREQ(close_after(500), "");
	ASSERT_STREQ(open_after(500), "");
	ASSERT_EQ(rig_alarm("a")->count, 2);
	ASSERT_STREQ(rig_after(1999), "");
	rig.in.now.mono_us += 1 * USEC_PER_MSEC;
	engine_step(rig.engine, &rig.in, &rig.told);
	ASSERT_EQ(rig.told.list[0].value, 6 * MICRO);
	ASSERT_STREQ(rig_told(), "quiet a m, cleared a m");
	ASSERT_FALSE(rig_holds(3));
	ASSERT_FALSE(rig_alarm("a")->chattering);
	rig_stop();
}

TEST(the_value_is_the_count)
{
	start(false);
	(void)close_after(100);
	(void)open_after(100);
	(void)close_after(100);
	rig_open(0);
	engine_step(rig.engine, &rig.in, &rig.told);
	ASSERT_EQ(rig.told.list[0].kind, EVENT_ALARM_CHATTERING);
	ASSERT_EQ(rig.told.list[0].value, 4 * MICRO);
	rig_stop();
}

TEST(a_raise_may_be_one_too_many)
{
	start(false);
	(void)close_after(1000);
	(void)open_after(900);
	ASSERT_STREQ(close_after(200), "raised a mf");
	ASSERT_STREQ(open_after(950), "cleared a m");
	/* with the four that lie within the last two seconds */
	ASSERT_STREQ(close_after(800), "raised a mf, chattering a m");
	ASSERT_TRUE(rig_alarm("a")->chattering);
	/* quiet while it holds: it stays, as an alarm like others */
	ASSERT_STREQ(rig_after(2000), "quiet a m");
	ASSERT_TRUE(rig_alarm("a")->active);
	ASSERT_STREQ(open_after(10), "cleared a m");
	rig_stop();
}

TEST(slow_ones_do_not_chatter)
{
	start(false);
	for (int i = 0; i < 20; i++) {
		ASSERT_STREQ(close_after(667), "raised a mf");
		ASSERT_STREQ(open_after(667), "cleared a m");
	}
	rig_stop();
}

TEST(a_gap_of_the_whole_span_forgets)
{
	start(false);
	(void)close_after(10);
	(void)open_after(10);
	(void)close_after(10);
	ASSERT_STREQ(open_after(2001), "cleared a m");
	ASSERT_STREQ(close_after(10), "raised a mf");
	rig_stop();
}

TEST(a_latched_alarm_does_not)
{
	start(true);
	ASSERT_STREQ(close_after(10), "raised a mf");
	ASSERT_STREQ(open_after(10), "recovered a m");
	for (int i = 0; i < 10; i++) {
		ASSERT_STREQ(close_after(10), "");
		ASSERT_STREQ(open_after(10), "");
	}
	ASSERT_FALSE(rig_alarm("a")->chattering);
	rig_stop();
}

TEST(a_count_of_0_is_no_rule)
{
	start(false);
	rig.rules.chatter_count = 0;
	ASSERT_OK(engine_configure(rig.engine, &rig.rules, rig.in.now, &rig.told));
	for (int i = 0; i < 100; i++) {
		ASSERT_STREQ(close_after(1), "raised a mf");
		ASSERT_STREQ(open_after(1), "cleared a m");
	}
	rig_stop();
}

TEST(it_begins_anew_after_it_was_quiet)
{
	chatter_by_a_clear();
	ASSERT_STREQ(rig_after(2000), "quiet a m, cleared a m");
	ASSERT_STREQ(close_after(0), "raised a mf");
	ASSERT_STREQ(open_after(1), "cleared a m");
	ASSERT_STREQ(close_after(1), "raised a mf");
	ASSERT_STREQ(open_after(1), "chattering a m");
	rig_stop();
}

TEST(the_most_that_is_possible)
{
	start(false);
	rig.rules.chatter_count = 1000;
	rig.rules.chatter_us = INT64_MAX;
	ASSERT_OK(engine_configure(rig.engine, &rig.rules, rig.in.now, &rig.told));
	for (int i = 0; i < RULE_CHATTER_COUNT_MAX / 2; i++) {
		ASSERT_STREQ(close_after(1000), "raised a mf");
		ASSERT_STREQ(open_after(1000), "cleared a m");
	}
	ASSERT_STREQ(close_after(1000), "raised a mf, chattering a m");
	rig_stop();
}

TEST(hiding_the_channel_ends_it)
{
	chatter_by_a_clear();
	rig_quality(0, QUALITY_DISABLED);
	ASSERT_STREQ(rig_after(1), "cleared a m");
	ASSERT_FALSE(rig_alarm("a")->chattering);
	ASSERT_EQ(engine_due_us(rig.engine), INT64_MAX);
	rig_stop();
}

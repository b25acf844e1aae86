// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/engine_rig.h"

static int acknowledge(uint64_t occurrence)
{
	return engine_acknowledge(rig.engine, 0, occurrence, rig.in.now, "seen", "anna", &rig.told);
}

static void start(bool latched)
{
	rig_new();
	rig_contact("a", 0)->latched = latched;
	rig_start();
	(void)rig_after(0);
}

TEST(acknowledging)
{
	const struct alarm *a;

	start(false);
	a = rig_alarm("a");
	ASSERT_EQ(acknowledge(0), -ENODATA);
	rig_close(0);
	(void)rig_after(1);
	ASSERT_TRUE(alarm_standing(a));
	ASSERT_EQ(acknowledge(7), -ESTALE);
	ASSERT_EQ(acknowledge(1), 0);
	ASSERT_STREQ(rig_told(), "acknowledged a");
	ASSERT_TRUE(a->acknowledged);
	ASSERT_TRUE(a->active);
	ASSERT_STREQ(a->note, "seen");
	ASSERT_STREQ(a->by, "anna");
	ASSERT_EQ(acknowledge(1), -EALREADY);
	ASSERT_EQ(acknowledge(7), -ESTALE);
	rig_open(0);
	ASSERT_STREQ(rig_after(1), "cleared a");
	ASSERT_FALSE(alarm_standing(a));
	ASSERT_EQ(acknowledge(0), -EALREADY);
	rig_stop();
}

TEST(a_cleared_alarm_stands_until_it_is_acknowledged)
{
	start(false);
	rig_close(0);
	(void)rig_after(1);
	rig_open(0);
	(void)rig_after(1);
	ASSERT_TRUE(alarm_standing(rig_alarm("a")));
	ASSERT_EQ(acknowledge(0), 0);
	ASSERT_FALSE(alarm_standing(rig_alarm("a")));
	rig_stop();
}

TEST(a_new_raise_wants_a_new_one)
{
	start(false);
	rig_close(0);
	(void)rig_after(1);
	(void)acknowledge(0);
	rig_open(0);
	(void)rig_after(1);
	rig_close(0);
	(void)rig_after(1);
	ASSERT_FALSE(rig_alarm("a")->acknowledged);
	ASSERT_STREQ(rig_alarm("a")->note, "");
	ASSERT_STREQ(rig_alarm("a")->by, "");
	ASSERT_EQ(acknowledge(1), -ESTALE);
	ASSERT_EQ(acknowledge(2), 0);
	rig_stop();
}

/* The journal had no room for its event: it can still be acknowledged. */
TEST(a_raise_without_a_number)
{
	start(false);
	rig_close(0);
	engine_step(rig.engine, &rig.in, &rig.told);
	ASSERT_EQ(acknowledge(0), 0);
	rig_stop();
}

TEST(resetting)
{
	start(true);
	ASSERT_EQ(rig_reset("a"), -EALREADY);
	ASSERT_EQ(engine_reset(rig.engine, 1, rig.in.now, &rig.told), -ENOENT);
	ASSERT_EQ(engine_reset(rig.engine, -1, rig.in.now, &rig.told), -ENOENT);
	rig_close(0);
	(void)rig_after(1);
	ASSERT_EQ(rig_reset("a"), -EBUSY);
	rig_open(0);
	(void)rig_after(1);
	/* what cannot be read now was over before */
	rig_quality(0, QUALITY_FAULT);
	(void)rig_after(1);
	ASSERT_EQ(rig_reset("a"), 0);
	ASSERT_STREQ(rig_told(), "reset a");
	rig_stop();
}

TEST(resetting_while_the_off_delay_runs)
{
	start(true);
	rig.rules.rules[0].off_delay_us = 1 * USEC_PER_SEC;
	ASSERT_OK(engine_configure(rig.engine, &rig.rules, rig.in.now, &rig.told));
	rig_close(0);
	(void)rig_after(1);
	rig_open(0);
	(void)rig_after(1);
	ASSERT_EQ(rig_reset("a"), -EALREADY);
	ASSERT_STREQ(rig_after(1000), "recovered a");
	ASSERT_EQ(rig_reset("a"), 0);
	rig_stop();
}

TEST(an_alarm_that_is_not_latched_has_no_reset)
{
	start(false);
	rig_close(0);
	(void)rig_after(1);
	ASSERT_EQ(rig_reset("a"), -EALREADY);
	rig_stop();
}

TEST(long_words_are_cut)
{
	char words[200];

	start(false);
	memset(words, 'x', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	rig_close(0);
	(void)rig_after(1);
	ASSERT_EQ(engine_acknowledge(rig.engine, 0, 0, rig.in.now, words, words, &rig.told), 0);
	ASSERT_EQ(strlen(rig_alarm("a")->note), ALARM_NOTE_MAX - 1);
	ASSERT_EQ(strlen(rig_alarm("a")->by), ACTOR_NAME_MAX - 1);
	rig_stop();
}

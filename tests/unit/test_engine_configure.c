// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/engine_rig.h"

/* Contacts 0 to 2: "a" with a message and an output, "b", "c". */
static void start(void)
{
	rig_new();
	rig_contact("a", 0)->message = true;
	rig.rules.rules[0].outputs = 1 << 3;
	rig_contact("b", 1);
	rig_contact("c", 2);
	rig.rules.chatter_count = 2;
	rig.rules.chatter_us = 10 * USEC_PER_SEC;
	rig_start();
	(void)rig_after(0);
}

static const char *configure(void)
{
	ASSERT_OK(engine_configure(rig.engine, &rig.rules, rig.in.now, &rig.told));
	return rig_told();
}

static void drop(int rule)
{
	rig.rules.n--;
	for (unsigned i = (unsigned)rule; i < rig.rules.n; i++)
		rig.rules.rules[i] = rig.rules.rules[i + 1];
}

TEST(the_same_rules_change_nothing)
{
	start();
	rig_close(0);
	(void)rig_after(10);
	(void)rig_acknowledge("a");
	(void)rig_shelve("a", 1000);
	(void)rig_told();
	ASSERT_STREQ(configure(), "");
	ASSERT_TRUE(rig_alarm("a")->active);
	ASSERT_TRUE(rig_alarm("a")->acknowledged);
	ASSERT_TRUE(rig_alarm("a")->first_out);
	ASSERT_EQ(rig_alarm("a")->occurrence, 1);
	ASSERT_STREQ(rig_after(999), "");
	ASSERT_STREQ(rig_after(1), "unshelved a");
	ASSERT_STREQ(rig_alarm("a")->note, "seen");
	rig_stop();
}

TEST(what_is_gone_is_cleared)
{
	const struct alarm *gone;

	start();
	rig_close(0);
	rig_close(1);
	(void)rig_after(10);
	drop(0);
	ASSERT_OK(engine_configure(rig.engine, &rig.rules, rig.in.now, &rig.told));
	ASSERT_EQ(rig.told.n, 1);
	ASSERT_EQ(rig.told.list[0].rule, RULE_NONE);
	gone = rig.told.list[0].gone;
	ASSERT_STREQ(gone->id, "a");
	ASSERT_STREQ(gone->channel, "channel_0");
	ASSERT_EQ(gone->occurrence, 1);
	ASSERT_FALSE(gone->active);
	ASSERT_EQ(gone->cleared.mono_us, rig.in.now.mono_us);
	ASSERT_STREQ(rig_told(), "cleared gone a m");
	ASSERT_EQ(rig_find("a"), -ENOENT);
	ASSERT_TRUE(rig_alarm("b")->active);
	/* the mark goes to the next one */
	ASSERT_TRUE(rig_alarm("b")->first_out);
	ASSERT_FALSE(rig_holds(3));
	rig_stop();
}

TEST(another_channel_or_condition_is_another_alarm)
{
	start();
	rig_close(0);
	rig_close(1);
	(void)rig_after(10);
	(void)snprintf(rig.rules.rules[0].channel_id, CHANNEL_ID_MAX, "other");
	rig.rules.rules[1].when = ALARM_INACTIVE;
	ASSERT_STREQ(configure(), "cleared gone a m, cleared gone b");
	ASSERT_FALSE(rig_alarm("a")->active);
	ASSERT_EQ(rig_alarm("a")->count, 0);
	ASSERT_STREQ(rig_alarm("a")->channel, "other");
	rig_stop();
}

TEST(channels_and_rules_may_move)
{
	struct rule a;

	start();
	rig_close(0);
	(void)rig_after(10);
	a = rig.rules.rules[0];
	rig.rules.rules[0] = rig.rules.rules[2];
	rig.rules.rules[2] = a;
	rig.rules.rules[2].channel = 3;
	rig.snapshot.samples[3] = rig.snapshot.samples[0];
	rig_open(0);
	ASSERT_STREQ(configure(), "");
	ASSERT_STREQ(rig_after(10), "");
	ASSERT_EQ(rig_find("a"), 2);
	ASSERT_TRUE(rig_alarm("a")->active);
	rig_open(3);
	ASSERT_STREQ(rig_after(10), "cleared a m");
	rig_stop();
}

TEST(new_details_count_at_once)
{
	start();
	rig_close(0);
	(void)rig_after(10);
	rig_open(0);
	rig.rules.rules[0].off_delay_us = 1 * USEC_PER_SEC;
	rig.rules.rules[0].priority = PRIORITY_CRITICAL;
	rig.rules.rules[0].setpoint = 77;
	rig.rules.rules[0].message = false;
	(void)configure();
	ASSERT_EQ(rig_alarm("a")->priority, PRIORITY_CRITICAL);
	ASSERT_EQ(rig_alarm("a")->setpoint, 77);
	ASSERT_STREQ(rig_after(10), "");
	rig.rules.rules[0].off_delay_us = 5 * USEC_PER_MSEC;
	(void)configure();
	ASSERT_STREQ(rig_after(10), "cleared a");
	rig_stop();
}

TEST(no_longer_latched)
{
	start();
	rig.rules.rules[0].latched = true;
	(void)configure();
	rig_close(0);
	(void)rig_after(10);
	rig_open(0);
	ASSERT_STREQ(rig_after(10), "recovered a m");
	rig.rules.rules[0].latched = false;
	ASSERT_STREQ(configure(), "");
	ASSERT_STREQ(rig_after(10), "cleared a m");
	rig_stop();
}

/* Its on-delay runs when it is quiet: the condition is not over, so there is nothing to recover. */
TEST(latched_while_it_chatters)
{
	start();
	rig.rules.chatter_us = 1 * USEC_PER_SEC;
	(void)configure();
	rig_close(0);
	(void)rig_after(1);
	rig_open(0);
	(void)rig_after(1);
	rig_close(0);
	ASSERT_STREQ(rig_after(1), "raised a mf, chattering a m");
	rig_open(0);
	ASSERT_STREQ(rig_after(1), "");
	rig.rules.rules[0].latched = true;
	rig.rules.rules[0].on_delay_us = 5 * USEC_PER_SEC;
	(void)configure();
	rig_close(0);
	ASSERT_STREQ(rig_after(500), "");
	ASSERT_STREQ(rig_after(500), "quiet a m");
	ASSERT_FALSE(rig_alarm("a")->latched);
	rig_open(0);
	ASSERT_STREQ(rig_after(1), "recovered a m");
	rig_stop();
}

TEST(an_onset_goes_on)
{
	start();
	rig.rules.rules[0].on_delay_us = 100 * USEC_PER_MSEC;
	(void)configure();
	rig_close(0);
	(void)rig_after(0);
	(void)rig_after(50);
	drop(2);
	ASSERT_STREQ(configure(), "");
	ASSERT_STREQ(rig_after(49), "");
	ASSERT_STREQ(rig_after(1), "raised a mf");
	rig_stop();
}

TEST(chattering_goes_on)
{
	start();
	rig_close(0);
	(void)rig_after(1);
	rig_open(0);
	(void)rig_after(1);
	/* two so far; the third one is too many also after this */
	(void)configure();
	rig_close(0);
	ASSERT_STREQ(rig_after(1), "raised a mf, chattering a m");
	rig.rules.chatter_us = 1 * USEC_PER_SEC;
	ASSERT_STREQ(configure(), "");
	ASSERT_STREQ(rig_after(999), "");
	ASSERT_STREQ(rig_after(1), "quiet a m");
	rig_stop();
}

TEST(other_limits_of_chattering_begin_anew)
{
	start();
	rig_close(0);
	(void)rig_after(1);
	rig_open(0);
	(void)rig_after(1);
	rig.rules.chatter_us = 11 * USEC_PER_SEC;
	(void)configure();
	rig_close(0);
	ASSERT_STREQ(rig_after(1), "raised a mf");
	rig_stop();
}

TEST(gone_under_the_shelf_is_quiet)
{
	start();
	rig_close(0);
	(void)rig_shelve("a", 1000);
	(void)rig_after(10);
	drop(0);
	ASSERT_STREQ(configure(), "cleared gone a q");
	rig_stop();
}

TEST(maintenance_goes_on)
{
	start();
	(void)engine_maintenance(rig.engine, 1 * USEC_PER_SEC, rig.in.now, &rig.told);
	(void)rig_told();
	ASSERT_STREQ(configure(), "");
	ASSERT_TRUE(engine_in_maintenance(rig.engine));
	ASSERT_STREQ(rig_after(1000), "maintenance-ended");
	rig_stop();
}

TEST(merged_groups_have_one_first)
{
	start();
	rig.rules.rules[1].group = 1;
	(void)configure();
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "raised a mf");
	rig_close(1);
	ASSERT_STREQ(rig_after(10), "raised b f");
	rig.rules.rules[1].group = 0;
	(void)configure();
	ASSERT_TRUE(rig_alarm("a")->first_out);
	ASSERT_FALSE(rig_alarm("b")->first_out);
	rig_stop();
}

/* The window of a rate that has another length is empty: that is no recovery. */
TEST(a_new_window_clears_nothing)
{
	struct rule *r;

	rig_new();
	r = rig_rule("fast", ALARM_RISING, 0);
	r->setpoint = r->recovery = 5;
	r->window_us = 16 * USEC_PER_SEC;
	rig_start();
	rig_set(0, 0);
	(void)rig_after(0);
	rig_set(0, 9);
	ASSERT_STREQ(rig_after(1000), "raised fast f");
	r->window_us = 32 * USEC_PER_SEC;
	ASSERT_STREQ(configure(), "");
	for (int i = 0; i < 32; i++) {
		rig_set(0, 9);
		ASSERT_STREQ(rig_after(1000), "");
	}
	rig_set(0, 9);
	ASSERT_STREQ(rig_after(1000), "cleared fast");
	rig_stop();
}

TEST(no_rules_at_all)
{
	start();
	rig_close(0);
	(void)rig_after(10);
	rig.rules.n = 0;
	ASSERT_STREQ(configure(), "cleared gone a m");
	ASSERT_STREQ(rig_after(10), "");
	ASSERT_EQ(engine_due_us(rig.engine), INT64_MAX);
	ASSERT_EQ(rig_acknowledge("a"), -ENOENT);
	rig_stop();
}

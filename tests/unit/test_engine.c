// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/engine_rig.h"

/* S41, S43 */
TEST(an_alarm_is_raised_and_cleared)
{
	const struct alarm *a;

	rig_new();
	rig_above("high", 16, 15)->priority = PRIORITY_HIGH;
	rig_start();
	ASSERT_STREQ(rig_after(0), "");
	rig_set(0, 17);
	ASSERT_STREQ(rig_after(100), "raised high f");
	a = rig_alarm("high");
	ASSERT_TRUE(a->active);
	ASSERT_TRUE(a->condition);
	ASSERT_FALSE(a->acknowledged);
	ASSERT_EQ(a->count, 1);
	ASSERT_EQ(a->occurrence, 1);
	ASSERT_EQ(a->value, 17);
	ASSERT_EQ(a->quality, QUALITY_OK);
	ASSERT_EQ(a->setpoint, 16);
	ASSERT_EQ(a->priority, PRIORITY_HIGH);
	ASSERT_STREQ(a->channel, "channel_0");
	ASSERT_EQ(a->onset.mono_us, rig.in.now.mono_us);
	ASSERT_EQ(a->raised.wall_us, rig.in.now.wall_us);
	ASSERT_EQ(a->cleared.wall_us, 0);
	rig_set(0, 15);
	ASSERT_STREQ(rig_after(100), "");
	rig_set(0, 14);
	ASSERT_STREQ(rig_after(100), "cleared high");
	ASSERT_FALSE(a->active);
	ASSERT_EQ(a->cleared.mono_us, rig.in.now.mono_us);
	ASSERT_TRUE(alarm_standing(a));
	rig_stop();
}

/* The transition says what the channel said. */
TEST(the_value_goes_with_it)
{
	rig_new();
	rig_above("high", 16, 16);
	rig_rule("silent", ALARM_SILENT, RULE_NONE);
	rig_start();
	rig_set(0, 17);
	engine_step(rig.engine, &rig.in, &rig.told);
	ASSERT_EQ(rig.told.list[0].value, 17);
	ASSERT_EQ(rig.told.list[0].quality, QUALITY_OK);
	rig.told.n = 0;
	rig_set(0, 3);
	rig.in.silent = true;
	engine_step(rig.engine, &rig.in, &rig.told);
	ASSERT_EQ(rig.told.list[0].value, 3);
	/* no channel: no number */
	ASSERT_EQ(rig.told.list[1].rule, 1);
	ASSERT_EQ(rig.told.list[1].quality, QUALITY_STALE);
	rig_stop();
}

/* S63 */
TEST(over_and_under_of_one_channel_are_two_alarms)
{
	struct rule *low;

	rig_new();
	rig_above("high", 16, 15);
	low = rig_rule("low", ALARM_BELOW, 0);
	low->setpoint = 8;
	low->recovery = 13;
	rig_start();
	rig_set(0, 14);
	ASSERT_STREQ(rig_after(0), "");
	rig_set(0, 17);
	ASSERT_STREQ(rig_after(10), "raised high f");
	rig_set(0, 7);
	/* the cascade goes on: nowhere between was there no alarm */
	ASSERT_STREQ(rig_after(10), "cleared high, raised low");
	rig_set(0, 14);
	ASSERT_STREQ(rig_after(10), "cleared low");
	rig_stop();
}

/* S45 */
TEST(a_message_for_those_that_want_one)
{
	rig_new();
	rig_contact("a", 0)->message = true;
	rig_contact("b", 0);
	rig_start();
	rig_close(0);
	ASSERT_STREQ(rig_after(0), "raised a mf, raised b");
	ASSERT_EQ(rig_acknowledge("a"), 0);
	ASSERT_STREQ(rig_told(), "acknowledged a");
	rig_open(0);
	ASSERT_STREQ(rig_after(1), "cleared a m, cleared b");
	rig_stop();
}

/* S46 */
TEST(outputs_of_active_alarms)
{
	int rule[CHANNELS_MAX];

	rig_new();
	rig_contact("a", 0)->outputs = UINT64_C(1) << 3;
	rig_contact("b", 1)->outputs = UINT64_C(1) << 3 | UINT64_C(1) << 63;
	rig_start();
	ASSERT_EQ(engine_outputs(rig.engine, rule), 0);
	rig_close(1);
	(void)rig_after(0);
	ASSERT_EQ(engine_outputs(rig.engine, rule), UINT64_C(1) << 3 | UINT64_C(1) << 63);
	ASSERT_EQ(rule[3], 1);
	ASSERT_EQ(rule[63], 1);
	rig_close(0);
	(void)rig_after(1);
	(void)engine_outputs(rig.engine, rule);
	ASSERT_EQ(rule[3], 0);
	ASSERT_EQ(rule[63], 1);
	rig_open(1);
	(void)rig_after(1);
	ASSERT_EQ(engine_outputs(rig.engine, rule), UINT64_C(1) << 3);
	rig_stop();
}

/* S47, S50 */
TEST(delays)
{
	struct rule *r;

	rig_new();
	r = rig_contact("a", 0);
	r->on_delay_us = 500 * USEC_PER_MSEC;
	r->off_delay_us = 300 * USEC_PER_MSEC;
	rig_start();
	rig_close(0);
	ASSERT_STREQ(rig_after(0), "");
	ASSERT_TRUE(rig_alarm("a")->condition);
	ASSERT_EQ(engine_onset_us(rig.engine, 0), rig.in.now.mono_us);
	ASSERT_STREQ(rig_after(499), "");
	ASSERT_STREQ(rig_after(1), "raised a f");
	ASSERT_EQ(rig_alarm("a")->raised.mono_us - rig_alarm("a")->onset.mono_us,
		  500 * USEC_PER_MSEC);
	ASSERT_EQ(engine_onset_us(rig.engine, 0), 0);
	rig_open(0);
	ASSERT_STREQ(rig_after(1), "");
	ASSERT_FALSE(rig_alarm("a")->condition);
	ASSERT_STREQ(rig_after(299), "");
	ASSERT_STREQ(rig_after(1), "cleared a");
	rig_stop();
}

TEST(a_step_of_the_wall_clock_changes_no_delay)
{
	rig_new();
	rig_contact("a", 0)->on_delay_us = 500 * USEC_PER_MSEC;
	rig_start();
	rig_close(0);
	(void)rig_after(0);
	rig.in.now.wall_us += 3600 * USEC_PER_SEC;
	ASSERT_STREQ(rig_after(499), "");
	rig.in.now.wall_us -= 7200 * USEC_PER_SEC;
	ASSERT_STREQ(rig_after(1), "raised a f");
	/* the onset is told by the clock of now */
	ASSERT_EQ(rig_alarm("a")->raised.wall_us - rig_alarm("a")->onset.wall_us,
		  500 * USEC_PER_MSEC);
	rig_stop();
}

/* S44 */
TEST(a_latched_alarm_waits_for_its_reset)
{
	rig_new();
	rig_contact("a", 0)->latched = true;
	rig_start();
	rig_close(0);
	ASSERT_STREQ(rig_after(0), "raised a f");
	ASSERT_EQ(rig_reset("a"), -EBUSY);
	rig_open(0);
	ASSERT_STREQ(rig_after(10), "recovered a");
	ASSERT_TRUE(rig_alarm("a")->active);
	ASSERT_TRUE(rig_alarm("a")->latched);
	/* it comes back, and goes again: nobody is told twice */
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "");
	ASSERT_FALSE(rig_alarm("a")->latched);
	ASSERT_EQ(rig_reset("a"), -EBUSY);
	rig_open(0);
	ASSERT_STREQ(rig_after(10), "");
	ASSERT_TRUE(rig_alarm("a")->latched);
	ASSERT_EQ(rig_reset("a"), 0);
	ASSERT_STREQ(rig_told(), "reset a");
	ASSERT_FALSE(rig_alarm("a")->active);
	ASSERT_EQ(rig_alarm("a")->cleared.mono_us, rig.in.now.mono_us);
	ASSERT_EQ(rig_reset("a"), -EALREADY);
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "raised a f");
	rig_open(0);
	ASSERT_STREQ(rig_after(10), "recovered a");
	rig_stop();
}

TEST(a_latched_alarm_comes_back_without_its_on_delay)
{
	struct rule *r;

	rig_new();
	r = rig_contact("a", 0);
	r->latched = true;
	r->on_delay_us = r->off_delay_us = 1 * USEC_PER_SEC;
	rig_start();
	rig_close(0);
	(void)rig_after(0);
	(void)rig_after(1000);
	rig_open(0);
	ASSERT_STREQ(rig_after(0), "");
	ASSERT_STREQ(rig_after(1000), "recovered a");
	rig_close(0);
	ASSERT_STREQ(rig_after(1), "");
	ASSERT_FALSE(rig_alarm("a")->latched);
	/* also while nothing may be raised: it was */
	rig_open(0);
	(void)rig_after(1);
	(void)rig_after(1000);
	rig.in.may_raise = false;
	rig_close(0);
	ASSERT_STREQ(rig_after(1), "");
	ASSERT_FALSE(rig_alarm("a")->latched);
	rig_stop();
}

/* S38, S39 */
TEST(outside_the_schedule_nothing_is_raised)
{
	rig_new();
	rig_contact("a", 0)->on_delay_us = 100 * USEC_PER_MSEC;
	rig_contact("b", 1);
	rig_start();
	rig_close(1);
	ASSERT_STREQ(rig_after(0), "raised b f");
	rig.in.may_raise = false;
	rig_close(0);
	rig_open(1);
	ASSERT_STREQ(rig_after(1), "cleared b");
	ASSERT_STREQ(rig_after(1000), "");
	ASSERT_EQ(engine_due_us(rig.engine), INT64_MAX);
	rig.in.may_raise = true;
	ASSERT_STREQ(rig_after(1), "raised a f");
	ASSERT_EQ(rig_alarm("a")->raised.mono_us - rig_alarm("a")->onset.mono_us,
		  1001 * USEC_PER_MSEC);
	rig_stop();
}

TEST(bad_quality_is_never_normal)
{
	rig_new();
	rig_above("high", 16, 15);
	rig_rule("high.quality", ALARM_QUALITY, 0);
	rig_start();
	rig_set(0, 17);
	ASSERT_STREQ(rig_after(0), "raised high f");
	rig_quality(0, QUALITY_BROKEN_WIRE);
	ASSERT_STREQ(rig_after(1), "raised high.quality");
	ASSERT_EQ(rig_alarm("high.quality")->quality, QUALITY_BROKEN_WIRE);
	ASSERT_TRUE(rig_alarm("high")->active);
	rig.in.snapshot = NULL;
	ASSERT_STREQ(rig_after(1000), "");
	rig.in.snapshot = &rig.snapshot;
	rig_set(0, 14);
	ASSERT_STREQ(rig_after(1), "cleared high, cleared high.quality");
	rig_stop();
}

/* S21, S64 */
TEST(a_hidden_channel_clears_at_once)
{
	struct rule *r;

	rig_new();
	r = rig_contact("a", 0);
	r->off_delay_us = 1 * USEC_PER_SEC;
	r->latched = true;
	rig_contact("b", 0)->on_delay_us = 10 * USEC_PER_SEC;
	rig_rule("a.quality", ALARM_QUALITY, 0);
	rig_start();
	rig_close(0);
	ASSERT_STREQ(rig_after(0), "raised a f");
	rig_quality(0, QUALITY_DISABLED);
	ASSERT_STREQ(rig_after(1), "cleared a");
	ASSERT_EQ(engine_onset_us(rig.engine, 1), 0);
	ASSERT_STREQ(rig_after(100000), "");
	rig_stop();
}

TEST(a_channel_that_is_not_in_the_snapshot_is_unknown)
{
	rig_new();
	rig_contact("a", 0);
	rig_rule("b", ALARM_QUALITY, 9);
	rig_start();
	rig_close(0);
	ASSERT_STREQ(rig_after(0), "raised a f");
	rig.snapshot.n_samples = 0;
	ASSERT_STREQ(rig_after(1), "");
	rig_stop();
}

TEST(silence_is_an_alarm)
{
	rig_new();
	rig_rule("sensord.silent", ALARM_SILENT, RULE_NONE);
	rig_start();
	rig.in.snapshot = NULL;
	ASSERT_STREQ(rig_after(0), "");
	rig.in.silent = true;
	ASSERT_STREQ(rig_after(1), "raised sensord.silent f");
	ASSERT_STREQ(rig_alarm("sensord.silent")->channel, "");
	rig.in.silent = false;
	ASSERT_STREQ(rig_after(1), "cleared sensord.silent");
	rig_stop();
}

/* The kernel's time of an edge, which the sample of a contact carries. */
TEST(a_contact_moved_when_its_sample_says)
{
	rig_new();
	rig_contact("a", 0);
	rig_start();
	rig_set(0, 0);
	(void)rig_after(100);
	rig_set(0, MICRO);
	rig.snapshot.samples[0].mono_us += 30 * USEC_PER_MSEC;
	(void)rig_after(100);
	ASSERT_EQ(rig_alarm("a")->onset.mono_us, rig.in.now.mono_us - 70 * USEC_PER_MSEC);
	ASSERT_EQ(rig_alarm("a")->onset.wall_us, rig.in.now.wall_us - 70 * USEC_PER_MSEC);
	rig_stop();
}

/* Bouncing lasts over several snapshots, and then the edge is older than the last one. */
TEST(an_edge_may_be_older_than_the_last_step)
{
	rig_new();
	rig_contact("slow", 0);
	rig_contact("quick", 1);
	rig_start();
	rig_set(0, 0);
	rig_set(1, 0);
	(void)rig_after(0);
	rig_set(1, MICRO);
	rig.snapshot.samples[1].mono_us += 10 * USEC_PER_MSEC;
	ASSERT_STREQ(rig_after(10), "raised quick f");
	rig_set(0, MICRO);
	rig.snapshot.samples[0].mono_us -= 9 * USEC_PER_MSEC;
	ASSERT_STREQ(rig_after(40), "raised slow f");
	ASSERT_FALSE(rig_alarm("quick")->first_out);
	rig_stop();
}

TEST(what_a_sample_cannot_know_is_now)
{
	rig_new();
	rig_contact("a", 0);
	rig_start();
	/* the first sample of all: it may have been so for long */
	rig_close(0);
	(void)rig_after(50);
	ASSERT_EQ(rig_alarm("a")->onset.mono_us, rig.in.now.mono_us);
	rig_open(0);
	(void)rig_after(50);
	/* no newer than the last one */
	rig_close(0);
	(void)rig_after(50);
	ASSERT_EQ(rig_alarm("a")->onset.mono_us, rig.in.now.mono_us);
	rig_open(0);
	(void)rig_after(50);
	/* of a time to come */
	rig_set(0, MICRO);
	rig.snapshot.samples[0].mono_us += 1 * USEC_PER_SEC;
	(void)rig_after(50);
	ASSERT_EQ(rig_alarm("a")->onset.mono_us, rig.in.now.mono_us);
	rig_stop();
}

TEST(times_that_cannot_be_do_no_harm)
{
	rig_new();
	rig_contact("a", 0)->on_delay_us = 1;
	rig_start();
	rig_open(0);
	rig.snapshot.samples[0].mono_us = INT64_MIN;
	(void)rig_after(1);
	rig_close(0);
	rig.snapshot.samples[0].mono_us = INT64_MIN + 1;
	ASSERT_STREQ(rig_after(1), "");
	ASSERT_EQ(engine_onset_us(rig.engine, 0), rig.in.now.mono_us);
	ASSERT_STREQ(rig_after(1), "raised a f");
	rig_stop();
}

TEST(occurrences)
{
	rig_new();
	rig_contact("a", 0);
	rig_start();
	rig_close(0);
	engine_step(rig.engine, &rig.in, &rig.told);
	ASSERT_EQ(rig_alarm("a")->occurrence, 0);
	ASSERT_STREQ(rig_told(), "raised a f");
	ASSERT_EQ(rig_alarm("a")->occurrence, 1);
	rig_open(0);
	(void)rig_after(1);
	rig_close(0);
	engine_step(rig.engine, &rig.in, &rig.told);
	ASSERT_EQ(rig_alarm("a")->occurrence, 0);
	(void)rig_told();
	ASSERT_EQ(rig_alarm("a")->occurrence, 2);
	ASSERT_EQ(rig_alarm("a")->count, 2);
	rig_stop();
}

TEST(transitions_are_added)
{
	rig_new();
	rig_contact("a", 0);
	rig_start();
	rig_close(0);
	ASSERT_EQ(rig_shelve("a", 1000), 0);
	ASSERT_STREQ(rig_after(0), "shelved a q, raised a qf");
	/* a full list is no reason to write beyond it */
	rig.told.n = TRANSITIONS_MAX;
	rig_open(0);
	rig.in.now.mono_us += 1;
	engine_step(rig.engine, &rig.in, &rig.told);
	ASSERT_EQ(rig.told.n, TRANSITIONS_MAX);
	ASSERT_FALSE(rig_alarm("a")->active);
	rig_stop();
}

TEST(onsets_have_a_version)
{
	uint64_t version;

	rig_new();
	rig_contact("a", 0)->on_delay_us = 1000;
	rig_start();
	(void)rig_after(0);
	version = engine_onsets_version(rig.engine);
	(void)rig_after(1);
	ASSERT_EQ(engine_onsets_version(rig.engine), version);
	rig_close(0);
	(void)rig_after(1);
	ASSERT_GT(engine_onsets_version(rig.engine), version);
	version = engine_onsets_version(rig.engine);
	ASSERT_STREQ(rig_after(1), "raised a f");
	ASSERT_GT(engine_onsets_version(rig.engine), version);
	rig_stop();
}

TEST(the_largest_engine_fits)
{
	rig_new();
	for (int i = 0; i < ALARMS_MAX; i++) {
		char id[ALARM_ID_MAX];

		(void)snprintf(id, sizeof(id), "rule_%d", i);
		rig_rule(id, i % 2 ? ALARM_RISING : ALARM_ACTIVE, i % 4)->window_us = 1000;
		rig.rules.rules[i].group = (unsigned)i;
	}
	rig.rules.chatter_count = RULE_CHATTER_COUNT_MAX;
	rig.rules.chatter_us = RULE_CHATTER_US_MAX;
	rig_start();
	for (int i = 0; i < 4; i++)
		rig_close(i);
	engine_step(rig.engine, &rig.in, &rig.told);
	ASSERT_EQ(rig.told.n, (ALARMS_MAX + 1) / 2);
	ASSERT_EQ(rig_find("rule_193"), 193);
	ASSERT_EQ(rig_find("rule_194"), -ENOENT);
	ASSERT_EQ(ALARMS_MAX, 194);
	ASSERT_EQ(engine_rules(rig.engine)->n, ALARMS_MAX);
	rig_stop();
}

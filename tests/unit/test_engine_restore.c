// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/engine_rig.h"

/* Contacts 0 to 2, an alarm each; "c" is latched, "b" has an on-delay of 1 s. */
static void start(void)
{
	rig_new();
	rig_contact("a", 0)->outputs = 1 << 3;
	rig_contact("b", 1)->on_delay_us = 1 * USEC_PER_SEC;
	rig_contact("c", 2)->latched = true;
	rig.rules.chatter_count = 2;
	rig.rules.chatter_us = 10 * USEC_PER_SEC;
	rig_start();
	(void)rig_after(0);
}

/* What was kept goes to an engine that knows nothing. */
static void again(bool rebooted, int64_t wall_later_ms)
{
	struct engine_kept kept[ALARMS_MAX];
	int64_t onsets[ALARMS_MAX], maintenance_us = engine_maintenance_until_us(rig.engine);
	unsigned n = rig.rules.n;

	for (unsigned i = 0; i < n; i++) {
		engine_keep(rig.engine, (int)i, &kept[i]);
		onsets[i] = engine_onset_us(rig.engine, (int)i);
	}
	rig_stop();
	rig_start();
	rig.in.now.wall_us += wall_later_ms * USEC_PER_MSEC;
	if (rebooted)
		rig.in.now.mono_us = 5 * USEC_PER_SEC;
	for (unsigned i = n; i-- > 0;)
		engine_restore(rig.engine, &kept[i], rig.in.now, rebooted);
	for (unsigned i = 0; i < n && !rebooted; i++)
		if (onsets[i])
			engine_restore_onset(rig.engine, (int)i, onsets[i]);
	if (!rebooted)
		engine_restore_maintenance(rig.engine, maintenance_us);
}

TEST(active_stays_active)
{
	struct alarm before;

	start();
	rig_close(0);
	(void)rig_after(10);
	(void)rig_acknowledge("a");
	(void)rig_told();
	before = *rig_alarm("a");
	again(false, 0);
	ASSERT_EQ(memcmp(&before, rig_alarm("a"), sizeof(before)), 0);
	ASSERT_TRUE(rig_holds(3));
	ASSERT_STREQ(rig_after(10), "");
	ASSERT_TRUE(rig_alarm("a")->first_out);
	rig_open(0);
	ASSERT_STREQ(rig_after(10), "cleared a");
	/* acknowledged before: its mark goes with the cascade */
	ASSERT_FALSE(rig_alarm("a")->first_out);
	rig_stop();
}

TEST(until_something_is_known_nothing_clears)
{
	start();
	rig_close(0);
	(void)rig_after(10);
	again(false, 0);
	rig.in.snapshot = NULL;
	ASSERT_STREQ(rig_after(5000), "");
	rig.in.snapshot = &rig.snapshot;
	rig_quality(0, QUALITY_STALE);
	ASSERT_STREQ(rig_after(5000), "");
	rig_open(0);
	ASSERT_STREQ(rig_after(10), "cleared a");
	rig_stop();
}

TEST(an_on_delay_goes_on_over_a_kill)
{
	start();
	rig_close(1);
	(void)rig_after(0);
	(void)rig_after(600);
	again(false, 0);
	ASSERT_TRUE(rig_alarm("b")->condition);
	ASSERT_STREQ(rig_after(399), "");
	ASSERT_STREQ(rig_after(1), "raised b f");
	ASSERT_EQ(rig_alarm("b")->raised.mono_us - rig_alarm("b")->onset.mono_us, USEC_PER_SEC);
	rig_stop();
}

TEST(an_onset_that_is_over_is_forgotten)
{
	start();
	rig_close(1);
	(void)rig_after(0);
	(void)rig_after(600);
	rig_open(1);
	again(false, 0);
	ASSERT_STREQ(rig_after(400), "");
	ASSERT_EQ(engine_onset_us(rig.engine, 1), 0);
	/* one of an alarm that is active, or of no rule, says nothing */
	rig_close(0);
	(void)rig_after(1);
	engine_restore_onset(rig.engine, 0, 1);
	engine_restore_onset(rig.engine, 99, 1);
	ASSERT_EQ(engine_onset_us(rig.engine, 0), 0);
	rig_stop();
}

TEST(latched_waits_and_tells_no_second_recovery)
{
	start();
	rig_close(2);
	(void)rig_after(10);
	rig_open(2);
	ASSERT_STREQ(rig_after(10), "recovered c");
	again(false, 0);
	ASSERT_TRUE(rig_alarm("c")->latched);
	ASSERT_STREQ(rig_after(10), "");
	rig_close(2);
	ASSERT_STREQ(rig_after(10), "");
	again(false, 0);
	ASSERT_FALSE(rig_alarm("c")->latched);
	rig_open(2);
	ASSERT_STREQ(rig_after(10), "");
	ASSERT_TRUE(rig_alarm("c")->latched);
	ASSERT_EQ(rig_reset("c"), 0);
	rig_stop();
}

TEST(chattering_stays_and_ends)
{
	start();
	rig_close(0);
	(void)rig_after(10);
	rig_open(0);
	(void)rig_after(10);
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "raised a f, chattering a");
	rig_open(0);
	(void)rig_after(10);
	again(false, 0);
	ASSERT_TRUE(rig_alarm("a")->chattering);
	/* that it is open is seen now: one more */
	ASSERT_STREQ(rig_after(10), "");
	ASSERT_STREQ(rig_after(9999), "");
	rig.in.now.mono_us += 1 * USEC_PER_MSEC;
	engine_step(rig.engine, &rig.in, &rig.told);
	ASSERT_EQ(rig.told.list[0].value, 5 * MICRO);
	ASSERT_STREQ(rig_told(), "quiet a, cleared a");
	rig_stop();
}

TEST(shelving_ends_by_the_monotonic_clock)
{
	start();
	rig_close(0);
	(void)rig_after(10);
	(void)rig_acknowledge("a");
	(void)rig_shelve("a", 1000);
	(void)rig_told();
	again(false, 3600000);
	ASSERT_TRUE(rig_alarm("a")->shelved);
	ASSERT_STREQ(rig_alarm("a")->note, "painting");
	ASSERT_FALSE(rig_holds(3));
	ASSERT_STREQ(rig_after(999), "");
	ASSERT_STREQ(rig_after(1), "unshelved a");
	ASSERT_STREQ(rig_alarm("a")->note, "seen");
	ASSERT_STREQ(rig_alarm("a")->by, "anna");
	rig_stop();
}

TEST(after_a_boot_by_the_wall_clock)
{
	start();
	(void)rig_shelve("a", 10000);
	(void)rig_told();
	again(true, 4000);
	ASSERT_STREQ(rig_after(0), "");
	ASSERT_STREQ(rig_after(5999), "");
	ASSERT_STREQ(rig_after(1), "unshelved a");
	/* it ended while the board was off */
	(void)rig_shelve("a", 10000);
	(void)rig_told();
	again(true, 40000);
	ASSERT_STREQ(rig_after(0), "unshelved a");
	rig_stop();
}

TEST(a_clock_that_was_never_set_shelves_for_no_decades)
{
	start();
	(void)rig_shelve("a", 10000);
	(void)rig_told();
	again(true, -RIG_WALL_US / USEC_PER_MSEC);
	ASSERT_LE(engine_due_us(rig.engine), rig.in.now.mono_us + ENGINE_SPAN_MAX_US);
	rig_stop();
}

TEST(after_a_boot_times_are_of_its_clock)
{
	start();
	rig_close(0);
	(void)rig_after(10);
	rig_close(2);
	(void)rig_after(10);
	again(true, 60000);
	(void)rig_after(0);
	ASSERT_EQ(rig_alarm("a")->raised.mono_us, rig.in.now.mono_us - 60010 * USEC_PER_MSEC);
	ASSERT_TRUE(rig_alarm("a")->first_out);
	ASSERT_FALSE(rig_alarm("c")->first_out);
	ASSERT_EQ(rig_alarm("a")->cleared.mono_us, 0);
	rig_stop();
}

TEST(maintenance_ends)
{
	start();
	(void)engine_maintenance(rig.engine, 1 * USEC_PER_SEC, rig.in.now, &rig.told);
	(void)rig_told();
	again(false, 0);
	ASSERT_TRUE(engine_in_maintenance(rig.engine));
	ASSERT_STREQ(rig_after(999), "");
	ASSERT_STREQ(rig_after(1), "maintenance-ended");
	rig_stop();
}

TEST(the_mark_of_a_cascade_whose_first_is_gone_by)
{
	start();
	rig_close(0);
	(void)rig_after(10);
	rig_close(2);
	(void)rig_after(10);
	rig_open(0);
	ASSERT_STREQ(rig_after(10), "cleared a");
	again(false, 0);
	(void)rig_after(10);
	ASSERT_TRUE(rig_alarm("a")->first_out);
	ASSERT_FALSE(rig_alarm("c")->first_out);
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "raised a f");
	rig_stop();
}

/* Before the first step nobody knows which cascades run. */
TEST(acknowledged_before_the_first_step)
{
	start();
	rig_close(0);
	(void)rig_after(10);
	rig_open(0);
	(void)rig_after(10);
	again(false, 0);
	ASSERT_EQ(rig_acknowledge("a"), 0);
	ASSERT_STREQ(rig_after(10), "acknowledged a");
	ASSERT_FALSE(rig_alarm("a")->first_out);
	rig_stop();
}

TEST(what_is_unknown_or_another_is_ignored)
{
	struct engine_kept kept;

	start();
	rig_close(0);
	(void)rig_after(10);
	engine_keep(rig.engine, 0, &kept);
	rig_stop();
	rig_start();
	kept.alarm.when = ALARM_INACTIVE;
	engine_restore(rig.engine, &kept, rig.in.now, false);
	kept.alarm.when = ALARM_ACTIVE;
	kept.alarm.channel[0] = 'x';
	engine_restore(rig.engine, &kept, rig.in.now, false);
	kept.alarm.id[0] = 'x';
	engine_restore(rig.engine, &kept, rig.in.now, false);
	ASSERT_FALSE(rig_alarm("a")->active);
	rig_stop();
}

/* As when an output was driven and its alarm did not reach the disk. */
TEST(an_alarm_may_be_made_active_later)
{
	struct engine_kept kept;

	start();
	rig.in.snapshot = NULL;
	ASSERT_STREQ(rig_after(10), "");
	engine_keep(rig.engine, 0, &kept);
	kept.alarm.active = true;
	kept.alarm.count++;
	kept.alarm.raised = kept.alarm.onset = rig.in.now;
	engine_restore(rig.engine, &kept, rig.in.now, false);
	ASSERT_TRUE(rig_holds(3));
	ASSERT_STREQ(rig_after(10), "");
	ASSERT_TRUE(rig_alarm("a")->first_out);
	rig.in.snapshot = &rig.snapshot;
	ASSERT_STREQ(rig_after(10), "cleared a");
	rig_stop();
}

/* What was before is forgotten: that the window shows no change says nothing yet. */
TEST(a_rate_is_not_over_before_a_whole_window_was_seen)
{
	struct rule *r;

	rig_new();
	r = rig_rule("fast", ALARM_RISING, 0);
	r->setpoint = r->recovery = 5;
	r->window_us = 16 * USEC_PER_SEC;
	r->outputs = 1 << 3;
	rig_start();
	rig_set(0, 0);
	(void)rig_after(0);
	rig_set(0, 9);
	ASSERT_STREQ(rig_after(1000), "raised fast f");
	again(false, 0);
	for (int i = 0; i < 16; i++) {
		rig_set(0, 9);
		ASSERT_STREQ(rig_after(1000), "");
		ASSERT_TRUE(rig_holds(3));
	}
	rig_set(0, 9);
	ASSERT_STREQ(rig_after(1000), "cleared fast");
	rig_stop();
}

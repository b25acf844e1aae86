// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/engine_rig.h"

/* Three contacts, an alarm each: "a", "b", "c". */
static void start(int64_t on_delay_a_ms)
{
	rig_new();
	rig_contact("a", 0)->on_delay_us = on_delay_a_ms * USEC_PER_MSEC;
	rig_contact("b", 1);
	rig_contact("c", 2);
	rig_start();
	for (int i = 0; i < 3; i++)
		rig_set(i, 0);
	(void)rig_after(0);
}

/* The id of the one that has the mark; "" for none, "!" for more than one. */
static const char *marked(void)
{
	const char *id = "";

	for (int i = 0; i < (int)engine_rules(rig.engine)->n; i++)
		if (engine_alarm(rig.engine, i)->first_out)
			id = *id ? "!" : engine_alarm(rig.engine, i)->id;
	return id;
}

TEST(the_first_of_a_cascade_has_the_mark)
{
	start(0);
	rig_close(1);
	ASSERT_STREQ(rig_after(10), "raised b f");
	rig_close(0);
	rig_close(2);
	ASSERT_STREQ(rig_after(10), "raised a, raised c");
	ASSERT_STREQ(marked(), "b");
	rig_stop();
}

TEST(the_mark_stays_until_the_end_and_an_acknowledgement)
{
	start(0);
	rig_close(1);
	(void)rig_after(10);
	rig_close(0);
	(void)rig_after(10);
	ASSERT_EQ(rig_acknowledge("b"), 0);
	ASSERT_STREQ(marked(), "b");
	rig_open(1);
	ASSERT_STREQ(rig_after(10), "acknowledged b, cleared b");
	ASSERT_STREQ(marked(), "b");
	rig_open(0);
	(void)rig_after(10);
	ASSERT_STREQ(marked(), "");
	/* the other way round */
	rig_close(2);
	(void)rig_after(10);
	rig_open(2);
	(void)rig_after(10);
	ASSERT_STREQ(marked(), "c");
	ASSERT_EQ(rig_acknowledge("c"), 0);
	ASSERT_STREQ(marked(), "");
	rig_stop();
}

TEST(the_mark_moves_to_an_earlier_onset)
{
	start(500);
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "");
	rig_close(1);
	ASSERT_STREQ(rig_after(10), "raised b f");
	ASSERT_STREQ(rig_after(490), "raised a f");
	ASSERT_STREQ(marked(), "a");
	rig_stop();
}

TEST(in_one_step_by_onset)
{
	start(0);
	rig_set(2, MICRO);
	rig_set(0, MICRO);
	rig_set(1, MICRO);
	rig.snapshot.samples[2].mono_us += 1;
	rig.snapshot.samples[0].mono_us += 3;
	rig.snapshot.samples[1].mono_us += 2;
	ASSERT_STREQ(rig_after(10), "raised c f, raised b, raised a");
	ASSERT_STREQ(marked(), "c");
	rig_stop();
}

TEST(ties_go_to_the_channel_then_to_the_rule)
{
	rig_new();
	rig_contact("a", 2);
	rig_contact("b", 1);
	rig_contact("c", 1);
	rig_start();
	rig_close(1);
	rig_close(2);
	ASSERT_STREQ(rig_after(0), "raised b f, raised c, raised a");
	rig_stop();
}

TEST(a_new_cascade_has_a_first_of_its_own)
{
	start(0);
	rig_close(0);
	(void)rig_after(10);
	rig_open(0);
	(void)rig_after(10);
	rig_close(1);
	ASSERT_STREQ(rig_after(10), "raised b f");
	/* nobody has seen the first of the one before */
	ASSERT_STREQ(marked(), "!");
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "raised a");
	ASSERT_STREQ(marked(), "b");
	rig_stop();
}

TEST(the_first_that_is_raised_again_keeps_the_mark)
{
	start(0);
	rig_close(0);
	(void)rig_after(10);
	rig_close(1);
	(void)rig_after(10);
	rig_open(0);
	(void)rig_after(10);
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "raised a f");
	ASSERT_STREQ(marked(), "a");
	rig_stop();
}

TEST(one_goes_as_the_next_comes)
{
	start(0);
	rig_close(0);
	(void)rig_after(10);
	rig_open(0);
	rig_close(1);
	ASSERT_STREQ(rig_after(10), "cleared a, raised b");
	ASSERT_STREQ(marked(), "a");
	rig_stop();
}

TEST(groups_are_apart)
{
	rig_new();
	rig_contact("a", 0);
	rig_contact("b", 1)->group = 1;
	rig_start();
	rig_close(0);
	ASSERT_STREQ(rig_after(0), "raised a f");
	rig_close(1);
	ASSERT_STREQ(rig_after(10), "raised b f");
	rig_stop();
}

TEST(a_reset_ends_a_cascade)
{
	rig_new();
	rig_contact("a", 0)->latched = true;
	rig_start();
	rig_close(0);
	(void)rig_after(0);
	rig_open(0);
	(void)rig_after(10);
	(void)rig_acknowledge("a");
	ASSERT_STREQ(marked(), "a");
	ASSERT_EQ(rig_reset("a"), 0);
	ASSERT_STREQ(marked(), "");
	rig_stop();
}

/* "b" names "a" as its cause, and has an on-delay of 100 ms. */
static void start_cause(void)
{
	rig_new();
	rig_contact("a", 0)->on_delay_us = 3600 * USEC_PER_SEC;
	rig_contact("b", 1)->cause = 0;
	rig.rules.rules[1].on_delay_us = 100 * USEC_PER_MSEC;
	rig_start();
	(void)rig_after(0);
}

static const char *b_is_raised(void)
{
	rig_close(1);
	(void)rig_after(0);
	return rig_after(100);
}

TEST(a_condition_that_lasts_is_a_cause)
{
	start_cause();
	rig_close(0);
	(void)rig_after(10);
	(void)rig_after(60000);
	/* although it is no alarm itself yet */
	ASSERT_STREQ(b_is_raised(), "raised b fc");
	ASSERT_TRUE(rig_alarm("b")->consequence);
	rig_stop();
}

TEST(one_that_ended_less_than_ten_seconds_ago_too)
{
	start_cause();
	rig_close(0);
	(void)rig_after(10);
	rig_open(0);
	(void)rig_after(10);
	(void)rig_after(9999);
	ASSERT_STREQ(b_is_raised(), "raised b fc");
	start_cause();
	rig_close(0);
	(void)rig_after(10);
	rig_open(0);
	(void)rig_after(10);
	(void)rig_after(10000);
	ASSERT_STREQ(b_is_raised(), "raised b f");
	rig_stop();
}

TEST(what_comes_at_the_same_moment_or_later_is_none)
{
	start_cause();
	rig_close(0);
	rig_close(1);
	(void)rig_after(10);
	ASSERT_STREQ(rig_after(100), "raised b f");
	start_cause();
	rig_close(1);
	(void)rig_after(10);
	rig_close(0);
	(void)rig_after(10);
	ASSERT_STREQ(rig_after(90), "raised b f");
	ASSERT_FALSE(rig_alarm("b")->consequence);
	rig_stop();
}

TEST(one_that_ends_during_the_on_delay_was_a_cause)
{
	start_cause();
	rig_close(0);
	(void)rig_after(10);
	rig_close(1);
	(void)rig_after(10);
	rig_open(0);
	(void)rig_after(10);
	rig_close(0);
	(void)rig_after(10);
	rig_open(0);
	(void)rig_after(10);
	ASSERT_STREQ(rig_after(70), "raised b fc");
	rig_stop();
}

TEST(nothing_is_its_own_cause)
{
	rig_new();
	rig_contact("a", 0)->cause = 0;
	rig_start();
	rig_close(0);
	ASSERT_STREQ(rig_after(0), "raised a f");
	rig_stop();
}

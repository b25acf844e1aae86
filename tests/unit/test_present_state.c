// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/state.h"

#include "tests/unit/test.h"

static const char *span(int64_t us)
{
	static struct text out;

	text_clear(&out);
	present_span(&out, us);
	return text_get(&out);
}

static const char *countdown(int64_t us)
{
	static struct text out;

	text_clear(&out);
	present_countdown(&out, us);
	return text_get(&out);
}

static const struct channel supply = {
	.id = "power_supply",
	.name = "Power Supply ON/OFF",
	.kind = CHANNEL_DIGITAL_OUT,
	.state_text = { "ON", "OFF" },
};

static const char *note(struct output_state o, int64_t now_us)
{
	static struct text out;

	text_clear(&out);
	present_output_note(&out, &supply, &o, now_us);
	return text_get(&out);
}

static const char *holder(struct output_state o, const struct hold *holds, unsigned n)
{
	static struct text out;

	text_clear(&out);
	present_holder(&out, &o, holds, n);
	return text_get(&out);
}

TEST(spans_have_two_units)
{
	ASSERT_STREQ(span(0), "0 s");
	ASSERT_STREQ(span(-5), "0 s");
	ASSERT_STREQ(span(400000), "0.4 s");
	ASSERT_STREQ(span(9999999), "9.9 s");
	ASSERT_STREQ(span(10000000), "10 s");
	ASSERT_STREQ(span(59999999), "59 s");
	ASSERT_STREQ(span(INT64_C(342000000)), "5 min 42 s");
	ASSERT_STREQ(span(INT64_C(300000000)), "5 min");
	ASSERT_STREQ(span(INT64_C(3600000000)), "1 h");
	ASSERT_STREQ(span(INT64_C(1062000000000)), "12 d 7 h");
}

TEST(countdowns_end_at_zero_and_not_before)
{
	ASSERT_STREQ(countdown(42000000), "0:42");
	ASSERT_STREQ(countdown(41000001), "0:42");
	ASSERT_STREQ(countdown(1), "0:01");
	ASSERT_STREQ(countdown(0), "0:00");
	ASSERT_STREQ(countdown(-1), "0:00");
	ASSERT_STREQ(countdown(INT64_C(3600000000)), "1:00:00");
}

TEST(an_ordinary_output_has_no_note)
{
	ASSERT_STREQ(note((struct output_state){ .active = true }, 0), "");
}

TEST(what_waits_says_where_it_returns_to)
{
	const struct output_state o = { .active = true, .unconfirmed = true, .until_us = 50000000 };

	ASSERT_STREQ(note(o, 8000000), "returns to ON in 0:42 unless confirmed");
}

TEST(pulses_vetoes_and_faults)
{
	ASSERT_STREQ(note((struct output_state){ .pulsing = true, .until_us = 500000 }, 100000),
		     "pulse ends in 0.4 s");
	ASSERT_STREQ(note((struct output_state){ .vetoed = true }, 0), "an interlock keeps it so");
	ASSERT_STREQ(note((struct output_state){ .fault = true, .vetoed = true }, 0),
		     "the line cannot be driven");
	ASSERT_STREQ(
		note((struct output_state){ .fault = true, .pulsing = true, .until_us = 5 }, 5),
		"the line cannot be driven; pulse ends in 0 s");
}

TEST(the_holder_that_decides_is_told)
{
	const struct hold holds[] = {
		{ .channel = 3,
		  .holder = HOLDER_MANUAL,
		  .reason = "test",
		  .actor = { .name = "ops" } },
		{ .channel = 3, .holder = HOLDER_ALARM, .reason = "AC Line under 100 V" },
		{ .channel = 4, .holder = HOLDER_SCHEDULE, .reason = "night" },
	};
	struct output_state o = { .channel = 3, .holder = HOLDER_ALARM };

	ASSERT_STREQ(holder(o, holds, 3), "alarm: AC Line under 100 V");
	o.holder = HOLDER_MANUAL;
	ASSERT_STREQ(holder(o, holds, 3), "manual, by ops: test");
	o.holder = HOLDER_SAFETY;
	ASSERT_STREQ(holder(o, holds, 3), "safety");
	o.holder = HOLDER_NONE;
	ASSERT_STREQ(holder(o, holds, 3), "");
	ASSERT_TRUE(present_hold(&o, holds, 3) == NULL);
}

TEST(readings_say_what_is_wrong_and_for_how_long)
{
	struct channel c = { .approximate = true };
	struct sample s = { .mono_us = 1000000 };
	struct text AUTO_TEXT out = TEXT_INIT;

	present_reading_note(&out, &c, &s, 15000000);
	ASSERT_STREQ(text_get(&out), "approximate");
	text_clear(&out);
	s.quality = QUALITY_STALE;
	present_reading_note(&out, &c, &s, 15000000);
	ASSERT_STREQ(text_get(&out), "stale: no reading for 14 s");
	text_clear(&out);
	s.quality = QUALITY_FAULT;
	present_reading_note(&out, &c, &s, INT64_C(9000000000));
	ASSERT_STREQ(text_get(&out), "fault: no reading for over an hour");
	text_clear(&out);
	s.quality = QUALITY_OVER_RANGE;
	present_reading_note(&out, &c, &s, 15000000);
	ASSERT_STREQ(text_get(&out), "over range");
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/value.h"

#include "tests/unit/test.h"

static const char *number(int64_t micro, unsigned digits)
{
	static struct text out;

	text_clear(&out);
	present_number(&out, micro, digits, true);
	return text_get(&out);
}

/* A channel and a sample of it as a text; kept until the next call. */
static const char *value(enum unit unit, unsigned digits, int64_t micro, enum quality q,
			 struct present_style style, bool whole)
{
	static struct text out;
	const struct channel c = { .unit = unit, .digits = (uint8_t)digits };
	const struct sample s = { .value = micro, .quality = q };

	text_clear(&out);
	if (whole)
		present_value(&out, &c, &s, &style);
	else
		present_value_number(&out, &c, &s, &style);
	return text_get(&out);
}

static const struct present_style unicode, ascii = { .ascii = true },
					   fahrenheit = { .fahrenheit = true },
					   fahrenheit_ascii = { .fahrenheit = true, .ascii = true };

TEST(rounds_half_away_from_zero)
{
	ASSERT_STREQ(number(13850000, 1), "13.9");
	ASSERT_STREQ(number(13849999, 1), "13.8");
	ASSERT_STREQ(number(-13850000, 1), "-13.9");
	ASSERT_STREQ(number(-13849999, 1), "-13.8");
	ASSERT_STREQ(number(500000, 0), "1");
	ASSERT_STREQ(number(499999, 0), "0");
	ASSERT_STREQ(number(-500000, 0), "-1");
	ASSERT_STREQ(number(999999, 3), "1.000");
	ASSERT_STREQ(number(9999500, 3), "10.000");
}

TEST(shows_exactly_the_digits)
{
	ASSERT_STREQ(number(13800000, 0), "14");
	ASSERT_STREQ(number(13800000, 2), "13.80");
	ASSERT_STREQ(number(13800000, 3), "13.800");
	ASSERT_STREQ(number(5, 6), "0.000005");
	ASSERT_STREQ(number(1050000, 2), "1.05");
}

TEST(nothing_has_no_sign)
{
	ASSERT_STREQ(number(-49999, 1), "0.0");
	ASSERT_STREQ(number(-1, 0), "0");
	ASSERT_STREQ(number(-50000, 1), "-0.1");
}

TEST(extremes_do_not_overflow)
{
	ASSERT_STREQ(number(INT64_MAX, 0), "9223372036855");
	ASSERT_STREQ(number(INT64_MIN, 0), "-9223372036855");
	ASSERT_STREQ(number(INT64_MIN, 6), "-9223372036854.775808");
	ASSERT_TRUE(present_fahrenheit(INT64_MAX) > 0);
	ASSERT_TRUE(present_fahrenheit(INT64_MIN) < 0);
}

TEST(the_minus_sign_is_one_where_it_can_be_shown)
{
	ASSERT_STREQ(value(UNIT_VOLT, 1, -5500000, QUALITY_OK, unicode, true), "−5.5 V");
	ASSERT_STREQ(value(UNIT_VOLT, 1, -5500000, QUALITY_OK, ascii, true), "-5.5 V");
}

/* S54: the factory's limits are Celsius with six digits, and read as they were written. */
TEST(limits_of_the_guide_in_fahrenheit)
{
	static const struct {
		int64_t celsius;
		const char *text;
	} limits[] = { { 65555556, "150.0" },
		       { 62777778, "145.0" },
		       { 4444444, "40.0" },
		       { 7222222, "45.0" } };

	for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
		struct text out = TEXT_INIT;

		present_number(&out, present_fahrenheit(limits[i].celsius), 1, true);
		ASSERT_STREQ(text_get(&out), limits[i].text);
		text_done(&out);
	}
}

TEST(fahrenheit)
{
	ASSERT_EQ(present_fahrenheit(0), 32000000);
	ASSERT_EQ(present_fahrenheit(100000000), 212000000);
	ASSERT_EQ(present_fahrenheit(-40000000), -40000000);
	/* 1.000001 C is 33.8000018 F: to the nearest millionth */
	ASSERT_EQ(present_fahrenheit(1000001), 33800002);
	ASSERT_EQ(present_fahrenheit(-100000001), -148000002);
	ASSERT_STREQ(value(UNIT_CELSIUS, 1, 31555555, QUALITY_OK, fahrenheit, true), "88.8 °F");
	ASSERT_STREQ(value(UNIT_CELSIUS, 1, 31555555, QUALITY_OK, fahrenheit_ascii, true),
		     "88.8 deg F");
	ASSERT_STREQ(value(UNIT_CELSIUS, 1, 31555555, QUALITY_OK, unicode, true), "31.6 °C");
	ASSERT_STREQ(value(UNIT_VOLT, 1, 31555555, QUALITY_OK, fahrenheit, true), "31.6 V");
}

TEST(fahrenheit_is_rounded_once)
{
	/* 0.027777 C is 32.0499986 F: rounded to millionths first it would be 32.049999, and stay
	 */
	ASSERT_STREQ(value(UNIT_CELSIUS, 1, 27777, QUALITY_OK, fahrenheit, false), "32.0");
	/* 0.0277775… does not exist; the first value at the border goes up */
	ASSERT_STREQ(value(UNIT_CELSIUS, 1, 27778, QUALITY_OK, fahrenheit, false), "32.1");
}

TEST(every_unit)
{
	static const char *const whole[UNIT_MAX] = {
		[UNIT_NONE] = "1.5",	   [UNIT_VOLT] = "1.5 V",
		[UNIT_AMPERE] = "1.5 A",   [UNIT_WATT] = "1.5 W",
		[UNIT_CELSIUS] = "1.5 °C", [UNIT_PERCENT] = "1.5 %",
		[UNIT_HERTZ] = "1.5 Hz",   [UNIT_OHM] = "1.5 Ω",
		[UNIT_PASCAL] = "1.5 Pa",  [UNIT_LITRE_PER_MINUTE] = "1.5 l/min",
	};

	for (int u = 0; u < UNIT_MAX; u++)
		ASSERT_STREQ(value((enum unit)u, 1, 1500000, QUALITY_OK, unicode, true), whole[u]);
}

TEST(units_for_doors_without_unicode)
{
	for (int u = 0; u < UNIT_MAX; u++) {
		const char *s = value((enum unit)u, 1, -1500000, QUALITY_OK, ascii, true);

		for (; *s; s++)
			ASSERT_LT((unsigned char)*s, 0x80);
	}
}

TEST(mains_volts_are_effective_values)
{
	const struct channel ac = { .unit = UNIT_VOLT, .role = ROLE_AC_LINE };

	ASSERT_STREQ(present_unit(&ac, &unicode), "V AC");
}

TEST(every_quality_has_words)
{
	static const char *const words[QUALITY_MAX] = {
		[QUALITY_OK] = "ok",
		[QUALITY_STALE] = "stale",
		[QUALITY_OVER_RANGE] = "over range",
		[QUALITY_UNDER_RANGE] = "under range",
		[QUALITY_BROKEN_WIRE] = "broken wire",
		[QUALITY_FAULT] = "fault",
		[QUALITY_DISABLED] = "hidden",
	};

	for (int q = 0; q < QUALITY_MAX; q++)
		ASSERT_STREQ(present_quality((enum quality)q), words[q]);
}

TEST(without_quality_there_is_no_number)
{
	for (int q = QUALITY_OK + 1; q < QUALITY_MAX; q++) {
		enum quality quality = (enum quality)q;

		ASSERT_STREQ(value(UNIT_VOLT, 2, 13800000, quality, unicode, false), "--.--");
		ASSERT_STREQ(value(UNIT_VOLT, 1, 13800000, quality, unicode, false), "--.-");
		ASSERT_STREQ(value(UNIT_WATT, 0, 13800000, quality, unicode, false), "--");
		ASSERT_STREQ(value(UNIT_VOLT, 2, 13800000, quality, unicode, true),
			     present_quality(quality));
	}
}

TEST(digital_channels_have_their_own_words)
{
	struct channel c = { .kind = CHANNEL_DIGITAL_IN, .state_text = { "OPEN", "CLOSED" } };
	struct sample s = { .value = MICRO };
	struct text AUTO_TEXT out = TEXT_INIT;

	present_value(&out, &c, &s, &unicode);
	s.value = 0;
	present_value(&out, &c, &s, &unicode);
	s.quality = QUALITY_FAULT;
	present_value_number(&out, &c, &s, &unicode);
	present_value(&out, &c, &s, &unicode);
	ASSERT_STREQ(text_get(&out), "CLOSEDOPEN---fault");
	c.state_text[0][0] = c.state_text[1][0] = '\0';
	ASSERT_STREQ(present_state_text(&c, false), "inactive");
	ASSERT_STREQ(present_state_text(&c, true), "active");
}

TEST(steps_of_a_scale)
{
	struct text AUTO_TEXT out = TEXT_INIT;
	const struct channel c = { .unit = UNIT_CELSIUS, .digits = 1 };

	present_difference(&out, &c, 5 * MICRO, &unicode);
	ASSERT_STREQ(text_get(&out), "5.0 °C");
	text_clear(&out);
	present_difference(&out, &c, -250000, &fahrenheit_ascii);
	/* -0.45, rounded once */
	ASSERT_STREQ(text_get(&out), "-0.5 deg F");
	text_clear(&out);
	present_difference(&out, &c, INT64_MAX, &fahrenheit);
	ASSERT_TRUE(out.len > 0);
}

TEST(values_of_nobody_s_channel)
{
	struct text AUTO_TEXT out = TEXT_INIT;

	present_bare(&out, 13800000, UNIT_VOLT, &unicode);
	ASSERT_STREQ(text_get(&out), "13.8 V");
	text_clear(&out);
	present_bare(&out, -1, UNIT_OHM, &ascii);
	ASSERT_STREQ(text_get(&out), "-0.000001 ohm");
	text_clear(&out);
	present_bare(&out, -40 * MICRO, UNIT_CELSIUS, &fahrenheit);
	ASSERT_STREQ(text_get(&out), "−40 °F");
	text_clear(&out);
	present_bare(&out, 3 * MICRO, UNIT_NONE, &unicode);
	ASSERT_STREQ(text_get(&out), "3");
}

TEST(the_channel_of_an_id)
{
	const struct channel channels[] = { { .id = "a", .name = "A" }, { .id = "b" } };
	const struct present_table t = { .channels = channels, .n_channels = 2 };

	ASSERT_STREQ(present_name(present_table_find(&t, "a")), "A");
	ASSERT_STREQ(present_name(present_table_find(&t, "b")), "b");
	ASSERT_TRUE(present_table_find(&t, "") == NULL);
}

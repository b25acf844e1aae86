// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/view/switching.h"

#include "tests/unit/test.h"

static struct channel output(const char *inactive, const char *active)
{
	struct channel c = { .id = "out", .name = "Out", .kind = CHANNEL_DIGITAL_OUT };

	(void)snprintf(c.state_text[0], sizeof(c.state_text[0]), "%s", inactive);
	(void)snprintf(c.state_text[1], sizeof(c.state_text[1]), "%s", active);
	return c;
}

/* The action that a word means, or -1. */
static int action(const char *inactive, const char *active, const char *word)
{
	const struct channel c = output(inactive, active);
	struct text AUTO_TEXT why = TEXT_INIT;
	enum output_action a;

	return switching_word(&c, word, &a, &why) < 0 ? -1 : (int)a;
}

TEST(on_is_active_where_the_texts_do_not_speak)
{
	ASSERT_EQ(action("OFF/HIGH", "ON/LOW", "on"), OUTPUT_ON);
	ASSERT_EQ(action("OFF/HIGH", "ON/LOW", "off"), OUTPUT_OFF);
	ASSERT_EQ(action("Inactive", "Active", "on"), OUTPUT_ON);
	ASSERT_EQ(action("", "", "on"), OUTPUT_ON);
	ASSERT_EQ(action("", "", "off"), OUTPUT_OFF);
}

TEST(the_outputs_own_texts_come_first)
{
	/* S157: the supply is ON while the MOSFET does not conduct */
	ASSERT_EQ(action("ON", "OFF", "on"), OUTPUT_OFF);
	ASSERT_EQ(action("ON", "OFF", "Off"), OUTPUT_ON);
	ASSERT_EQ(action("OFF", "ON", "on"), OUTPUT_ON);
	ASSERT_EQ(action("OFF/HIGH", "ON/LOW", "on/low"), OUTPUT_ON);
	ASSERT_EQ(action("closed", "open", "OPEN"), OUTPUT_ON);
}

TEST(one_text_tells_the_other_state)
{
	ASSERT_EQ(action("ON", "TRIPPED", "off"), OUTPUT_ON);
	ASSERT_EQ(action("ON", "TRIPPED", "on"), OUTPUT_OFF);
	ASSERT_EQ(action("normal", "off", "on"), OUTPUT_OFF);
}

TEST(texts_that_are_the_same_say_nothing)
{
	ASSERT_EQ(action("ON", "ON", "on"), OUTPUT_ON);
	ASSERT_EQ(action("ON", "ON", "off"), OUTPUT_OFF);
	ASSERT_EQ(action("x", "x", "x"), -1);
}

TEST(fixed_words_mean_the_same_always)
{
	ASSERT_EQ(action("ON", "OFF", "active"), OUTPUT_ON);
	ASSERT_EQ(action("ON", "OFF", "INACTIVE"), OUTPUT_OFF);
	ASSERT_EQ(action("active", "inactive", "active"), OUTPUT_ON);
	ASSERT_EQ(action("pulse", "release", "pulse"), OUTPUT_PULSE);
	ASSERT_EQ(action("pulse", "release", "release"), OUTPUT_RELEASE);
}

TEST(other_words_are_refused)
{
	const struct channel c = output("ON", "OFF");
	struct text AUTO_TEXT why = TEXT_INIT;
	enum output_action a = OUTPUT_ACTION_MAX;

	ASSERT_EQ(switching_word(&c, "relase", &a, &why), -EINVAL);
	ASSERT_STREQ(text_get(&why), "'relase' is no state of out; did you mean 'release'?");
	ASSERT_EQ(a, OUTPUT_ACTION_MAX);
	ASSERT_EQ(action("", "", ""), -1);
	ASSERT_EQ(action("ON/LOW", "OFF", "ON/"), -1);
}

TEST(the_sentence_says_both)
{
	const struct channel c = output("ON", "OFF");
	struct text AUTO_TEXT out = TEXT_INIT;

	switching_sentence(&out, &c, "is now", true);
	ASSERT_STREQ(text_get(&out), "Out is now OFF (active)");
}

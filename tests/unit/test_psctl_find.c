// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/find.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static const struct channel table[] = {
	{ "volts_battery", "Volts Battery", CHANNEL_ANALOG_IN },
	{ "alarm_in", "Door", CHANNEL_DIGITAL_IN },
	{ "fan", "Door", CHANNEL_DIGITAL_OUT },
	{ "siren", "fan", CHANNEL_DIGITAL_OUT },
	{ "spare", "", CHANNEL_DIGITAL_OUT },
	{ "pump_a", "Pump", CHANNEL_DIGITAL_OUT },
	{ "pump_b", "Pump", CHANNEL_DIGITAL_OUT },
};

static struct text why;

static int find(const char *word, bool outputs)
{
	text_clear(&why);
	return find_channel(table, ARRAY_SIZE(table), word, outputs, &why);
}

TEST(by_id_and_by_name)
{
	ASSERT_EQ(find("volts_battery", false), 0);
	ASSERT_EQ(find("volts battery", false), 0);
	ASSERT_EQ(find("spare", true), 4);
}

TEST(an_id_goes_before_a_name)
{
	ASSERT_EQ(find("fan", true), 2);
}

TEST(a_name_must_be_unique_among_what_is_meant)
{
	ASSERT_EQ(find("door", true), 2);
	ASSERT_EQ(find("door", false), -ENOENT);
	ASSERT_STREQ(text_get(&why), "2 channels are called 'door': say which by its id; psctl "
				     "channels lists them");
	ASSERT_EQ(find("pump", true), -ENOENT);
}

TEST(the_nearest_is_named)
{
	ASSERT_EQ(find("volts_batery", false), -ENOENT);
	ASSERT_STREQ(text_get(&why),
		     "there is no channel 'volts_batery'; did you mean 'volts_battery'?");
	ASSERT_EQ(find("zzzzzzzz", true), -ENOENT);
	ASSERT_STREQ(text_get(&why), "there is no output 'zzzzzzzz'; psctl channels lists them");
}

TEST(an_input_is_no_output)
{
	ASSERT_EQ(find("alarm_in", true), -ENOENT);
	ASSERT_STREQ(text_get(&why),
		     "'alarm_in' is no output but a digital input; psctl channels lists them");
}

TEST(a_blank_word_is_not_a_blank_name)
{
	ASSERT_EQ(find("", true), -ENOENT);
}

TEST(alarms_by_their_id)
{
	static const struct alarm low = { .id = "battery_low" }, door = { .id = "door" };
	const struct alarm *const list[] = { &low, &door };

	text_clear(&why);
	ASSERT_EQ(find_alarm(list, 2, "door", &why), 1);
	ASSERT_EQ(find_alarm(list, 2, "batery_low", &why), -ENOENT);
	ASSERT_STREQ(text_get(&why), "there is no alarm 'batery_low'; did you mean 'battery_low'?");
	text_clear(&why);
	ASSERT_EQ(find_alarm(list, 0, "x", &why), -ENOENT);
	ASSERT_STREQ(text_get(&why), "there is no alarm 'x'; psctl alarms --all lists them");
}

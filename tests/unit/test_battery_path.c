// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/battery_path.h"

#include "tests/unit/test.h"
#include "tests/unit/test_present_status.h"

static struct text out;

/* The supply's output becomes the battery's, the spare input its LVD and DC-OK the front switch. */
static void with_switches(struct fixture *f)
{
	fixture_init(f);
	strcpy(f->channels[SUPPLY].name, "Battery ON/OFF");
	f->channels[SUPPLY].role = ROLE_BATTERY_SWITCH;
	f->channels[SPARE] = (struct channel){ .id = "lvd", .name = "LVD", .role = ROLE_LVD };
	f->snapshot.samples[SPARE] = (struct sample){ .value = MICRO };
	strcpy(f->channels[DC_OK].name, "Front switch");
	f->channels[DC_OK].role = ROLE_BATTERY_FRONT_SWITCH;
}

static const char *words(const struct fixture *f)
{
	struct battery_path p;

	battery_path_find(&f->status, &p);
	text_clear(&out);
	if (p.blocked)
		battery_path_words(&out, &f->status, &p);
	return text_get(&out);
}

static const char *json(const struct fixture *f)
{
	struct battery_path p;
	struct json j;

	battery_path_find(&f->status, &p);
	text_clear(&out);
	json_begin(&j, &out, false);
	battery_path_json(&j, NULL, &p);
	return text_get(&out);
}

TEST(nothing_blocks_it)
{
	struct fixture f;

	with_switches(&f);
	ASSERT_STREQ(words(&f), "");
	ASSERT_STREQ(json(&f), "{\"blocked\":[],\"unknown\":[]}");
}

TEST(each_of_the_three_and_all_of_them)
{
	struct fixture f;

	with_switches(&f);
	f.snapshot.samples[SPARE].value = 0;
	ASSERT_STREQ(words(&f), "the battery is cut off: LVD is open");
	ASSERT_STREQ(json(&f), "{\"blocked\":[\"lvd\"],\"unknown\":[]}");
	f.snapshot.samples[DC_OK].value = 0;
	f.snapshot.outputs[0].active = true;
	ASSERT_STREQ(words(&f), "the battery is cut off: LVD is open, Front switch is OPEN, "
				"Battery ON/OFF is OFF");
	ASSERT_STREQ(json(&f), "{\"blocked\":[\"lvd\",\"battery-front-switch\",\"battery-switch\"],"
			       "\"unknown\":[]}");
}

TEST(what_is_not_measured_is_not_guessed)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.samples[VOLTS].value = 9 * MICRO;
	ASSERT_STREQ(json(&f), "{\"blocked\":[],\"unknown\":[\"lvd\",\"battery-front-switch\","
			       "\"battery-switch\"]}");
	with_switches(&f);
	f.snapshot.samples[SPARE].quality = QUALITY_FAULT;
	f.snapshot.outputs[0].fault = true;
	ASSERT_STREQ(json(&f), "{\"blocked\":[],\"unknown\":[\"lvd\",\"battery-switch\"]}");
}

TEST(an_output_s_own_words_say_which_state_is_off)
{
	struct fixture f;

	with_switches(&f);
	strcpy(f.channels[SUPPLY].state_text[0], "off");
	strcpy(f.channels[SUPPLY].state_text[1], "on");
	ASSERT_STREQ(words(&f), "the battery is cut off: Battery ON/OFF is off");
	strcpy(f.channels[SUPPLY].state_text[0], "");
	strcpy(f.channels[SUPPLY].state_text[1], "");
	ASSERT_STREQ(words(&f), "");
	f.snapshot.outputs[0].active = true;
	ASSERT_STREQ(words(&f), "the battery is cut off: Battery ON/OFF is active");
}

TEST(a_unit_without_a_battery)
{
	struct fixture f;

	fixture_init(&f);
	f.channels[VOLTS].role = f.channels[AMPS].role = ROLE_NONE;
	ASSERT_STREQ(json(&f), "null");
}

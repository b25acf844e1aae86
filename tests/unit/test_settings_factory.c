// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/test_settings.h"

#include "lib/base/util.h"
#include "lib/settings/print.h"

static void get(const struct fixture *f, const char *path, const char *expected)
{
	struct text out = TEXT_INIT, why = TEXT_INIT;

	if (settings_get(f->s, path, &out, &why) < 0)
		TEST_FAIL("%s: %s", path, text_get(&why));
	if (!streq(text_get(&out), expected))
		TEST_FAIL("%s is %s, not %s", path, text_get(&out), expected);
	text_done(&out);
	text_done(&why);
}

static enum layer layer_of(const struct fixture *f, const char *path)
{
	struct text why = TEXT_INIT;
	struct settings_path p;

	ASSERT_OK(path_parse(path, &p, &why));
	text_done(&why);
	return layers_origin(&f->layers, &p).layer;
}

static void load(struct fixture *f, const char *text)
{
	fixture_make(f);
	fixture_write(f, "rmcu.conf", text);
	fixture_load(f);
	ASSERT_STREQ(fixture_mistakes(f), "");
}

/* S53 */
TEST(limits_of_the_ac_line)
{
	AUTO_FIXTURE struct fixture f;

	load(&f, "");
	get(&f, "alarms.ac_line_high.setpoint", "140");
	get(&f, "alarms.ac_line_high.recovery", "135");
	get(&f, "alarms.ac_line_low.setpoint", "100");
	get(&f, "alarms.ac_line_low.recovery", "107");
	get(&f, "interlocks.battery_needed.value", "85");
	ASSERT_EQ(layer_of(&f, "alarms.ac_line_high.setpoint"), LAYER_DEFAULT);
	ASSERT_EQ(layer_of(&f, "alarms.temperature_high.setpoint"), LAYER_PROFILE);
}

/* S159 */
TEST(they_follow_the_switch)
{
	AUTO_FIXTURE struct fixture f;

	load(&f, "device = { ac_nominal = 230; };");
	get(&f, "alarms.ac_line_high.setpoint", "280");
	get(&f, "alarms.ac_line_high.recovery", "270");
	get(&f, "alarms.ac_line_low.setpoint", "200");
	get(&f, "alarms.ac_line_low.recovery", "214");
	get(&f, "interlocks.battery_needed.value", "170");
	/* nothing else does */
	get(&f, "alarms.volts_battery_low.setpoint", "12");
}

TEST(what_somebody_said_stays)
{
	AUTO_FIXTURE struct fixture f;

	load(&f, "alarms = {\n"
		 " ac_line_high = { setpoint = 130; };\n"
		 " ac_line_low = { recovery = 101; };\n"
		 " mains_gone = { channel = \"ac_line\"; when = \"below\"; };\n"
		 " mains_weak = { channel = \"ac_line\"; when = \"below\"; setpoint = 90.5; };\n"
		 " mains_edge = { channel = \"ac_line\"; when = \"above\"; setpoint = 150; "
		 "recovery = 150; };\n"
		 " mains_step = { channel = \"ac_line\"; when = \"rising\"; setpoint = 20; };\n"
		 " mains_blind = { channel = \"ac_line\"; when = \"bad-quality\"; };\n"
		 "};\n"
		 "interlocks = { battery_needed = { value = 90; }; };");
	/* a limit of one's own keeps the deadband, not the recovery that belongs to another */
	get(&f, "alarms.ac_line_high.setpoint", "130");
	get(&f, "alarms.ac_line_high.recovery", "125");
	get(&f, "alarms.mains_weak.recovery", "97.5");
	get(&f, "alarms.mains_edge.recovery", "150");
	get(&f, "alarms.ac_line_low.setpoint", "100");
	get(&f, "alarms.ac_line_low.recovery", "101");
	get(&f, "alarms.mains_gone.setpoint", "100");
	get(&f, "alarms.mains_gone.recovery", "107");
	get(&f, "alarms.mains_step.setpoint", "20");
	get(&f, "alarms.mains_step.recovery", "unset");
	get(&f, "alarms.mains_blind.setpoint", "unset");
	get(&f, "interlocks.battery_needed.value", "90");
}

TEST(it_is_the_role_and_not_the_id)
{
	AUTO_FIXTURE struct fixture f;

	load(&f, "channels = { ac_line = { role = \"none\"; }; volts_supply = { role = "
		 "\"ac-line\"; }; };"
		 "alarms = { ac_line_high = { setpoint = 1; }; ac_line_low = { setpoint = 1; };"
		 " other = { channel = \"volts_supply\"; }; };"
		 "interlocks = { battery_needed = { value = 1; }; };");
	get(&f, "alarms.other.setpoint", "140");
}

TEST(an_impossible_recovery_is_held_against_it)
{
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf", "alarms = { ac_line_high = { recovery = 141; }; };");
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f),
		     "rmcu.conf:1: alarms.ac_line_high.recovery: 141 is on the wrong side of "
		     "alarms.ac_line_high.setpoint (140); allowed: that or less\n");
}

TEST(the_last_good_settings_are_the_same)
{
	AUTO_FIXTURE struct fixture f;
	struct text printed = TEXT_INIT, mistakes = TEXT_INIT;
	struct settings *back = NULL;

	load(&f, "device = { ac_nominal = 230; };");
	settings_print(f.s, &printed);
	ASSERT_OK(settings_parse("good", text_get(&printed), printed.len, &back, &mistakes));
	ASSERT_TRUE(back->generation == f.s->generation);
	settings_free(back);
	text_done(&printed);
	text_done(&mistakes);
}

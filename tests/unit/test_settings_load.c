// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/test_settings.h"

#include "lib/base/util.h"

/* Each kind of mistake in a file, with its exact sentence. */
static const struct {
	const char *text;
	const char *mistakes;
} refused[] = {
	{ "sampling = { rate_hz = 0; };",
	  "rmcu.conf:1: sampling.rate_hz: '0' is out of range; allowed: 1 to 100 Hz\n" },
	{ "sampling = {\n rate_hz = 10.5;\n};",
	  "rmcu.conf:2: sampling.rate_hz: a number with a point is not possible here; "
	  "allowed: 1 to 100 Hz\n" },
	{ "sampling = { rate_hz = 5000000000; };",
	  "rmcu.conf:1: sampling.rate_hz: '5000000000' is out of range; allowed: 1 to 100 Hz\n" },
	{ "sampling = { rate_hz = 4294967306; };",
	  "rmcu.conf:1: sampling.rate_hz: '4294967306' is out of range; allowed: 1 to 100 Hz\n" },
	{ "sampling = { rate_hz = 0x10000000A; };",
	  "rmcu.conf:1: sampling.rate_hz: '4294967306' is out of range; allowed: 1 to 100 Hz\n" },
	{ "sim = {\n\n seed = 99999999999999999999; };",
	  "rmcu.conf:3: '99999999999999999999' is too large for any setting\n" },
	{ "sampling = { rate_hz = 010; };",
	  "rmcu.conf:1: '010' begins with 0, which is not clear; write it without\n" },
	{ "sampling = { rate_hz = \"10\"; };",
	  "rmcu.conf:1: sampling.rate_hz: a text is not possible here; allowed: 1 to 100 Hz\n" },
	{ "site = { name = 7; };", "rmcu.conf:1: site.name: a whole number is not possible here; "
				   "allowed: printable UTF-8, at most 63 bytes, in quotes\n" },
	{ "site = { name = [ 1, 2 ]; };",
	  "rmcu.conf:1: site.name: an array [ ] is not possible here; "
	  "allowed: printable UTF-8, at most 63 bytes, in quotes\n" },
	{ "device = { pwm = 1; };", "rmcu.conf:1: device.pwm: a whole number is not possible here; "
				    "allowed: true or false\n" },
	{ "device = { charger_volts = 13.8000001; };",
	  "rmcu.conf:1: device.charger_volts: more than six digits behind the point, or out of "
	  "range; "
	  "allowed: 0 to 1000 V\n" },
	{ "device = { charger_volts = 1e300; };", "rmcu.conf:1: device.charger_volts: more than "
						  "six digits behind the point, or out of range; "
						  "allowed: 0 to 1000 V\n" },
	{ "device = { temperature_unit = \"kelvin\"; };",
	  "rmcu.conf:1: device.temperature_unit: 'kelvin' is not known; "
	  "allowed: one of celsius, fahrenheit\n" },
	{ "sampling = { rate = 10; };",
	  "rmcu.conf:1: sampling.rate: no such setting, did you mean 'rate_hz'?\n" },
	{ "channels = { ac_line = { nmae = \"x\"; }; };",
	  "rmcu.conf:1: channels.ac_line.nmae: no such setting, did you mean 'name'?\n" },
	{ "channel = { };", "rmcu.conf:1: channel: no such group, did you mean 'channels'?\n" },
	{ "zzzzzzzz = 1;", "rmcu.conf:1: zzzzzzzz: no such group\n" },
	{ "channels = 3;", "rmcu.conf:1: channels: must be a group { }\n" },
	{ "channels = { ac_line = 3; };", "rmcu.conf:1: channels.ac_line: must be a group { }\n" },
	{ "channels = { AC-Line = { }; };",
	  "rmcu.conf:1: channels.AC-Line: not an id; small letters, digits and _, a letter first, "
	  "at most 31\n" },
	{ "site = { name = \"a\";\n name = \"b\"; };",
	  "rmcu.conf:2: duplicate setting name; a setting is 'key = value;', "
	  "texts stand in quotes, each key once\n" },
	{ "site = { name = }", "rmcu.conf:1: syntax error; a setting is 'key = value;', "
			       "texts stand in quotes, each key once\n" },
	{ "@include \"other.conf\"\n", "rmcu.conf:1: @include is for profiles\n" },
	{ "site = {\n@include \"other.conf\"\n};",
	  "rmcu.conf:2: @include stands at the top, outside all groups\n" },
	{ "@include \"/etc/passwd\"\n",
	  "rmcu.conf:1: '/etc/passwd' is not below the profiles folder\n" },
	{ "@include passwd\n", "rmcu.conf:1: after @include comes the name of a file in quotes\n" },
	{ "format = 2;", "rmcu.conf:1: format: written by a newer RMCU than this one\n" },
	{ "format = \"x\";", "rmcu.conf:1: format: must be a whole number from 1\n" },
	{ "device = { profile = \"../secret\"; };",
	  "rmcu.conf:1: device.profile: '../secret' has a character that is not possible here; "
	  "allowed: letters, digits, - _ and dots, not a dot first, at most 63 bytes\n" },
	{ "site = { name = \"a\\x01b\"; };",
	  "rmcu.conf:1: site.name: has characters that cannot be printed; "
	  "allowed: printable UTF-8, at most 63 bytes\n" },
};

TEST(refused_with_its_sentence)
{
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		AUTO_FIXTURE struct fixture f;

		fixture_make(&f);
		fixture_write(&f, "rmcu.conf", refused[i].text);
		fixture_load(&f);
		ASSERT_STREQ(fixture_mistakes(&f), refused[i].mistakes);
		ASSERT_EQ(f.r, -EINVAL);
		ASSERT_TRUE(!f.s);
	}
}

TEST(no_files_are_the_simulator)
{
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	fixture_load(&f);
	ASSERT_OK(f.r);
	ASSERT_STREQ(fixture_mistakes(&f), "");
	ASSERT_STREQ(f.s->device.profile, "sim");
	ASSERT_EQ(f.s->n_channels, 17);
	ASSERT_EQ(f.s->sampling.rate_hz, 10);
	ASSERT_STREQ(f.s->channels[0].info.id, "ac_line");
}

TEST(empty_files_are_fine)
{
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf", "");
	fixture_write(&f, "state/settings.conf", "# nothing\n");
	fixture_load(&f);
	ASSERT_OK(f.r);
}

TEST(all_mistakes_of_all_files_at_once)
{
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf", "site = { nme = \"x\"; };\nsampling = { rate_hz = 0; };");
	fixture_write(&f, "state/settings.conf", "sim = { seed = -1; };");
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f),
		     "rmcu.conf:1: site.nme: no such setting, did you mean 'name'?\n"
		     "rmcu.conf:2: sampling.rate_hz: '0' is out of range; allowed: 1 to 100 Hz\n"
		     "state/settings.conf:1: sim.seed: '-1' is out of range; "
		     "allowed: 0 to 9223372036854775807\n");
}

TEST(later_layers_win_and_say_so)
{
	AUTO_FIXTURE struct fixture f;
	struct text out = TEXT_INIT, why = TEXT_INIT;
	struct settings_path path;
	struct origin o;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf",
		      "channels = {\n ac_line = {\n  name = \"Main\";\n"
		      "  digits = 2;\n };\n};");
	fixture_write(&f, "state/settings.conf", "\nchannels = { ac_line = { digits = 0; }; };");
	fixture_load(&f);
	ASSERT_OK(f.r);
	ASSERT_STREQ(f.s->channels[0].info.name, "Main");
	ASSERT_EQ(f.s->channels[0].info.digits, 0);
	ASSERT_OK(path_parse("channels.ac_line.digits", &path, &why));
	o = layers_origin(&f.layers, &path);
	ASSERT_EQ(o.layer, LAYER_OVERLAY);
	ASSERT_EQ(o.line, 2);
	ASSERT_OK(path_parse("channels.ac_line.kind", &path, &why));
	ASSERT_EQ(layers_origin(&f.layers, &path).layer, LAYER_PROFILE);
	ASSERT_OK(path_parse("site.name", &path, &why));
	ASSERT_EQ(layers_origin(&f.layers, &path).layer, LAYER_DEFAULT);
	ASSERT_EQ(settings_list_hidden(&f.layers, &out), 1);
	ASSERT_CONTAINS(text_get(&out), "rmcu.conf:4: channels.ac_line.digits: hidden by ");
	ASSERT_CONTAINS(text_get(&out), "state/settings.conf:2\n");
	text_done(&out);
	text_done(&why);
}

TEST(a_profile_includes_and_says_otherwise)
{
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf", "device = { profile = \"mine\"; };");
	fixture_write(&f, "profiles/mine.conf",
		      "@include \"own/part.conf\"\n@include \"common/guide.conf\"\n"
		      "channels = { ac_line = { name = \"Mains\"; }; };");
	fixture_write(&f, "profiles/own/part.conf", "site = { name = \"part\"; };");
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f), "");
	ASSERT_STREQ(f.s->channels[0].info.name, "Mains");
	ASSERT_EQ(f.s->channels[0].info.unit, UNIT_VOLT);
	ASSERT_STREQ(f.s->site.name, "part");
}

static void profile_is_refused(const char *text, const char *mistakes)
{
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf", "device = { profile = \"mine\"; };");
	fixture_write(&f, "profiles/mine.conf", text);
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f), mistakes);
	ASSERT_EQ(f.r, -EINVAL);
}

TEST(profiles_that_are_none)
{
	AUTO_FIXTURE struct fixture f;

	profile_is_refused("@include \"nowhere.conf\"\n",
			   "profiles/mine.conf:1: 'nowhere.conf' cannot be read: "
			   "No such file or directory\n");
	profile_is_refused("@include \"mine.conf\"\n",
			   "profiles/mine.conf:1: files include each other too deeply\n");
	profile_is_refused("device = { profile = \"x\"; };",
			   "profiles/mine.conf:1: device.profile: stands in rmcu.conf, "
			   "not in a profile\n");
	fixture_make(&f);
	fixture_write(&f, "rmcu.conf", "\ndevice = { profile = \"foo\"; };");
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f),
		     "rmcu.conf:2: device.profile: there is no profile 'foo'; "
		     "allowed: hu-12012, hu-2012, hu-5012, rpi-ads1115, sim\n");
}

TEST(numbers_of_each_spelling)
{
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf",
		      "// 99999999999999999999 in a comment\n/* \"99999999999999999999 */\n"
		      "sim = { seed = 5000000000; };\n"
		      "site = { name = \"99999999999999999999 \\\" 5000000000 @include\"; };\n"
		      "device = { charger_volts = 13.8; charger_amps = 7; lvd_open_volts = 1.04e1; "
		      "rated_watts = 0x10; };\n"
		      "channels = { ac_line = { broken_below = \"unset\"; offset = -0.25; }; };\n");
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f), "");
	ASSERT_EQ(f.s->sim.seed, INT64_C(5000000000));
	ASSERT_STREQ(f.s->site.name, "99999999999999999999 \" 5000000000 @include");
	ASSERT_EQ(f.s->device.charger_volts, 13800000);
	ASSERT_EQ(f.s->device.charger_amps, 7000000);
	ASSERT_EQ(f.s->device.lvd_open_volts, 10400000);
	ASSERT_EQ(f.s->device.rated_watts, 16000000);
	ASSERT_EQ(f.s->channels[0].offset, -250000);
}

TEST(zero_bytes_and_giants)
{
	AUTO_FIXTURE struct fixture f;
	static const char zero[] = "site = { };\0channels = { ac_line = { digits = 9; }; };";
	char *giant = malloc(600 * 1024);

	fixture_make(&f);
	ASSERT_OK(file_replace(f.folder, "rmcu.conf", zero, sizeof(zero), 0644, false));
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f),
		     "rmcu.conf: has a zero byte, this is not a settings file\n");
	memset(giant, '\n', 600 * 1024);
	ASSERT_OK(file_replace(f.folder, "rmcu.conf", giant, 600 * 1024, 0644, false));
	free(giant);
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f), "rmcu.conf: is too large; at most 512 KiB\n");
}

TEST(unreadable_is_not_missing)
{
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf/x", "");
	fixture_load(&f);
	ASSERT_EQ(f.r, -EISDIR);
	ASSERT_STREQ(fixture_mistakes(&f), "rmcu.conf: cannot be read: Is a directory\n");
}

TEST(paths_from_the_environment)
{
	struct settings_paths p;

	setenv("RMCU_CONFIG_DIR", "/c", 1);
	setenv("RMCU_STATE_DIR", "/s", 1);
	setenv("RMCU_DATA_DIR", "/d", 1);
	settings_paths_default(&p);
	ASSERT_STREQ(p.main_file, "/c/rmcu.conf");
	ASSERT_STREQ(p.state_folder, "/s/settings");
	ASSERT_STREQ(p.profile_folders[0], "/c/profiles");
	ASSERT_STREQ(p.profile_folders[1], "/d/profiles");
	unsetenv("RMCU_CONFIG_DIR");
	settings_paths_default(&p);
	ASSERT_STREQ(p.main_file, "/etc/rmcu/rmcu.conf");
}

TEST(a_flood_of_mistakes_ends)
{
	AUTO_FIXTURE struct fixture f;
	struct text t = TEXT_INIT;

	fixture_make(&f);
	text_add(&t, "site = {\n");
	for (int i = 0; i < 2500; i++)
		text_printf(&t, "zzzzzzzz%d = 1;\n", i);
	text_add(&t, "};\n");
	fixture_write(&f, "rmcu.conf", text_get(&t));
	fixture_load(&f);
	ASSERT_EQ(f.r, -EINVAL);
	ASSERT_LT(f.mistakes.len, 70000);
	ASSERT_CONTAINS(text_get(&f.mistakes), "there are more mistakes than can be listed\n");
	text_done(&t);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/test_settings.h"

#include "lib/base/util.h"

static const char *why_not(int r, struct text *why)
{
	static char copy[512];

	ASSERT_TRUE(r < 0);
	(void)snprintf(copy, sizeof(copy), "%s", text_get(why));
	text_clear(why);
	return copy;
}

TEST(paths_that_are_none)
{
	struct text why = TEXT_INIT;
	struct settings_path p;

	ASSERT_STREQ(why_not(path_parse("", &p, &why), &why),
		     "not a path; paths are like site.name or channels.ac_line.name");
	ASSERT_STREQ(why_not(path_parse("site..name", &p, &why), &why),
		     "not a path; paths are like site.name or channels.ac_line.name");
	ASSERT_STREQ(why_not(path_parse("a.b.c.d", &p, &why), &why),
		     "not a path; paths are like site.name or channels.ac_line.name");
	ASSERT_STREQ(
		why_not(path_parse("sites.name", &p, &why), &why),
		"there is no 'sites', did you mean 'site'? There are: site, device, sampling, sim, "
		"converters, channels, interlocks, alarms, alarm_system, schedules, logging, "
		"journal, history, snmp, web, users, tokens, mail, recipients, "
		"signs_of_life");
	ASSERT_STREQ(why_not(path_parse("site.nam", &p, &why), &why),
		     "site has no setting 'nam', did you mean 'name'?");
	ASSERT_STREQ(why_not(path_parse("channels.ac_line", &p, &why), &why),
		     "a setting of channels is channels.ID.KEY");
	ASSERT_STREQ(why_not(path_parse("site", &p, &why), &why), "a setting of site is site.KEY");
	ASSERT_STREQ(why_not(path_parse("channels.AC.name", &p, &why), &why),
		     "'AC' is not an id; small letters, digits and _, a letter first");
	text_done(&why);
}

TEST(get_and_set)
{
	AUTO_FIXTURE struct fixture f;
	struct text out = TEXT_INIT, why = TEXT_INIT;
	unsigned n;

	fixture_make(&f);
	fixture_load(&f);
	ASSERT_OK(settings_get(f.s, "channels.volts_battery.name", &out, &why));
	ASSERT_STREQ(text_get(&out), "Volts Battery");
	text_clear(&out);
	ASSERT_OK(settings_get(f.s, "device.lvd_open_volts", &out, &why));
	ASSERT_STREQ(text_get(&out), "10.4");
	text_clear(&out);
	ASSERT_STREQ(why_not(settings_get(f.s, "channels.volt_battery.name", &out, &why), &why),
		     "channels has no 'volt_battery', did you mean 'volts_battery'?");
	ASSERT_OK(settings_set(f.s, "channels.volts_battery.name", "B", &why));
	ASSERT_OK(settings_get(f.s, "channels.volts_battery.name", &out, &why));
	ASSERT_STREQ(text_get(&out), "B");
	ASSERT_STREQ(why_not(settings_set(f.s, "sampling.rate_hz", "x", &why), &why),
		     "'x' is not a whole number; allowed: 1 to 100 Hz");
	n = f.s->n_interlocks;
	ASSERT_OK(settings_set(f.s, "interlocks.new.min_on_s", "5", &why));
	ASSERT_EQ(f.s->n_interlocks, n + 1);
	ASSERT_TRUE(f.s->interlocks[n].enabled);
	text_done(&out);
	text_done(&why);
}

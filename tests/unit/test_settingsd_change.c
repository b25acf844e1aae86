// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/test_settings.h"

#include "daemons/settingsd/store.h"
#include "lib/base/util.h"

struct room {
	struct fixture f;
	struct store *store;
	struct change_decision d;
};

static void room_done(struct room *r)
{
	store_free(r->store);
	change_decision_done(&r->d);
	fixture_done(&r->f);
}
#define AUTO_ROOM __attribute__((cleanup(room_done)))

static void room_make(struct room *r)
{
	*r = (struct room){ 0 };
	fixture_make(&r->f);
	ASSERT_OK(file_make_folder(r->f.paths.state_folder, 0755));
	ASSERT_OK(store_new(&r->f.paths, &r->store));
}

static int ask(struct room *r, const struct change *changes, unsigned n, uint64_t expected)
{
	struct change_request q = { .changes = changes, .n = n, .expected = expected };

	change_decision_done(&r->d);
	return store_change(r->store, &q, &r->d);
}

static int ask_one(struct room *r, const char *path, const char *value)
{
	return ask(r, &(struct change){ path, value }, 1, 0);
}

static const struct settings *in_force(struct room *r)
{
	const struct settings *s = NULL;
	const char *mistakes = "";

	if (store_current(r->store, &s, &mistakes) < 0)
		TEST_FAIL("%s", mistakes);
	return s;
}

TEST(a_change_is_saved_and_in_force)
{
	AUTO_ROOM struct room r;
	uint64_t before;

	room_make(&r);
	before = in_force(&r)->generation;
	ASSERT_OK(ask_one(&r, "channels.ac_line.name", "Mains"));
	ASSERT_STREQ(in_force(&r)->channels[0].info.name, "Mains");
	ASSERT_TRUE(in_force(&r)->generation != before);
	ASSERT_EQ(r.d.n_audit, 1);
	ASSERT_STREQ(r.d.audit[0].before, "AC Line");
	ASSERT_STREQ(r.d.audit[0].after, "Mains");
	/* and for everyone else */
	fixture_load(&r.f);
	ASSERT_TRUE(r.f.s->generation == in_force(&r)->generation);
}

TEST(unset_lets_the_layer_below_speak)
{
	AUTO_ROOM struct room r;
	uint64_t before;

	room_make(&r);
	before = in_force(&r)->generation;
	ASSERT_OK(ask_one(&r, "channels.ac_line.name", "Mains"));
	ASSERT_OK(ask_one(&r, "channels.ac_line.name", NULL));
	ASSERT_STREQ(in_force(&r)->channels[0].info.name, "AC Line");
	ASSERT_TRUE(in_force(&r)->generation == before);
	/* what is not set may be unset */
	ASSERT_OK(ask_one(&r, "channels.ac_line.name", NULL));
	ASSERT_EQ(r.d.n_audit, 0);
}

TEST(all_or_nothing_with_all_mistakes)
{
	static const struct change changes[] = {
		{ "site.name", "new" },
		{ "sampling.rate_hz", "1000" },
		{ "site.nam", "x" },
		{ "site.name", "newer" },
	};
	AUTO_ROOM struct room r;

	room_make(&r);
	ASSERT_EQ(ask(&r, changes, ARRAY_SIZE(changes), 0), -EINVAL);
	ASSERT_STREQ(text_get(&r.d.mistakes),
		     "sampling.rate_hz: '1000' is out of range; allowed: 1 to 100 Hz\n"
		     "site.nam: site has no setting 'nam', did you mean 'name'?\n"
		     "site.name: is asked for twice\n");
	ASSERT_STREQ(in_force(&r)->site.name, "");
}

TEST(the_merged_result_is_checked)
{
	AUTO_ROOM struct room r;

	room_make(&r);
	ASSERT_EQ(ask_one(&r, "device.lvd_open_volts", "13"), -EINVAL);
	ASSERT_STREQ(text_get(&r.d.mistakes),
		     "device.lvd_open_volts: 13 is not below device.lvd_close_volts (12.5)\n");
	ASSERT_EQ(ask_one(&r, "channels.volt_battery.name", "x"), -EINVAL);
	ASSERT_CONTAINS(text_get(&r.d.mistakes), "did you mean 'volts_battery'?");
	ASSERT_EQ(in_force(&r)->n_channels, 17);
}

TEST(what_the_board_has_is_not_set)
{
	static const struct change changes[] = {
		{ "channels.do_4.pwm", "true" },
		{ "device.pwm", "true" },
	};
	AUTO_ROOM struct room r;

	room_make(&r);
	ASSERT_EQ(ask(&r, changes, ARRAY_SIZE(changes), 0), -EINVAL);
	ASSERT_STREQ(text_get(&r.d.mistakes),
		     "device.pwm: only the profile says whether the board has it; "
		     "allowed in a profile\n");
	/* a profile that has it */
	fixture_write(&r.f, "profiles/mine.conf",
		      "device = { pwm = true; };\n"
		      "channels = { fan = { kind = \"digital-out\"; source = \"sim\"; "
		      "signal = \"do4\"; }; };");
	ASSERT_OK(ask_one(&r, "device.profile", "mine"));
	ASSERT_OK(ask_one(&r, "channels.fan.pwm", "true"));
}

TEST(what_the_board_has_is_taken_out_of_settings_conf)
{
	const struct settings *s;
	const char *mistakes;
	AUTO_ROOM struct room r;

	room_make(&r);
	fixture_write(&r.f, "state/settings.conf",
		      "site = { name = \"kept\"; };\ndevice = { pwm = true; };");
	ASSERT_EQ(store_current(r.store, &s, &mistakes), -EINVAL);
	ASSERT_CONTAINS(mistakes, "settings.conf:2: device.pwm: only the profile says");
	ASSERT_OK(ask_one(&r, "device.pwm", NULL));
	ASSERT_FALSE(in_force(&r)->device.pwm);
	ASSERT_STREQ(in_force(&r)->site.name, "kept");
}

TEST(only_the_expected_generation_is_changed)
{
	AUTO_ROOM struct room r;
	uint64_t seen;

	room_make(&r);
	seen = in_force(&r)->generation;
	ASSERT_OK(ask(&r, &(struct change){ "site.name", "a" }, 1, seen));
	ASSERT_EQ(ask(&r, &(struct change){ "site.name", "b" }, 1, seen), -ESTALE);
	ASSERT_CONTAINS(text_get(&r.d.mistakes),
			"the settings have changed meanwhile (generation ");
	ASSERT_STREQ(in_force(&r)->site.name, "a");
	ASSERT_OK(ask(&r, &(struct change){ "site.name", "b" }, 1, in_force(&r)->generation));
}

TEST(a_change_by_hand_is_seen_at_once)
{
	AUTO_ROOM struct room r;
	uint64_t seen;

	room_make(&r);
	seen = in_force(&r)->generation;
	fixture_write(&r.f, "rmcu.conf", "site = { name = \"by hand\"; };");
	ASSERT_EQ(ask(&r, &(struct change){ "site.contact", "b" }, 1, seen), -ESTALE);
	ASSERT_OK(ask_one(&r, "site.contact", "b"));
	ASSERT_STREQ(in_force(&r)->site.name, "by hand");
}

TEST(another_profile_is_read_for_the_check)
{
	AUTO_ROOM struct room r;

	room_make(&r);
	ASSERT_OK(ask_one(&r, "device.profile", "hu-12012"));
	ASSERT_STREQ(in_force(&r)->device.model, "HU-12012");
	ASSERT_EQ(ask_one(&r, "sampling.rate_hz", "50"), -EINVAL);
	ASSERT_CONTAINS(text_get(&r.d.mistakes), "50 is too fast for bus i2c-1");
	ASSERT_EQ(ask_one(&r, "device.profile", "nothing"), -EINVAL);
	ASSERT_CONTAINS(text_get(&r.d.mistakes), "device.profile: there is no profile 'nothing'");
}

TEST(refused_files_are_not_made_worse)
{
	AUTO_ROOM struct room r;
	const struct settings *s;
	const char *mistakes;

	room_make(&r);
	fixture_write(&r.f, "rmcu.conf", "site = { nme = \"x\"; };");
	ASSERT_EQ(ask_one(&r, "site.name", "a"), -EINVAL);
	ASSERT_CONTAINS(text_get(&r.d.mistakes), "site.nme: no such setting");
	fixture_write(&r.f, "rmcu.conf", "");
	ASSERT_OK(ask_one(&r, "site.name", "a"));
	ASSERT_OK(store_current(r.store, &s, &mistakes));
}

TEST(a_change_mends_what_settings_conf_broke)
{
	AUTO_ROOM struct room r;
	const struct settings *s;
	const char *mistakes;

	room_make(&r);
	fixture_write(&r.f, "state/settings.conf",
		      "channels = { volt_battery = { name = \"x\"; }; };");
	ASSERT_EQ(store_current(r.store, &s, &mistakes), -EINVAL);
	/* Something else does not mend it, and what was seen was never in force. */
	ASSERT_EQ(ask_one(&r, "site.name", "a"), -EINVAL);
	ASSERT_CONTAINS(text_get(&r.d.mistakes), "the profile has no channel 'volt_battery'");
	ASSERT_EQ(ask(&r, &(struct change){ "channels.volt_battery.name", NULL }, 1, 7), -EINVAL);
	ASSERT_CONTAINS(text_get(&r.d.mistakes), "the profile has no channel 'volt_battery'");
	ASSERT_OK(ask_one(&r, "channels.volt_battery.name", NULL));
	ASSERT_EQ(r.d.n_audit, 1);
	ASSERT_STREQ(r.d.audit[0].before, "x");
	ASSERT_STREQ(r.d.audit[0].after, "");
	ASSERT_EQ(in_force(&r)->n_channels, 17);
	/* a profile that is gone */
	fixture_write(&r.f, "state/settings.conf", "device = { profile = \"gone\"; };");
	ASSERT_EQ(store_current(r.store, &s, &mistakes), -EINVAL);
	ASSERT_OK(ask_one(&r, "device.profile", "hu-2012"));
	ASSERT_STREQ(in_force(&r)->device.model, "HU-2012");
}

TEST(what_could_not_be_read_is_not_overwritten)
{
	AUTO_ROOM struct room r;

	room_make(&r);
	fixture_write(&r.f, "state/settings.conf", "site = { name = \"kept\"; nme = \"x\"; };");
	ASSERT_EQ(ask_one(&r, "site.contact", "a"), -EINVAL);
	ASSERT_CONTAINS(text_get(&r.d.mistakes), "site.nme: no such setting");
	ASSERT_CONTAINS(text_get(&r.d.mistakes), "a change would lose what is ignored there");
	/* everybody lives by the rest meanwhile */
	ASSERT_STREQ(in_force(&r)->site.name, "kept");
	fixture_write(&r.f, "state/settings.conf", "site = { name = \"kept\"; };");
	ASSERT_STREQ(in_force(&r)->site.name, "kept");
}

TEST(a_disk_that_refuses_keeps_the_old_ones)
{
	AUTO_ROOM struct room r;

	room_make(&r);
	ASSERT_EQ(remove(r.f.paths.state_folder), 0);
	ASSERT_EQ(ask_one(&r, "site.name", "a"), -ENOENT);
	ASSERT_CONTAINS(text_get(&r.d.mistakes), "the settings cannot be saved in '");
	ASSERT_CONTAINS(text_get(&r.d.mistakes), "No such file or directory; the old ones stay");
	ASSERT_STREQ(in_force(&r)->site.name, "");
}

/* No setting of the schema is an admin's yet. */
TEST(an_admin_setting_needs_the_right)
{
	struct setting control = { .access = ACCESS_CONTROL }, admin = { .access = ACCESS_ADMIN };

	ASSERT_TRUE(change_allowed(&control, false));
	ASSERT_TRUE(change_allowed(&control, true));
	ASSERT_FALSE(change_allowed(&admin, false));
	ASSERT_TRUE(change_allowed(&admin, true));
}

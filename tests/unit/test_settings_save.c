// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/test_settings.h"

#include "lib/base/util.h"
#include "lib/settings/print.h"
#include "lib/settings/save.h"

static void set(struct assignments *a, const char *path, const char *value)
{
	struct settings_path p;
	struct text why = TEXT_INIT;

	if (path_parse(path, &p, &why) < 0)
		TEST_FAIL("%s", text_get(&why));
	ASSERT_OK(assignments_set(a, &p, value, NULL, 0));
}

TEST(sparse_and_readable)
{
	struct assignments a = { 0 };
	struct text out = TEXT_INIT;

	set(&a, "channels.ac_line.name", "Mains \"A\" \\");
	set(&a, "site.name", "Höhe");
	set(&a, "channels.battery.confirm", "false");
	set(&a, "channels.ac_line.range_max", "250.5");
	set(&a, "channels.ac_line.broken_below", "unset");
	set(&a, "sim.seed", "5000000000");
	assignments_print(&a, &out);
	ASSERT_STREQ(text_get(&out), "format = 1;\n"
				     "\n"
				     "site = {\n"
				     "\tname = \"Höhe\";\n"
				     "};\n"
				     "\n"
				     "sim = {\n"
				     "\tseed = 5000000000L;\n"
				     "};\n"
				     "\n"
				     "channels = {\n"
				     "\tac_line = {\n"
				     "\t\tname = \"Mains \\\"A\\\" \\\\\";\n"
				     "\t\trange_max = 250.5;\n"
				     "\t\tbroken_below = \"unset\";\n"
				     "\t};\n"
				     "\tbattery = {\n"
				     "\t\tconfirm = false;\n"
				     "\t};\n"
				     "};\n");
	text_done(&out);
	assignments_done(&a);
}

TEST(saved_is_loaded)
{
	AUTO_FIXTURE struct fixture f;
	struct assignments a = { 0 };
	struct stat st;
	char path[320];

	fixture_make(&f);
	fixture_write(&f, "state/settings.conf", "site = { name = \"old\"; };");
	set(&a, "site.name", "new \xc3\xa9 \"quoted\" back\\slash # no // comment /* at all");
	set(&a, "channels.ac_line.digits", "2");
	ASSERT_OK(overlay_save(&f.paths, &a));
	fixture_load(&f);
	ASSERT_STREQ(fixture_mistakes(&f), "");
	ASSERT_STREQ(f.s->site.name,
		     "new \xc3\xa9 \"quoted\" back\\slash # no // comment /* at all");
	ASSERT_EQ(f.s->channels[0].info.digits, 2);
	settings_overlay_file(&f.paths, path, sizeof(path));
	ASSERT_EQ(stat(path, &st), 0);
	ASSERT_EQ(st.st_mode & 0777, 0644);
	assignments_done(&a);
}

TEST(what_cannot_be_read_back_is_not_saved)
{
	AUTO_FIXTURE struct fixture f;
	struct assignments a = { 0 };

	fixture_make(&f);
	fixture_write(&f, "state/settings.conf", "site = { name = \"old\"; };");
	set(&a, "site.name", "a\nb");
	ASSERT_EQ(overlay_save(&f.paths, &a), -EBADMSG);
	fixture_load(&f);
	ASSERT_STREQ(f.s->site.name, "old");
	assignments_done(&a);
}

TEST(without_a_folder_nothing_is_saved)
{
	AUTO_FIXTURE struct fixture f;
	struct assignments a = { 0 };

	fixture_make(&f);
	ASSERT_EQ(overlay_save(&f.paths, &a), -ENOENT);
}

/* Any text of the character sets survives printing and reading. */
TEST(random_texts_survive)
{
	static const char *const pieces[] = { "\"", "\\", "a",	      " ",	     "#", "//",
					      "/*", "*/", "@include", "\xc3\xa9",    "{", "}",
					      ";",  "=",  "%s",	      "99999999999", "'" };
	uint64_t seed = test_seed();
	AUTO_FIXTURE struct fixture f;

	fixture_make(&f);
	ASSERT_OK(file_make_folder(f.paths.state_folder, 0755));
	for (int round = 0; round < 200; round++) {
		struct assignments a = { 0 };
		char name[CHANNEL_NAME_MAX] = "";

		for (size_t i = 0, n = test_random(&seed) % 5; i < n; i++)
			strcat(name, pieces[test_random(&seed) % ARRAY_SIZE(pieces)]);
		set(&a, "site.name", name);
		ASSERT_OK(overlay_save(&f.paths, &a));
		fixture_load(&f);
		ASSERT_STREQ(fixture_mistakes(&f), "");
		ASSERT_STREQ(f.s->site.name, name);
		assignments_done(&a);
	}
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <dirent.h>

#include "tests/unit/test_settings.h"

#include "lib/base/cleanup.h"
#include "lib/base/util.h"
#include "lib/settings/print.h"

/* Loads a kept file as rmcu.conf, over a profile kept beside it or a shipped one. */
static void load_kept(struct fixture *f, const char *version, const char *name)
{
	char path[512];

	fixture_make(f);
	(void)snprintf(path, sizeof(path), "%s/tests/data/settings/%s/%s", source_root(), version,
		       name);
	(void)snprintf(f->paths.main_file, sizeof(f->paths.main_file), "%.255s", path);
	(void)snprintf(f->paths.profile_folders[0], sizeof(f->paths.profile_folders[0]),
		       "%.200s/tests/data/settings/%s/profiles", source_root(), version);
	fixture_load(f);
	ASSERT_STREQ(fixture_mistakes(f), "");
	ASSERT_OK(f->r);
}

TEST(files_of_every_version_load)
{
	static const char *const versions[] = { "v1" };
	unsigned loaded = 0;

	for (size_t i = 0; i < ARRAY_SIZE(versions); i++) {
		char folder[512];
		const struct dirent *e;
		AUTO_CLOSEDIR DIR *d = NULL;

		(void)snprintf(folder, sizeof(folder), "%s/tests/data/settings/%s", source_root(),
			       versions[i]);
		d = opendir(folder);
		ASSERT_TRUE(d);
		while ((e = readdir(d))) {
			AUTO_FIXTURE struct fixture f = { 0 };

			if (!strstr(e->d_name, ".conf"))
				continue;
			load_kept(&f, versions[i], e->d_name);
			loaded++;
		}
	}
	ASSERT_GE(loaded, 4);
}

/* A setting of the board can stand in its profile alone. */
static bool said_in_its_layer(const struct layers *l, const struct setting *row)
{
	const struct assignments *a = &l->layer[row->board ? LAYER_PROFILE : LAYER_MAIN];

	for (size_t i = 0; i < a->n; i++)
		if (a->list[i].path.row == row)
			return true;
	return false;
}

/* The files that together say every setting there is. */
static const char *const everything[] = { "everything.conf",   "alarms.conf", "logging.conf",
					  "snmp.conf",	       "web.conf",    "users.conf",
					  "notifications.conf" };

static bool said_somewhere(const struct fixture f[], const struct setting *row)
{
	for (size_t i = 0; i < ARRAY_SIZE(everything); i++)
		if (said_in_its_layer(&f[i].layers, row))
			return true;
	return false;
}

TEST(everything_is_everything)
{
	struct fixture f[ARRAY_SIZE(everything)];
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	for (size_t i = 0; i < ARRAY_SIZE(everything); i++)
		load_kept(&f[i], "v1", everything[i]);
	for (unsigned i = 0; i < n; i++) {
		for (unsigned r = 0; r < subjects[i]->n_rows; r++) {
			/* has a file of its own */
			if (subjects[i]->rows[r].type == SETTING_SECRET)
				continue;
			if (!said_somewhere(f, &subjects[i]->rows[r]))
				TEST_FAIL("%s.%s is in none of the files with everything",
					  subjects[i]->name, subjects[i]->rows[r].key);
		}
	}
	ASSERT_EQ(f[0].s->sim.seed, INT64_C(5000000000));
	ASSERT_STREQ(f[0].s->site.name, "Hilltop \"A\" \\ H\xc3\xb6he");
	ASSERT_EQ(f[1].s->logging.window.from, 6 * 60 + 30);
	ASSERT_EQ(f[1].s->logging.window.to, 24 * 60);
	ASSERT_EQ(f[2].s->logging.what, LOG_WHAT_ALARMS);
	ASSERT_EQ(f[2].s->history.card_gib, 32);
	ASSERT_EQ(f[3].s->snmp.access, SNMP_ACCESS_READ_WRITE);
	ASSERT_TRUE(f[4].s->web.open_status && f[4].s->web.metrics_open);
	ASSERT_TRUE(f[4].s->web.plain_login);
	ASSERT_EQ(f[5].s->users[0].role, USER_ADMIN);
	ASSERT_STREQ(f[5].s->tokens[0].expires, "2030-12-31");
	ASSERT_EQ(f[6].s->mail.security, MAIL_TLS);
	ASSERT_EQ(f[6].s->recipients[0].by, DELIVERY_TEXT_HTTP);
	ASSERT_EQ(f[6].s->recipients[0].window.from, 22 * 60);
	ASSERT_EQ(f[6].s->signs_of_life.last_words_volts, 500000);
	for (size_t i = 0; i < ARRAY_SIZE(everything); i++)
		fixture_done(&f[i]);
}

static void same_when_parsed(const struct settings *s)
{
	struct text printed = TEXT_INIT, mistakes = TEXT_INIT;
	struct settings *back = NULL;

	settings_print(s, &printed);
	ASSERT_TRUE(text_ok(&printed));
	if (settings_parse("last-good", text_get(&printed), printed.len, &back, &mistakes) < 0)
		TEST_FAIL("%s", text_get(&mistakes));
	ASSERT_TRUE(back->generation == s->generation);
	ASSERT_EQ(memcmp(back->channels, s->channels, sizeof(back->channels[0])), 0);
	ASSERT_EQ(memcmp(back->alarms, s->alarms, sizeof(back->alarms)), 0);
	settings_free(back);
	text_done(&printed);
	text_done(&mistakes);
}

/* The generation is of format 1 for ever: it must not change with the version of the program. */
TEST(printed_and_parsed_is_the_same)
{
	for (size_t i = 0; i < ARRAY_SIZE(everything); i++) {
		AUTO_FIXTURE struct fixture f;

		load_kept(&f, "v1", everything[i]);
		same_when_parsed(f.s);
	}
}

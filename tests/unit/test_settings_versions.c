// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <dirent.h>

#include "tests/unit/test_settings.h"

#include "lib/base/cleanup.h"
#include "lib/base/util.h"
#include "lib/settings/each.h"
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
	ASSERT_GE(loaded, 2);
}

static void count_default(const struct settings_path *path, const struct value *v, void *arg)
{
	struct fixture *f = arg;

	(void)v;
	/* The subjects without ids are said in full; the keyed ones by several items together. */
	if (!path->subject->keyed && layers_origin(&f->layers, path).layer == LAYER_DEFAULT)
		TEST_FAIL("%s.%s is missing in everything.conf", path->subject->name,
			  path->row->key);
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

TEST(everything_is_everything)
{
	AUTO_FIXTURE struct fixture f;
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	load_kept(&f, "v1", "everything.conf");
	settings_each(f.s, count_default, &f);
	for (unsigned i = 0; i < n; i++) {
		for (unsigned r = 0; r < subjects[i]->n_rows; r++) {
			if (!said_in_its_layer(&f.layers, &subjects[i]->rows[r]))
				TEST_FAIL("%s.%s is missing in everything.conf", subjects[i]->name,
					  subjects[i]->rows[r].key);
		}
	}
	ASSERT_EQ(f.s->sim.seed, INT64_C(5000000000));
	ASSERT_STREQ(f.s->site.name, "Hilltop \"A\" \\ H\xc3\xb6he");
}

/* The generation is of format 1 for ever: it must not change with the version of the program. */
TEST(printed_and_parsed_is_the_same)
{
	AUTO_FIXTURE struct fixture f;
	struct text printed = TEXT_INIT, mistakes = TEXT_INIT;
	struct settings *back = NULL;

	load_kept(&f, "v1", "everything.conf");
	settings_print(f.s, &printed);
	ASSERT_TRUE(text_ok(&printed));
	if (settings_parse("last-good", text_get(&printed), printed.len, &back, &mistakes) < 0)
		TEST_FAIL("%s", text_get(&mistakes));
	ASSERT_TRUE(back->generation == f.s->generation);
	ASSERT_EQ(memcmp(back->channels, f.s->channels, sizeof(back->channels[0])), 0);
	settings_free(back);
	text_done(&printed);
	text_done(&mistakes);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/last_good.h"

#include <pthread.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/util.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

static char folder[FOLDER_PATH_MAX];

/* A disk that takes its time: fsync, here in place of libc's, waits until it is let go. */
static pthread_mutex_t disk = PTHREAD_MUTEX_INITIALIZER;
static unsigned syncs;

int fsync(int fd)
{
	(void)fd;
	(void)pthread_mutex_lock(&disk);
	syncs++;
	(void)pthread_mutex_unlock(&disk);
	return 0;
}

static struct settings_paths paths;

/* A private folder, the tree's own profiles, and this as rmcu.conf. */
static void prepare(const char *conf)
{
	folder_fresh(folder, "good");
	(void)snprintf(paths.main_file, sizeof(paths.main_file), "%s/rmcu.conf", folder);
	(void)snprintf(paths.state_folder, sizeof(paths.state_folder), "%s", folder);
	(void)snprintf(paths.profile_folders[0], sizeof(paths.profile_folders[0]),
		       "%s/etc/profiles", getenv("RMCU_SOURCE"));
	ASSERT_OK(file_replace(folder, "rmcu.conf", conf, strlen(conf), 0600, false));
}

static void rewrite(const char *conf)
{
	ASSERT_OK(file_replace(folder, "rmcu.conf", conf, strlen(conf), 0600, false));
}

static void clean(void)
{
	static const char *const names[] = { "rmcu.conf", "settings.good" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		(void)unlink(folder_file(folder, names[i]));
	folder_remove_empty(folder);
}

static enum settings_from load(const struct settings *current, struct settings **ret,
			       struct text *mistakes)
{
	enum settings_from source;

	ASSERT_OK(last_good_load(&paths, folder, current, ret, &source, mistakes));
	return source;
}

TEST(good_files_are_taken)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings *s = NULL;

	prepare("device = { profile = \"sim\"; }; site = { name = \"Hill\"; };");
	ASSERT_EQ(load(NULL, &s, &mistakes), SETTINGS_FROM_FILES);
	ASSERT_STREQ(s->site.name, "Hill");
	ASSERT_GT(s->n_channels, 10);
	settings_free(s);
	clean();
}

TEST(refused_files_without_earlier_ones_leave_no_channels)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings *s = NULL;

	prepare("device = { profile = ");
	ASSERT_EQ(load(NULL, &s, &mistakes), SETTINGS_FROM_NOTHING);
	ASSERT_EQ(s->n_channels, 0);
	ASSERT_GT(s->sampling.rate_hz, 0);
	ASSERT_GT(mistakes.len, 0);
	settings_free(s);
	clean();
}

/* A unit that was downgraded measures on, and says what it does not know. */
TEST(unknown_settings_in_what_programs_wrote_are_ignored)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	static const char overlay[] = "format = 1;\n"
				      "site = { name = \"Hill\"; moon = 3; };\n"
				      "newer = { a = 1; };\n";
	struct settings *s = NULL;
	char path[600];

	prepare("device = { profile = \"sim\"; };");
	ASSERT_OK(file_replace(paths.state_folder, "settings.conf", overlay, strlen(overlay), 0600,
			       false));
	ASSERT_EQ(load(NULL, &s, &mistakes), SETTINGS_FROM_FILES);
	ASSERT_STREQ(s->site.name, "Hill");
	ASSERT_GT(s->n_channels, 10);
	ASSERT_CONTAINS(text_get(&mistakes), "settings.conf:2: site.moon: no such setting");
	ASSERT_CONTAINS(text_get(&mistakes), "settings.conf:3: newer: no such group");
	ASSERT_CONTAINS(text_get(&mistakes), "it is ignored");
	settings_free(s);
	(void)snprintf(path, sizeof(path), "%s/settings.conf", paths.state_folder);
	ASSERT_OK(unlink(path));
	clean();
}

/* Also a key that people wrote, where there is nothing else to live by. */
TEST(an_unknown_key_of_people_does_not_leave_no_channels)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings *s = NULL;

	prepare("device = { profile = \"sim\"; }; site = { name = \"Hill\"; moon = 3; };");
	ASSERT_EQ(load(NULL, &s, &mistakes), SETTINGS_FROM_KNOWN);
	ASSERT_STREQ(s->site.name, "Hill");
	ASSERT_GT(s->n_channels, 10);
	ASSERT_CONTAINS(text_get(&mistakes), "rmcu.conf:1: site.moon: no such setting");
	ASSERT_TRUE(!strstr(text_get(&mistakes), "ignored"));
	settings_free(s);
	clean();
}

TEST(unknown_keys_do_not_spoil_the_last_good_ones)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	static const char good[] = "site = { name = \"Good\"; moon = 3; };\n";
	struct settings *s = NULL;

	prepare("device = { profile = ");
	ASSERT_OK(file_replace(folder, "settings.good", good, strlen(good), 0600, false));
	ASSERT_EQ(load(NULL, &s, &mistakes), SETTINGS_FROM_LAST_GOOD);
	ASSERT_STREQ(s->site.name, "Good");
	settings_free(s);
	clean();
}

/* Hands them to a keeper, and waits until it has written them. */
static void keep(const struct settings *s)
{
	struct keeper *k;

	ASSERT_OK(last_good_keeper(NULL, folder, &k));
	ASSERT_OK(last_good_keep(k, s));
	keeper_free(k);
}

TEST(the_last_good_ones_survive_a_power_cut_and_nobody_waits_for_the_disk)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings *s = NULL;
	struct keeper *k;
	char path[128];

	prepare("device = { profile = \"sim\"; };");
	(void)snprintf(path, sizeof(path), "%s/settings.good", folder);
	ASSERT_EQ(load(NULL, &s, &mistakes), SETTINGS_FROM_FILES);
	ASSERT_OK(last_good_keeper(NULL, folder, &k));
	syncs = 0;
	ASSERT_EQ(pthread_mutex_lock(&disk), 0);
	/* it would stand here for ever */
	ASSERT_OK(last_good_keep(k, s));
	/* nothing has this name before it is on the disk */
	ASSERT_EQ(access(path, F_OK), -1);
	ASSERT_EQ(pthread_mutex_unlock(&disk), 0);
	keeper_free(k);
	ASSERT_EQ(access(path, F_OK), 0);
	/* the file's bytes, then its name */
	ASSERT_EQ(syncs, 2);
	settings_free(s);
	clean();
}

TEST(refused_files_at_the_start_bring_the_last_good_ones_back_whole)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings *good = NULL, *s = NULL;

	prepare("device = { profile = \"hu-5012\"; }; site = { name = \"Hill \\\"7\\\"\"; };");
	ASSERT_EQ(load(NULL, &good, &mistakes), SETTINGS_FROM_FILES);
	keep(good);
	rewrite("nonsense");
	ASSERT_EQ(load(NULL, &s, &mistakes), SETTINGS_FROM_LAST_GOOD);
	ASSERT_EQ(s->generation, good->generation);
	ASSERT_EQ(s->n_channels, good->n_channels);
	ASSERT_STREQ(s->site.name, "Hill \"7\"");
	settings_free(good);
	settings_free(s);
	clean();
}

TEST(refused_files_later_change_nothing)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings *good = NULL, *s = NULL;

	prepare("device = { profile = \"sim\"; };");
	ASSERT_EQ(load(NULL, &good, &mistakes), SETTINGS_FROM_FILES);
	rewrite("site = { nam = \"x\"; };");
	ASSERT_EQ(load(good, &s, &mistakes), SETTINGS_STAY);
	ASSERT_TRUE(s == NULL);
	ASSERT_CONTAINS(text_get(&mistakes), "did you mean 'name'");
	settings_free(good);
	clean();
}

TEST(last_good_settings_that_are_damaged_are_none)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings *s = NULL;

	prepare("nonsense");
	ASSERT_OK(file_replace(folder, "settings.good", "channels = {", 12, 0600, false));
	ASSERT_EQ(load(NULL, &s, &mistakes), SETTINGS_FROM_NOTHING);
	settings_free(s);
	clean();
}

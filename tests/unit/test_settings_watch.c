// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <poll.h>

#include "tests/unit/test_settings.h"

#include "lib/settings/watch.h"

/* inotify queues a notice before the call that caused it returns, so nothing has to be waited for.
 */
static bool noticed(struct settings_watch *w)
{
	struct pollfd p = { .fd = settings_watch_fd(w), .events = POLLIN };
	bool readable = poll(&p, 1, 0) == 1;
	bool changed = settings_watch_drain(w);

	ASSERT_TRUE(readable || !changed);
	ASSERT_FALSE(settings_watch_drain(w));
	return changed;
}

TEST(files_of_all_layers)
{
	AUTO_FIXTURE struct fixture f;
	struct settings_watch *w;

	fixture_make(&f);
	fixture_write(&f, "state/settings.conf", "");
	fixture_write(&f, "profiles/own.conf", "");
	fixture_write(&f, "profiles/common/own.conf", "");
	ASSERT_OK(settings_watch_new(&f.paths, &w));
	ASSERT_FALSE(noticed(w));
	fixture_write(&f, "rmcu.conf", "");
	ASSERT_TRUE(noticed(w));
	fixture_write(&f, "state/settings.conf", "");
	ASSERT_TRUE(noticed(w));
	fixture_write(&f, "profiles/own.conf", "");
	ASSERT_TRUE(noticed(w));
	fixture_write(&f, "profiles/common/own.conf", "");
	ASSERT_TRUE(noticed(w));
	ASSERT_EQ(remove(f.paths.main_file), 0);
	ASSERT_TRUE(noticed(w));
	settings_watch_free(w);
}

TEST(other_files_are_none_of_ours)
{
	AUTO_FIXTURE struct fixture f;
	struct settings_watch *w;

	fixture_make(&f);
	ASSERT_OK(settings_watch_new(&f.paths, &w));
	fixture_write(&f, "rmcu.conf~", "");
	fixture_write(&f, ".rmcu.conf.swp", "");
	fixture_write(&f, ".conf", "");
	ASSERT_FALSE(noticed(w));
	settings_watch_free(w);
}

TEST(a_folder_that_comes_later)
{
	AUTO_FIXTURE struct fixture f;
	struct settings_watch *w;
	char folder[320];

	fixture_make(&f);
	(void)snprintf(f.paths.state_folder, sizeof(f.paths.state_folder), "%s/a/b/c", f.folder);
	ASSERT_OK(settings_watch_new(&f.paths, &w));
	(void)snprintf(folder, sizeof(folder), "%s/a", f.folder);
	ASSERT_OK(file_make_folder(folder, 0755));
	ASSERT_FALSE(noticed(w));
	/* two at once: the notice of the first must find the second */
	(void)snprintf(folder, sizeof(folder), "%s/a/b", f.folder);
	ASSERT_OK(file_make_folder(folder, 0755));
	ASSERT_OK(file_make_folder(f.paths.state_folder, 0755));
	ASSERT_TRUE(noticed(w));
	fixture_write(&f, "a/b/c/settings.conf", "");
	ASSERT_TRUE(noticed(w));
	settings_watch_free(w);
}

TEST(a_folder_that_goes_and_comes_back)
{
	AUTO_FIXTURE struct fixture f;
	struct settings_watch *w;
	char away[320];

	fixture_make(&f);
	fixture_write(&f, "state/settings.conf", "");
	ASSERT_OK(settings_watch_new(&f.paths, &w));
	(void)snprintf(away, sizeof(away), "%s/away", f.folder);
	ASSERT_EQ(rename(f.paths.state_folder, away), 0);
	ASSERT_TRUE(noticed(w));
	fixture_write(&f, "away/settings.conf", "x");
	ASSERT_FALSE(noticed(w));
	ASSERT_EQ(rename(away, f.paths.state_folder), 0);
	ASSERT_TRUE(noticed(w));
	fixture_write(&f, "state/settings.conf", "y");
	ASSERT_TRUE(noticed(w));
	settings_watch_free(w);
}

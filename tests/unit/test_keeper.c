// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/keeper.h"

#include <dirent.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/loop.h"
#include "lib/base/util.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

#define PATIENCE_US (20 * USEC_PER_SEC)

static char folder[FOLDER_PATH_MAX];

static void assert_content(const char *name, const char *expected)
{
	AUTO_FREE char *bytes = NULL;
	char path[128];
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	ASSERT_OK(file_read(path, 4096, &bytes, &len));
	ASSERT_STREQ(bytes, expected);
	(void)unlink(path);
}

TEST(the_newest_is_written_before_the_end)
{
	struct keeper *k;
	char text[32];

	folder_make(folder, "keeper");
	ASSERT_OK(keeper_new(NULL, folder, "a", sizeof(text), &k));
	for (int i = 0; i <= 1000; i++) {
		int n = snprintf(text, sizeof(text), "state %d", i);

		keeper_offer(k, (const uint8_t *)text, (size_t)n);
	}
	keeper_free(k);
	assert_content("a", "state 1000");
}

TEST(nothing_offered_nothing_written)
{
	struct keeper *k;
	char path[128];

	folder_make(folder, "keeper");
	ASSERT_OK(keeper_new(NULL, folder, "b", 8, &k));
	keeper_free(k);
	snprintf(path, sizeof(path), "%s/b", folder);
	ASSERT_EQ(access(path, F_OK), -1);
}

/* Those of this process: "." and ".." are in every folder. */
static int threads(void)
{
	DIR *d = opendir("/proc/self/task");
	int n = -2;

	ASSERT_TRUE(d);
	while (readdir(d))
		n++;
	(void)closedir(d);
	return n;
}

TEST(the_thread_goes_when_all_is_written_and_comes_back)
{
	int before = threads();
	struct keeper *k;
	char path[128];

	folder_make(folder, "keeper");
	snprintf(path, sizeof(path), "%s/d", folder);
	ASSERT_OK(keeper_new(NULL, folder, "d", 8, &k));
	ASSERT_EQ(threads(), before);
	for (char c = '1'; c <= '3'; c++) {
		const char text[2] = { c };

		keeper_offer(k, (const uint8_t *)text, 1);
		while (access(path, F_OK) < 0 || threads() > before)
			(void)sched_yield();
		ASSERT_OK(keeper_error(k));
		assert_content("d", text);
	}
	keeper_free(k);
	ASSERT_EQ(access(path, F_OK), -1);
}

TEST(the_loop_lets_go_of_the_thread)
{
	struct keeper *k;
	struct loop *l;

	folder_make(folder, "keeper");
	ASSERT_OK(loop_new(&l));
	ASSERT_OK(keeper_new(l, folder, "e", 8, &k));
	keeper_offer(k, (const uint8_t *)"x", 1);
	ASSERT_EQ(loop_turn(l, PATIENCE_US), 1);
	ASSERT_EQ(loop_turn(l, 0), 0);
	assert_content("e", "x");
	keeper_free(k);
	loop_free(l);
}

TEST(a_failure_shows_and_the_end_tries_again)
{
	struct keeper *k;
	char path[128];

	folder_make(folder, "keeper");
	snprintf(path, sizeof(path), "%s/missing", folder);
	ASSERT_OK(keeper_new(NULL, path, "c", 8, &k));
	keeper_offer(k, (const uint8_t *)"x", 1);
	while (keeper_error(k) == 0)
		(void)sched_yield();
	ASSERT_EQ(keeper_error(k), -ENOENT);
	ASSERT_OK(mkdir(path, 0700));
	keeper_free(k);
	assert_content("missing/c", "x");
	folder_remove(folder);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/file.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/util.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

static char folder[FOLDER_PATH_MAX];

TEST(replaced_content_mode_and_nothing_left_beside)
{
	AUTO_FREE char *bytes = NULL;
	mode_t old = umask(0077);
	struct stat st;
	size_t len;

	folder_fresh(folder, "file");
	ASSERT_OK(file_replace(folder, "f", "one", 3, 0644, false));
	ASSERT_OK(stat(folder_file(folder, "f"), &st));
	ASSERT_EQ(st.st_mode & 0777, 0644);
	(void)umask(0);
	ASSERT_OK(file_replace(folder, "f", "two\0two", 7, 0640, true));
	(void)umask(old);
	ASSERT_OK(stat(folder_file(folder, "f"), &st));
	ASSERT_EQ(st.st_mode & 0777, 0640);
	ASSERT_OK(file_read(folder_file(folder, "f"), 7, &bytes, &len));
	ASSERT_EQ(len, 7);
	ASSERT_EQ(memcmp(bytes, "two\0two", 8), 0);
	ASSERT_EQ(access(folder_file(folder, ".f.new"), F_OK), -1);
	folder_remove(folder);
}

TEST(a_leftover_or_a_link_beside_does_no_harm)
{
	AUTO_FREE char *bytes = NULL;
	char target[128];
	size_t len;

	folder_fresh(folder, "file");
	(void)snprintf(target, sizeof(target), "%s", folder_file(folder, "victim"));
	ASSERT_OK(file_replace(folder, "victim", "mine", 4, 0600, false));
	ASSERT_OK(symlink(target, folder_file(folder, ".f.new")));
	ASSERT_OK(file_replace(folder, "f", "new", 3, 0600, false));
	ASSERT_OK(file_read(target, 100, &bytes, &len));
	ASSERT_STREQ(bytes, "mine");
	folder_remove(folder);
}

TEST(failure_leaves_nothing_beside)
{
	char name[300];

	folder_fresh(folder, "file");
	ASSERT_EQ(file_replace("/nonexistent", "f", "x", 1, 0600, false), -ENOENT);
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ASSERT_EQ(file_replace(folder, name, "x", 1, 0600, false), -ENAMETOOLONG);
	/* a folder stands where the file shall go */
	ASSERT_OK(mkdir(folder_file(folder, "d"), 0700));
	ASSERT_EQ(file_replace(folder, "d", "x", 1, 0600, false), -EISDIR);
	ASSERT_EQ(access(folder_file(folder, ".d.new"), F_OK), -1);
	folder_remove(folder);
}

/* A disk that fills up while the file is written: RLIMIT_FSIZE stops it in the middle. */
TEST(a_write_cut_short_leaves_the_old_file)
{
	AUTO_FREE char *bytes = NULL;
	struct rlimit old, small;
	char content[8192] = "";
	size_t len;
	int r;

	folder_fresh(folder, "file");
	ASSERT_OK(file_replace(folder, "f", "old", 3, 0600, false));
	ASSERT_OK(getrlimit(RLIMIT_FSIZE, &old));
	small = old;
	small.rlim_cur = 4096;
	(void)signal(SIGXFSZ, SIG_IGN);
	ASSERT_OK(setrlimit(RLIMIT_FSIZE, &small));
	r = file_replace(folder, "f", content, sizeof(content), 0600, true);
	ASSERT_OK(setrlimit(RLIMIT_FSIZE, &old));
	ASSERT_EQ(r, -EFBIG);
	ASSERT_OK(file_read(folder_file(folder, "f"), 10, &bytes, &len));
	ASSERT_STREQ(bytes, "old");
	ASSERT_EQ(access(folder_file(folder, ".f.new"), F_OK), -1);
	folder_remove(folder);
}

TEST(read_at_its_limit)
{
	enum {
		MOST = 10000
	};
	char content[MOST + 1];
	AUTO_FREE char *bytes = NULL;
	size_t len = 77;

	memset(content, 'c', sizeof(content));
	folder_fresh(folder, "file");
	ASSERT_OK(file_replace(folder, "f", content, MOST + 1, 0600, false));
	ASSERT_EQ(file_read(folder_file(folder, "f"), MOST, &bytes, &len), -EFBIG);
	ASSERT_TRUE(bytes == NULL && len == 77);
	ASSERT_OK(file_replace(folder, "f", content, MOST, 0600, false));
	ASSERT_OK(file_read(folder_file(folder, "f"), MOST, &bytes, &len));
	ASSERT_EQ(len, MOST);
	ASSERT_EQ(bytes[MOST], 0);
	ASSERT_EQ(file_read(folder_file(folder, "none"), MOST, &bytes, &len), -ENOENT);
	ASSERT_EQ(file_read(folder, MOST, &bytes, &len), -EISDIR);
	folder_remove(folder);
}

TEST(sizes_around_the_steps_of_the_buffer)
{
	static char content[20000];

	folder_fresh(folder, "file");
	for (size_t i = 0; i < sizeof(content); i++)
		content[i] = (char)(i * 31);
	for (size_t base = 4096; base <= 16384; base *= 2) {
		for (size_t n = base - 2; n <= base + 2; n++) {
			AUTO_FREE char *bytes = NULL;
			size_t len;

			ASSERT_OK(file_replace(folder, "f", content, n, 0600, false));
			ASSERT_OK(
				file_read(folder_file(folder, "f"), sizeof(content), &bytes, &len));
			ASSERT_EQ(len, n);
			ASSERT_EQ(memcmp(bytes, content, n), 0);
		}
	}
	folder_remove(folder);
}

TEST(folders)
{
	folder_fresh(folder, "file");
	ASSERT_OK(file_make_folder(folder_file(folder, "d"), 0700));
	ASSERT_OK(file_make_folder(folder_file(folder, "d"), 0700));
	ASSERT_OK(file_replace(folder, "f", "", 0, 0600, false));
	ASSERT_EQ(file_make_folder(folder_file(folder, "f"), 0700), -ENOTDIR);
	ASSERT_EQ(file_make_folder(folder_file(folder, "no/d"), 0700), -ENOENT);
	folder_remove(folder);
}

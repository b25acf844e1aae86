// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/outfile.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

static char folder[FOLDER_PATH_MAX];
static char path[128];

static void begin(void)
{
	folder_make(folder, "outfile");
	(void)snprintf(path, sizeof(path), "%s/a.csv", folder);
	(void)unlink(path);
}

static unsigned count_files(void)
{
	AUTO_CLOSEDIR DIR *d = opendir(folder);
	unsigned n = 0;

	for (struct dirent *e; d && (e = readdir(d));)
		n += e->d_name[0] != '.';
	return n;
}

static void assert_is(const char *text)
{
	AUTO_FREE char *bytes = NULL;
	size_t len;

	ASSERT_OK(file_read(path, 1000, &bytes, &len));
	ASSERT_STREQ(bytes, text);
}

static void write_it(const char *text, bool keep)
{
	AUTO_OUTFILE struct outfile f = OUTFILE_INIT;

	ASSERT_OK(outfile_open(&f, path));
	ASSERT_OK(outfile_write(&f, text, strlen(text)));
	ASSERT_EQ(access(path, F_OK) < 0 || count_files() > 0, 1);
	if (keep)
		ASSERT_OK(outfile_keep(&f));
}

TEST(whole_or_not_at_all)
{
	struct stat st;

	begin();
	(void)umask(022);
	write_it("lost", false);
	ASSERT_EQ(count_files(), 0);
	write_it("one", true);
	assert_is("one");
	ASSERT_EQ(stat(path, &st), 0);
	ASSERT_EQ(st.st_mode & 0777, 0644);
	write_it("lost", false);
	assert_is("one");
	write_it("two", true);
	assert_is("two");
	ASSERT_EQ(count_files(), 1);
}

TEST(what_is_no_file_stays_what_it_is)
{
	AUTO_OUTFILE struct outfile f = OUTFILE_INIT;
	struct stat st;

	ASSERT_OK(outfile_open(&f, "/dev/null"));
	ASSERT_OK(outfile_write(&f, "x", 1));
	ASSERT_OK(outfile_keep(&f));
	ASSERT_EQ(stat("/dev/null", &st), 0);
	ASSERT_TRUE(S_ISCHR(st.st_mode));
}

TEST(where_none_can_be)
{
	struct outfile f;

	begin();
	ASSERT_EQ(outfile_open(&f, "/nonexistent/a"), -ENOENT);
	outfile_done(&f);
	ASSERT_EQ(outfile_open(&f, folder), -EISDIR);
	outfile_done(&f);
	ASSERT_EQ(outfile_open(&f, "/dev/null/a"), -ENOTDIR);
	outfile_done(&f);
	folder_remove_empty(folder);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A private folder of a test. Its path stands in an array of the test, which is empty as long as
 * there is none.
 */
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test.h"

#define FOLDER_PATH_MAX 64

/* There is one from now on; a test that failed may have left files in it. */
static inline void folder_make(char path[FOLDER_PATH_MAX], const char *word)
{
	char made[FOLDER_PATH_MAX];

	if (path[0])
		return;
	(void)snprintf(made, sizeof(made), "/tmp/rmcu-%s-XXXXXX", word);
	if (!mkdtemp(made))
		TEST_FAIL("mkdtemp %s: %s", made, strerror(errno));
	memcpy(path, made, sizeof(made));
}

/* A file in it; the path that was given before is overwritten. */
static inline const char *folder_file(const char *path, const char *name)
{
	static char file[FOLDER_PATH_MAX + 64];

	(void)snprintf(file, sizeof(file), "%s/%s", path, name);
	return file;
}

static inline int folder_drop(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	return ftw->level > 0 ? remove(path) : 0;
}

/* An empty one. */
static inline void folder_fresh(char path[FOLDER_PATH_MAX], const char *word)
{
	folder_make(path, word);
	if (nftw(path, folder_drop, 16, FTW_DEPTH | FTW_PHYS) != 0)
		TEST_FAIL("%s is not to be emptied", path);
}

/* Nothing may be left in it. */
static inline void folder_remove_empty(char path[FOLDER_PATH_MAX])
{
	if (rmdir(path) < 0)
		TEST_FAIL("rmdir %s: %s", path, strerror(errno));
	path[0] = '\0';
}

/* With all that is in it. */
static inline void folder_remove(char path[FOLDER_PATH_MAX])
{
	folder_fresh(path, "");
	folder_remove_empty(path);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The file and its log as others see them: where they are, and how large. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "daemons/alarmd/journal/store.h"

static struct store_file file_of(const char *folder, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (stat(path, &st) < 0)
		return (struct store_file){ 0 };
	return (struct store_file){ (uint64_t)st.st_dev, (uint64_t)st.st_ino };
}

static bool same_file(struct store_file a, struct store_file b)
{
	return a.device == b.device && a.inode == b.inode;
}

void store_remember_files(struct store *s, const char *folder)
{
	s->file = file_of(folder, STORE_NAME);
	s->log = file_of(folder, STORE_NAME "-wal");
}

int store_still_there(struct store *s, const char *folder)
{
	struct store_file none = { 0 }, log = file_of(folder, STORE_NAME "-wal");

	/* SQLite may have begun the log with this commit */
	if (same_file(s->log, none))
		s->log = log;
	if (same_file(log, none) || !same_file(s->log, log) ||
	    !same_file(s->file, file_of(folder, STORE_NAME)))
		return -EUCLEAN;
	return 0;
}

static uint64_t bytes_of(const char *folder, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

uint64_t store_bytes(const char *folder)
{
	return bytes_of(folder, STORE_NAME) + bytes_of(folder, STORE_NAME "-wal");
}

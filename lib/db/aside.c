// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/db/aside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/util.h"

/* The database, what is written in its log, and what others may have left there. */
static const char *const parts[] = { "", "-wal", "-shm", "-journal" };

static void part_path(char ret_path[PATH_MAX], const char *folder, const char *name, size_t part)
{
	(void)snprintf(ret_path, PATH_MAX, "%s/%s%s", folder, name, parts[part]);
}

bool db_there(const char *folder, const char *name)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		part_path(path, folder, name, i);
		if (access(path, F_OK) == 0)
			return true;
	}
	return false;
}

void db_remove(const char *folder, const char *name)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		part_path(path, folder, name, i);
		(void)unlink(path);
	}
}

/* A name that no other file has, even when two are set aside in the same second. */
static void choose_name(const char *folder, const char *name, const char *why, int64_t wall_us,
			char ret_name[DB_ASIDE_MAX])
{
	for (time_t t = (time_t)(wall_us / USEC_PER_SEC);; t++) {
		struct tm tm;
		char stamp[32] = "";

		if (gmtime_r(&t, &tm))
			(void)strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &tm);
		(void)snprintf(ret_name, DB_ASIDE_MAX, "%s.%s-%s", name, why, stamp);
		if (!db_there(folder, ret_name))
			return;
	}
}

/* The stamp in the name of a file that was set aside, NULL for another one's. */
static const char *stamp_of(const char *name, const char *entry)
{
	const char *stamp = strrchr(entry, '-');

	if (strncmp(entry, name, strlen(name)) != 0 || entry[strlen(name)] != '.' || !stamp)
		return NULL;
	return strlen(stamp) == strlen("-20261123T064700Z") ? stamp : NULL;
}

/* How many there are; the name of the oldest one. */
static unsigned count(const char *folder, const char *name, char ret_oldest[DB_ASIDE_MAX])
{
	AUTO_CLOSEDIR DIR *d = opendir(folder);
	struct dirent *entry;
	unsigned n = 0;

	ret_oldest[0] = '\0';
	while (d && (entry = readdir(d))) {
		const char *stamp = stamp_of(name, entry->d_name);

		if (!stamp || strlen(entry->d_name) >= DB_ASIDE_MAX)
			continue;
		n++;
		if (!*ret_oldest || strcmp(stamp, stamp_of(name, ret_oldest)) < 0)
			(void)snprintf(ret_oldest, DB_ASIDE_MAX, "%s", entry->d_name);
	}
	return n;
}

static void forget_oldest(const char *folder, const char *name, unsigned most)
{
	char oldest[DB_ASIDE_MAX];

	if (count(folder, name, oldest) > most)
		db_remove(folder, oldest);
}

int db_sync_folder(const char *folder)
{
	AUTO_CLOSE int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

int db_set_aside(const char *folder, const char *name, const char *why, int64_t wall_us,
		 unsigned most, char ret_name[DB_ASIDE_MAX])
{
	char from[PATH_MAX], to[PATH_MAX], chosen[DB_ASIDE_MAX];
	int r;

	choose_name(folder, name, why, wall_us, chosen);
	/* The database first: killed in between, a log alone is left, and that is set aside as
	 * well. */
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		part_path(from, folder, name, i);
		part_path(to, folder, chosen, i);
		if (rename(from, to) < 0 && errno != ENOENT)
			return -errno;
	}
	r = db_sync_folder(folder);
	if (r < 0)
		return r;
	forget_oldest(folder, name, most);
	memcpy(ret_name, chosen, sizeof(chosen));
	return 0;
}

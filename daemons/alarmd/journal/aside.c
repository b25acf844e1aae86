// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/aside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "daemons/alarmd/journal/store.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"

#define HEAD_NAME "head"

/* The database, what is written in its log, and what others may have left there. */
static const char *const parts[] = { "", "-wal", "-shm", "-journal" };

static void part_path(char ret_path[PATH_MAX], const char *folder, const char *name, size_t part)
{
	(void)snprintf(ret_path, PATH_MAX, "%s/%s%s", folder, name, parts[part]);
}

static bool there(const char *folder, const char *name)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		part_path(path, folder, name, i);
		if (access(path, F_OK) == 0)
			return true;
	}
	return false;
}

bool aside_needed(const char *folder)
{
	return there(folder, STORE_NAME);
}

static const char *word(enum aside_why why)
{
	switch (why) {
	case ASIDE_DAMAGED:
		return "damaged";
	case ASIDE_UNREAD:
		return "unread";
	}
	return "";
}

/* A name that no other file has, even when two are set aside in the same second. */
static void choose_name(const char *folder, enum aside_why why, int64_t wall_us,
			char ret_name[ASIDE_NAME_MAX])
{
	for (time_t t = (time_t)(wall_us / USEC_PER_SEC);; t++) {
		struct tm tm;
		char stamp[32] = "";

		if (gmtime_r(&t, &tm))
			(void)strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &tm);
		(void)snprintf(ret_name, ASIDE_NAME_MAX, STORE_NAME ".%s-%s", word(why), stamp);
		if (!there(folder, ret_name))
			return;
	}
}

/* The stamp in a name of a file that was set aside, NULL for another one's. */
static const char *stamp_of(const char *name)
{
	const char *stamp = strrchr(name, '-');

	if (strncmp(name, STORE_NAME ".", strlen(STORE_NAME ".")) != 0 || !stamp)
		return NULL;
	return strlen(stamp) == strlen("-20261123T064700Z") ? stamp : NULL;
}

/* How many there are; the name of the oldest one. */
static unsigned count(const char *folder, char ret_oldest[ASIDE_NAME_MAX])
{
	AUTO_CLOSEDIR DIR *d = opendir(folder);
	struct dirent *entry;
	unsigned n = 0;

	ret_oldest[0] = '\0';
	while (d && (entry = readdir(d))) {
		const char *stamp = stamp_of(entry->d_name);

		if (!stamp || strlen(entry->d_name) >= ASIDE_NAME_MAX)
			continue;
		n++;
		if (!*ret_oldest || strcmp(stamp, stamp_of(ret_oldest)) < 0)
			(void)snprintf(ret_oldest, ASIDE_NAME_MAX, "%s", entry->d_name);
	}
	return n;
}

static void forget_oldest(const char *folder)
{
	char oldest[ASIDE_NAME_MAX], path[PATH_MAX];

	if (count(folder, oldest) <= ASIDE_FILES_MAX)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		part_path(path, folder, oldest, i);
		(void)unlink(path);
	}
}

int aside_sync(const char *folder)
{
	AUTO_CLOSE int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

int aside_move(const char *folder, enum aside_why why, int64_t wall_us,
	       char ret_name[ASIDE_NAME_MAX])
{
	char from[PATH_MAX], to[PATH_MAX], name[ASIDE_NAME_MAX];
	int r;

	choose_name(folder, why, wall_us, name);
	/* The database first: killed in between, a log alone is left, and that is set aside as
	 * well. */
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		part_path(from, folder, STORE_NAME, i);
		part_path(to, folder, name, i);
		if (rename(from, to) < 0 && errno != ENOENT)
			return -errno;
	}
	r = aside_sync(folder);
	if (r < 0)
		return r;
	forget_oldest(folder);
	memcpy(ret_name, name, sizeof(name));
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int parse_hash(const char *text, uint8_t ret_hash[EVENT_HASH_SIZE])
{
	if (strlen(text) != (size_t)2 * EVENT_HASH_SIZE)
		return -EUCLEAN;
	for (size_t i = 0; i < EVENT_HASH_SIZE; i++) {
		int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return -EUCLEAN;
		ret_hash[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

int aside_read_head(const char *folder, struct chain_mark *ret_head)
{
	AUTO_FREE char *line = NULL;
	char path[PATH_MAX], *hash;
	struct chain_mark m;
	size_t len;
	int r;

	(void)snprintf(path, sizeof(path), "%s/" HEAD_NAME, folder);
	r = file_read(path, 256, &line, &len);
	if (r < 0)
		return r == -EFBIG ? -EUCLEAN : r;
	line[strcspn(line, "\n")] = '\0';
	hash = strchr(line, ' ');
	if (!hash)
		return -EUCLEAN;
	*hash++ = '\0';
	if (parse_u64(line, &m.number) < 0 || m.number > STORE_NUMBER_MAX)
		return -EUCLEAN;
	r = parse_hash(hash, m.hash);
	if (r == 0)
		*ret_head = m;
	return r;
}

int aside_write_head(const char *folder, const struct chain_mark *head)
{
	char line[32 + CHAIN_TEXT_MAX], hash[CHAIN_TEXT_MAX];
	int n;

	chain_text(head->hash, hash);
	n = snprintf(line, sizeof(line), "%" PRIu64 " %s\n", head->number, hash);
	return file_replace(folder, HEAD_NAME, line, (size_t)n, 0640, true);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * A slow disk, for LD_PRELOAD: as long as the file $SLOW_SYNC_FILE is there, each fsync and
 * fdatasync of files under $SLOW_SYNC_UNDER takes as many milliseconds as it says, and for ever
 * when it is empty. Removed or filled, it lets go what it held.
 */
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOOK_EVERY_MS 5

static int is_slow(int fd)
{
	const char *under = getenv("SLOW_SYNC_UNDER");
	char link[64], path[PATH_MAX];
	ssize_t n;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	path[n < 0 ? 0 : n] = '\0';
	return !under || strstr(path, under);
}

/* What the file says; -1 for no file, LONG_MAX for an empty one. */
static long wanted_ms(void)
{
	const char *name = getenv("SLOW_SYNC_FILE");
	FILE *f = name ? fopen(name, "re") : NULL;
	long ms = LONG_MAX;

	if (!f)
		return -1;
	if (fscanf(f, "%ld", &ms) != 1)
		ms = LONG_MAX;
	(void)fclose(f);
	return ms;
}

static void wait_for(int fd)
{
	static const struct timespec look = { .tv_nsec = LOOK_EVERY_MS * 1000000L };

	if (!is_slow(fd))
		return;
	for (long waited = 0; waited < wanted_ms(); waited += LOOK_EVERY_MS)
		(void)nanosleep(&look, NULL);
}

static int really(const char *name, int fd)
{
	int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);

	wait_for(fd);
	return sync ? sync(fd) : -1;
}

int fsync(int fd)
{
	return really("fsync", fd);
}

int fdatasync(int fd)
{
	return really("fdatasync", fd);
}

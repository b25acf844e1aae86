// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * A file system that becomes read-only under a program that writes to it, as the kernel makes one
 * whose card fails, for LD_PRELOAD: as long as the file $READ_ONLY_FILE is there, what would change
 * anything under $READ_ONLY_UNDER is refused. mount(8) does not do that while a file is open.
 */
/* both names of each call, also where a program of today means the second one by the first */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int refused(const char *path)
{
	const char *under = getenv("READ_ONLY_UNDER"), *file = getenv("READ_ONLY_FILE");

	if (!under || !file || !strstr(path, under) || access(file, F_OK) < 0)
		return 0;
	errno = EROFS;
	return 1;
}

static int refused_fd(int fd)
{
	char link[64], path[PATH_MAX];
	ssize_t n;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	path[n < 0 ? 0 : n] = '\0';
	return refused(path);
}

/* The next one of this name, called when nothing is refused. */
#define PASS(type, parameters, arguments) ((type(*) parameters)dlsym(RTLD_NEXT, __func__)) arguments

#define WRITES(name, offset)                                                                       \
	ssize_t name(int fd, const void *bytes, size_t n, offset at)                               \
	{                                                                                          \
		if (refused_fd(fd))                                                                \
			return -1;                                                                 \
		return PASS(ssize_t, (int, const void *, size_t, offset), (fd, bytes, n, at));     \
	}
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

ssize_t write(int fd, const void *bytes, size_t n)
{
	if (refused_fd(fd))
		return -1;
	return PASS(ssize_t, (int, const void *, size_t), (fd, bytes, n));
}

#define TRUNCATES(name, offset)                                                                    \
	int name(int fd, offset size)                                                              \
	{                                                                                          \
		if (refused_fd(fd))                                                                \
			return -1;                                                                 \
		return PASS(int, (int, offset), (fd, size));                                       \
	}
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

#define OPENS(name)                                                                                \
	int name(const char *path, int flags, ...)                                                 \
	{                                                                                          \
		unsigned mode;                                                                     \
		va_list more;                                                                      \
                                                                                                   \
		va_start(more, flags);                                                             \
		mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, unsigned) : 0;                 \
		va_end(more);                                                                      \
		if (flags & (O_WRONLY | O_RDWR | O_CREAT) && refused(path))                        \
			return -1;                                                                 \
		return PASS(int, (const char *, int, ...), (path, flags, mode));                   \
	}
OPENS(open)
OPENS(open64)

int unlink(const char *path)
{
	return refused(path) ? -1 : PASS(int, (const char *), (path));
}

int rename(const char *from, const char *to)
{
	return refused(from) ? -1 : PASS(int, (const char *, const char *), (from, to));
}

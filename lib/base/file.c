// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cleanup.h"

int file_write(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Not by the name service: it may wait for a network. */
static int give_to(int fd, const char *name)
{
	AUTO_FCLOSE FILE *f = fopen("/etc/group", "re");
	const struct group *g = NULL;

	while (f && (g = fgetgrent(f)))
		if (strcmp(g->gr_name, name) == 0)
			break;
	if (!g || fchown(fd, (uid_t)-1, g->gr_gid) == 0)
		return 0;
	return errno == EPERM ? 0 : -1;
}

static int write_beside(int folder_fd, const char *name, const void *bytes, size_t len, mode_t mode,
			const char *group, bool durable)
{
	AUTO_CLOSE int fd = -1;
	int r;

	/* A left-over of an earlier crash is replaced; O_EXCL then refuses links put in its place.
	 */
	(void)unlinkat(folder_fd, name, 0);
	fd = openat(folder_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    mode & (S_IRUSR | S_IWUSR));
	if (fd < 0)
		return -errno;
	r = file_write(fd, bytes, len);
	if (r < 0)
		return r;
	/* Before the mode lets a group in. */
	if (group && give_to(fd, group) < 0)
		return -errno;
	/* The mode is part of the promise (secrets), so it does not depend on the umask. */
	if (fchmod(fd, mode) < 0)
		return -errno;
	if (durable && fsync(fd) < 0)
		return -errno;
	return 0;
}

int file_replace(const char *folder, const char *name, const void *bytes, size_t len, mode_t mode,
		 bool durable)
{
	return file_replace_for(folder, name, bytes, len, mode, NULL, durable);
}

int file_replace_for(const char *folder, const char *name, const void *bytes, size_t len,
		     mode_t mode, const char *group, bool durable)
{
	AUTO_CLOSE int folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char beside[NAME_MAX + 1];
	int r, n;

	if (folder_fd < 0)
		return -errno;
	n = snprintf(beside, sizeof(beside), ".%s.new", name);
	if (n < 0 || (size_t)n >= sizeof(beside))
		return -ENAMETOOLONG;
	r = write_beside(folder_fd, beside, bytes, len, mode, group, durable);
	if (r == 0 && renameat(folder_fd, beside, folder_fd, name) < 0)
		r = -errno;
	if (r < 0) {
		(void)unlinkat(folder_fd, beside, 0);
		return r;
	}
	/* Without this the rename itself may be lost by a power cut. */
	if (durable && fsync(folder_fd) < 0)
		return -errno;
	return 0;
}

int file_read(const char *path, size_t most, char **ret_bytes, size_t *ret_len)
{
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	AUTO_FREE char *bytes = NULL;
	size_t len = 0, room = 4096;

	if (fd < 0)
		return -errno;
	for (;;) {
		char *grown = realloc(bytes, room + 1);
		ssize_t n;

		if (!grown)
			return -ENOMEM;
		bytes = grown;
		n = read(fd, bytes + len, room - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		len += (size_t)n;
		if (len > most)
			return -EFBIG;
		if (n == 0)
			break;
		if (len == room)
			room *= 2;
	}
	bytes[len] = '\0';
	*ret_bytes = TAKE_PTR(bytes);
	*ret_len = len;
	return 0;
}

int file_make_folder(const char *path, mode_t mode)
{
	struct stat st;

	if (mkdir(path, mode) == 0)
		return 0;
	if (errno != EEXIST)
		return -errno;
	/* something of that name is there; a file would be found out only by who writes into it */
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode) ? 0 : -ENOTDIR;
}

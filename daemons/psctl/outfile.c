// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"

/* As any new file; the umask takes away from it. */
#define MODE 0666

static void folder_of(const char *path, char ret_folder[OUTFILE_PATH_MAX])
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		(void)snprintf(ret_folder, OUTFILE_PATH_MAX, ".");
	else
		(void)snprintf(ret_folder, OUTFILE_PATH_MAX, "%.*s",
			       slash == path ? 1 : (int)(slash - path), path);
}

/* Nobody else's: the number of this process is in it. */
static int name_beside(struct outfile *f)
{
	int n = snprintf(f->beside, sizeof(f->beside), "%s.%d.part", f->path, (int)getpid());

	return n < (int)sizeof(f->beside) ? 0 : -ENAMETOOLONG;
}

static int open_new(struct outfile *f)
{
	char folder[OUTFILE_PATH_MAX];
	int r;

	folder_of(f->path, folder);
	f->fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, MODE);
	if (f->fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return f->fd < 0 ? -errno : 0;
	r = name_beside(f);
	if (r < 0)
		return r;
	f->fd = open(f->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE);
	if (f->fd >= 0)
		return 0;
	r = -errno;
	f->beside[0] = '\0';
	return r;
}

int outfile_open(struct outfile *f, const char *path)
{
	struct stat st;

	*f = OUTFILE_INIT;
	if (strlen(path) >= sizeof(f->path))
		return -ENAMETOOLONG;
	(void)snprintf(f->path, sizeof(f->path), "%s", path);
	if (stat(path, &st) < 0 || S_ISREG(st.st_mode))
		return open_new(f);
	/* /dev/null is not to become a file; of a folder open() says so */
	f->direct = true;
	f->fd = open(path, O_WRONLY | O_CLOEXEC);
	return f->fd < 0 ? -errno : 0;
}

int outfile_write(struct outfile *f, const char *bytes, size_t len)
{
	return file_write(f->fd, bytes, len);
}

/* What has no name gets one, beside the file: a link does not replace. */
static int give_name(struct outfile *f)
{
	char self[32];
	int r = name_beside(f);

	if (r < 0)
		return r;
	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", f->fd);
	if (linkat(AT_FDCWD, self, AT_FDCWD, f->beside, AT_SYMLINK_FOLLOW) == 0)
		return 0;
	r = -errno;
	f->beside[0] = '\0';
	return r;
}

int outfile_keep(struct outfile *f)
{
	int r = 0;

	if (f->direct)
		return 0;
	if (fsync(f->fd) < 0)
		return -errno;
	if (!f->beside[0])
		r = give_name(f);
	if (r == 0 && rename(f->beside, f->path) < 0)
		return -errno;
	if (r == 0)
		f->beside[0] = '\0';
	return r;
}

void outfile_done(struct outfile *f)
{
	if (f->beside[0])
		(void)unlink(f->beside);
	if (f->fd >= 0)
		(void)close(f->fd);
	*f = OUTFILE_INIT;
}

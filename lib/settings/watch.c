// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/watch.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/util.h"

/* Of rmcu.conf, of the overlay, two of profiles and their common parts. */
#define FOLDERS_MAX 6

/* IN_ATTRIB: a file that could not be read may be readable now. */
#define FILE_EVENTS                                                                                \
	(IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF |   \
	 IN_MOVE_SELF)
#define PARENT_EVENTS (IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF)

struct folder {
	char *path; /* owned */
	int wd;	    /* of the folder, or of its nearest parent that is there */
	bool there;
};

struct settings_watch {
	int fd;
	unsigned n;
	struct folder folders[FOLDERS_MAX];
};

static void add_folder(struct settings_watch *w, const char *path)
{
	if (*path && w->n < FOLDERS_MAX)
		w->folders[w->n++].path = strdup(path);
}

/*
 * One watch can serve two folders (a missing one's parent is another's own), so events are only
 * added to it; what it says too much is sorted out when it is read.
 */
static int watch_path(const struct settings_watch *w, const char *path, uint32_t events)
{
	return inotify_add_watch(w->fd, path, events | IN_ONLYDIR | IN_MASK_ADD);
}

/* Cuts the last part off: "/etc/rmcu", "/etc", "/"; false when there is nothing more to cut. */
static bool cut_last(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash || slash[1] == '\0')
		return false;
	slash[slash == path] = '\0';
	return true;
}

/* Watches the folder, or its nearest parent that is there; how much of its path that is. */
static size_t watch_nearest(const struct settings_watch *w, struct folder *f)
{
	char path[PATH_MAX];

	f->wd = watch_path(w, f->path, FILE_EVENTS);
	f->there = f->wd >= 0;
	(void)snprintf(path, sizeof(path), "%s", f->path);
	while (f->wd < 0 && cut_last(path))
		f->wd = watch_path(w, path, PARENT_EVENTS);
	return strlen(path);
}

/* True if the folder has newly appeared. */
static bool arm(struct settings_watch *w, struct folder *f)
{
	size_t before, len = 0;

	/* What is made between the look at a folder and the watch on its parent would be missed. */
	do {
		before = len;
		len = watch_nearest(w, f);
	} while (!f->there && len > before);
	return f->there;
}

static bool arm_missing(struct settings_watch *w)
{
	bool appeared = false;

	for (unsigned i = 0; i < w->n; i++)
		if (!w->folders[i].there)
			appeared |= arm(w, &w->folders[i]);
	return appeared;
}

int settings_watch_new(const struct settings_paths *paths, struct settings_watch **ret_watch)
{
	struct settings_watch *w = calloc(1, sizeof(*w));
	char folder[PATH_MAX];
	char *slash;

	if (!w)
		return -ENOMEM;
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->fd < 0) {
		int r = -errno;

		free(w);
		return r;
	}
	(void)snprintf(folder, sizeof(folder), "%s", paths->main_file);
	slash = strrchr(folder, '/');
	if (slash && slash != folder) {
		*slash = '\0';
		add_folder(w, folder);
	}
	add_folder(w, paths->state_folder);
	for (size_t i = 0; i < ARRAY_SIZE(paths->profile_folders); i++) {
		add_folder(w, paths->profile_folders[i]);
		(void)snprintf(folder, sizeof(folder), "%s/common", paths->profile_folders[i]);
		if (paths->profile_folders[i][0])
			add_folder(w, folder);
	}
	for (unsigned i = 0; i < w->n; i++) {
		if (w->folders[i].path)
			continue;
		settings_watch_free(w);
		return -ENOMEM;
	}
	(void)arm_missing(w);
	*ret_watch = w;
	return 0;
}

struct settings_watch *settings_watch_free(struct settings_watch *w)
{
	if (!w)
		return NULL;
	(void)close(w->fd);
	for (unsigned i = 0; i < w->n; i++)
		free(w->folders[i].path);
	free(w);
	return NULL;
}

int settings_watch_fd(const struct settings_watch *w)
{
	return w->fd;
}

static bool settings_name(const char *name)
{
	size_t len = strlen(name);

	return name[0] != '.' && len > 5 && streq(name + len - 5, ".conf");
}

/* True when the event is about a settings file, or about a folder of them. */
static bool take_event(struct settings_watch *w, const struct inotify_event *e)
{
	bool changed = (e->mask & IN_Q_OVERFLOW) != 0;
	bool gone = e->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED);

	for (unsigned i = 0; i < w->n; i++) {
		struct folder *f = &w->folders[i];

		if (f->wd != e->wd)
			continue;
		if (f->there && e->len > 0 && settings_name(e->name))
			changed = true;
		if (f->there && gone) {
			changed = true;
			f->there = false;
		}
	}
	/* The watch of a folder that was moved away would go on watching it elsewhere. */
	if (e->mask & IN_MOVE_SELF)
		(void)inotify_rm_watch(w->fd, e->wd);
	return changed;
}

bool settings_watch_drain(struct settings_watch *w)
{
	_Alignas(struct inotify_event) char buf[4096];
	bool changed = false;
	ssize_t n;

	while ((n = read(w->fd, buf, sizeof(buf))) > 0) {
		const char *p = buf;

		while (p < buf + n) {
			const struct inotify_event *e = (const void *)p;

			changed |= take_event(w, e);
			p += sizeof(*e) + e->len;
		}
	}
	return arm_missing(w) || changed;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The thread: the file that it has open, and the one after it. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "daemons/loggerd/store/disk_internal.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"

/* A card that breaks each minute must not fill itself with damaged files. */
#define ASIDE_EVERY_US (3600 * USEC_PER_SEC)

static void tell_begun(struct disk *d, const char *text)
{
	disk_lock(d);
	d->report.begins++;
	d->report.checked = false;
	(void)snprintf(d->report.begun, sizeof(d->report.begun), "%s", text);
	disk_unlock(d);
}

int disk_file_close(struct disk *d)
{
	int r = 0;

	if (!d->store)
		return 0;
	if (d->prelude.len == 0 && d->store->table)
		r = orders_table(&d->prelude, d->store->table);
	if (r == 0 && d->store->state.event > 0)
		r = orders_event(&d->prelude, d->store->state.event);
	d->store = store_close(d->store);
	return r;
}

static void remember_inode(struct disk *d)
{
	char path[PATH_MAX];
	struct stat st = { 0 };

	(void)snprintf(path, sizeof(path), "%s/" HISTORY_NAME, d->folder);
	(void)stat(path, &st);
	d->dev = st.st_dev;
	d->ino = st.st_ino;
}

bool disk_file_gone(const struct disk *d)
{
	char path[PATH_MAX];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/" HISTORY_NAME, d->folder);
	if (stat(path, &st) < 0)
		return errno == ENOENT;
	return st.st_dev != d->dev || st.st_ino != d->ino;
}

static int open_once(struct disk *d)
{
	struct store_limits limits;
	int r;

	disk_lock(d);
	limits = d->limits;
	d->limits_changed = false;
	disk_unlock(d);
	r = store_open(d->folder, &limits, instant_read().wall_us, &d->store);
	if (r < 0)
		return r;
	remember_inode(d);
	if (d->prelude.len > 0)
		r = store_apply(d->store, &d->prelude);
	if (r == 0)
		d->prelude.len = d->prelude.n = 0;
	else
		d->store = store_close(d->store);
	return r;
}

int disk_file_aside(struct disk *d)
{
	char name[DB_ASIDE_MAX], text[DISK_TROUBLE_MAX];
	int64_t now_us = mono_read_us();
	struct store_limits limits;
	int r;

	(void)disk_file_close(d);
	if (d->aside_us && now_us - d->aside_us < ASIDE_EVERY_US)
		return -EUCLEAN;
	r = store_set_aside(d->folder, instant_read().wall_us, name);
	if (r < 0)
		return r;
	d->aside_us = now_us;
	(void)snprintf(text, sizeof(text), "it was damaged and is set aside as '%s'", name);
	tell_begun(d, text);
	disk_lock(d);
	limits = d->limits;
	disk_unlock(d);
	return store_create(d->folder, &limits, name, instant_read().wall_us);
}

int disk_file_open(struct disk *d)
{
	int r = open_once(d);

	if (r == -EUCLEAN)
		r = disk_file_aside(d);
	if (r == 0 && !d->store)
		r = open_once(d);
	return r;
}

int disk_file_anew(struct disk *d)
{
	int r = disk_file_close(d);

	tell_begun(d, "it was removed or replaced by somebody else; what it held is not here");
	return r < 0 ? r : disk_file_open(d);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The loop's side of the thread: starting and ending it, handing over, collecting. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/alarmd/journal/disk_internal.h"
#include "lib/base/clock.h"

static bool is_ending(void *ctx)
{
	struct disk *d = ctx;
	bool ending;

	disk_lock(d);
	ending = d->ending;
	disk_unlock(d);
	return ending;
}

static struct disk *release(struct disk *d)
{
	keys_done(&d->changes);
	keys_done(&d->kept);
	free(d->page);
	free(d->folder);
	free(d);
	return NULL;
}

int disk_new(const char *folder, const struct journal_limits *limits, const struct packets *queue,
	     struct disk **ret_disk)
{
	struct disk *d = calloc(1, sizeof(*d));
	int r;

	if (!d)
		return -ENOMEM;
	d->folder = strdup(folder);
	d->limits = *limits;
	d->writer = (struct writer){
		.folder = d->folder,
		.queue = queue,
		.hurry = is_ending,
		.ctx = d,
	};
	r = d->folder ? worker_start(&d->worker, 0, true, disk_run, d) : -ENOMEM;
	if (r < 0) {
		(void)release(d);
		return r;
	}
	*ret_disk = d;
	return 0;
}

bool disk_free(struct disk *d)
{
	if (!d)
		return true;
	disk_lock(d);
	d->ending = true;
	worker_wake(&d->worker);
	disk_unlock(d);
	if (!worker_end(&d->worker, DISK_END_WITHIN_US))
		return false;
	(void)release(d);
	return true;
}

int disk_fd(const struct disk *d)
{
	return d->worker.fd;
}

void disk_wake_loop(struct disk *d)
{
	worker_tell(&d->worker);
}

bool disk_hand_over(struct disk *d, uint64_t upto, struct keys *changes)
{
	bool taken;

	disk_lock(d);
	taken = d->changes.size < KEYS_SIZE_MAX;
	if (taken) {
		keys_move(&d->changes, changes);
		d->handed = upto;
		worker_wake(&d->worker);
	}
	disk_unlock(d);
	return taken;
}

void disk_set_limits(struct disk *d, const struct journal_limits *limits)
{
	disk_lock(d);
	d->limits = *limits;
	disk_unlock(d);
}

void disk_want_page(struct disk *d, uint64_t from)
{
	disk_lock(d);
	d->page_wanted = from;
	worker_wake(&d->worker);
	disk_unlock(d);
}

void disk_collect(struct disk *d, struct disk_report *ret_report, struct keys *ret_kept,
		  struct page **ret_page)
{
	/* first: what is reported from now on makes it readable again */
	worker_hear(&d->worker);
	disk_lock(d);
	*ret_report = d->report;
	*ret_kept = d->kept;
	*ret_page = d->page;
	d->kept = (struct keys){ 0 };
	d->page = NULL;
	disk_unlock(d);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The loop's side of the thread: starting and ending it, handing over, collecting. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/loggerd/store/disk_internal.h"

/* SQLite's own needs, and the tables of 64 columns that stand in store/: a tenth of the default. */
#define STACK_SIZE ((size_t)512 * 1024)

static struct disk *release(struct disk *d)
{
	orders_done(&d->waiting);
	orders_done(&d->work);
	orders_done(&d->prelude);
	free(d->folder);
	free(d);
	return NULL;
}

int disk_new(const char *folder, const struct store_limits *limits, struct disk **ret_disk)
{
	struct disk *d = calloc(1, sizeof(*d));
	int r;

	if (!d)
		return -ENOMEM;
	d->folder = strdup(folder);
	d->limits = *limits;
	r = d->folder ? worker_start(&d->worker, STACK_SIZE, true, disk_run, d) : -ENOMEM;
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

int disk_hand_over(struct disk *d, struct orders *list, uint64_t *ret_number)
{
	int r = 0;

	disk_lock(d);
	if (d->working + d->waiting.len + list->len > ORDERS_BYTES_MAX)
		r = -ENOSPC;
	if (r == 0)
		r = orders_move(&d->waiting, list);
	if (r == 0) {
		*ret_number = ++d->handed;
		worker_wake(&d->worker);
	}
	disk_unlock(d);
	return r;
}

size_t disk_waiting(struct disk *d)
{
	size_t bytes;

	disk_lock(d);
	bytes = d->working + d->waiting.len;
	disk_unlock(d);
	return bytes;
}

void disk_set_limits(struct disk *d, const struct store_limits *limits)
{
	disk_lock(d);
	d->limits = *limits;
	d->limits_changed = true;
	worker_wake(&d->worker);
	disk_unlock(d);
}

void disk_collect(struct disk *d, struct disk_report *ret_report)
{
	/* first: what is reported from now on makes it readable again */
	worker_hear(&d->worker);
	disk_lock(d);
	*ret_report = d->report;
	d->report.n_missing = 0;
	disk_unlock(d);
}

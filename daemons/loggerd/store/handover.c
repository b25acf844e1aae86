// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The loop's side of the thread: starting and ending it, handing over, collecting. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "daemons/loggerd/store/disk_internal.h"

/* SQLite's own needs, and the tables of 64 columns that stand in store/: a tenth of the default. */
#define STACK_SIZE ((size_t)512 * 1024)

static int start_thread(struct disk *d)
{
	pthread_condattr_t cond;
	pthread_attr_t attr;
	sigset_t all, old;
	int r;

	(void)pthread_condattr_init(&cond);
	(void)pthread_condattr_setclock(&cond, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&d->lock, NULL);
	(void)pthread_cond_init(&d->wake, &cond);
	(void)pthread_condattr_destroy(&cond);
	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setstacksize(&attr, STACK_SIZE);
	/* Signals are the loop's business. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	r = pthread_create(&d->thread, &attr, disk_run, d);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	(void)pthread_attr_destroy(&attr);
	return -r;
}

static struct disk *release(struct disk *d)
{
	if (d->fd >= 0)
		(void)close(d->fd);
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
	d->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	r = d->fd < 0 ? -errno : 0;
	d->folder = strdup(folder);
	d->limits = *limits;
	if (r == 0)
		r = d->folder ? start_thread(d) : -ENOMEM;
	if (r < 0) {
		(void)release(d);
		return r;
	}
	*ret_disk = d;
	return 0;
}

struct disk *disk_free(struct disk *d)
{
	if (!d)
		return NULL;
	disk_lock(d);
	d->ending = true;
	(void)pthread_cond_signal(&d->wake);
	disk_unlock(d);
	(void)pthread_join(d->thread, NULL);
	(void)pthread_cond_destroy(&d->wake);
	(void)pthread_mutex_destroy(&d->lock);
	return release(d);
}

int disk_fd(const struct disk *d)
{
	return d->fd;
}

void disk_wake_loop(struct disk *d)
{
	uint64_t one = 1;

	/* It fails only when the descriptor is readable anyway. */
	if (write(d->fd, &one, sizeof(one)) < 0)
		return;
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
		(void)pthread_cond_signal(&d->wake);
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
	(void)pthread_cond_signal(&d->wake);
	disk_unlock(d);
}

void disk_collect(struct disk *d, struct disk_report *ret_report)
{
	uint64_t count;

	/* first: what is reported from now on makes it readable again */
	if (read(d->fd, &count, sizeof(count)) < 0)
		count = 0;
	disk_lock(d);
	*ret_report = d->report;
	d->report.n_missing = 0;
	disk_unlock(d);
}

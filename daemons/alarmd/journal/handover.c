// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The loop's side of the thread: starting and ending it, handing over, collecting. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

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

static int start_thread(struct disk *d)
{
	pthread_condattr_t attr;
	sigset_t all, old;
	int r;

	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&d->lock, NULL);
	(void)pthread_cond_init(&d->wake, &attr);
	(void)pthread_condattr_destroy(&attr);
	/* Signals are the loop's business. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	r = pthread_create(&d->thread, NULL, disk_run, d);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	return -r;
}

static struct disk *release(struct disk *d)
{
	if (d->fd >= 0)
		(void)close(d->fd);
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
	d->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	r = d->fd < 0 ? -errno : 0;
	d->folder = strdup(folder);
	d->limits = *limits;
	d->writer = (struct writer){
		.folder = d->folder,
		.queue = queue,
		.hurry = is_ending,
		.ctx = d,
	};
	if (r == 0)
		r = d->folder ? start_thread(d) : -ENOMEM;
	if (r < 0) {
		(void)release(d);
		return r;
	}
	*ret_disk = d;
	return 0;
}

/* Waits for the thread; false when it hangs. */
static bool join(struct disk *d)
{
	int64_t until_us = mono_read_us() + DISK_END_WITHIN_US;
	struct timespec until = { until_us / USEC_PER_SEC,
				  (long)(until_us % USEC_PER_SEC * NSEC_PER_USEC) };

	return pthread_clockjoin_np(d->thread, NULL, CLOCK_MONOTONIC, &until) == 0;
}

bool disk_free(struct disk *d)
{
	if (!d)
		return true;
	disk_lock(d);
	d->ending = true;
	(void)pthread_cond_signal(&d->wake);
	disk_unlock(d);
	if (!join(d))
		return false;
	(void)pthread_cond_destroy(&d->wake);
	(void)pthread_mutex_destroy(&d->lock);
	(void)release(d);
	return true;
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

bool disk_hand_over(struct disk *d, uint64_t upto, struct keys *changes)
{
	bool taken;

	disk_lock(d);
	taken = d->changes.size < KEYS_SIZE_MAX;
	if (taken) {
		keys_move(&d->changes, changes);
		d->handed = upto;
		(void)pthread_cond_signal(&d->wake);
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
	(void)pthread_cond_signal(&d->wake);
	disk_unlock(d);
}

void disk_collect(struct disk *d, struct disk_report *ret_report, struct keys *ret_kept,
		  struct page **ret_page)
{
	uint64_t count;

	/* first: what is reported from now on makes it readable again */
	if (read(d->fd, &count, sizeof(count)) < 0)
		count = 0;
	disk_lock(d);
	*ret_report = d->report;
	*ret_kept = d->kept;
	*ret_page = d->page;
	d->kept = (struct keys){ 0 };
	d->page = NULL;
	disk_unlock(d);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/keeper.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/loop.h"
#include "lib/base/util.h"
#include "lib/base/worker.h"

/* A full disk may be emptied: no hurry, and no flood of attempts. */
#define RETRY_US (5 * USEC_PER_SEC)

struct keeper {
	struct worker worker;
	struct loop *loop;
	struct loop_fd source;
	char *folder, *name;
	/* under the lock */
	uint8_t *newest; /* as offered last */
	size_t newest_len, most;
	uint64_t offered, written; /* serial numbers: equal when the file is up to date */
	int error;
	bool ending;
};

/* Whether there is something to write; waits before it is tried again. */
static bool more_work(struct keeper *k, bool failed)
{
	/* After a failure also a newer state waits: it would fail the same way. */
	if (failed) {
		int64_t until_us = mono_read_us() + RETRY_US;

		while (!k->ending && !worker_sleep(&k->worker, until_us))
			;
	}
	return k->offered != k->written;
}

/* Under the lock, but for the time that the disk takes. */
static int write_newest(struct keeper *k)
{
	uint64_t serial = k->offered;
	size_t len = k->newest_len;
	uint8_t *copy = malloc(len + 1); /* + 1: never of nothing */
	int r = -ENOMEM;

	if (copy) {
		memcpy(copy, k->newest, len);
		worker_unlock(&k->worker);
		r = file_replace(k->folder, k->name, copy, len, 0640, true);
		worker_lock(&k->worker);
	}
	free(copy);
	k->error = r;
	if (r == 0)
		k->written = serial;
	return r;
}

/* Until nothing is left to write: states are rare, and a thread that waits has its stack. */
static void *run(void *arg)
{
	struct keeper *k = arg;
	bool failed = false, last = false;

	worker_lock(&k->worker);
	while (!(failed && last) && more_work(k, failed)) {
		last = k->ending;
		failed = write_newest(k) < 0;
	}
	worker_over(&k->worker);
	if (k->loop)
		worker_tell(&k->worker);
	worker_unlock(&k->worker);
	return NULL;
}

static void ended(void *ctx, uint32_t events)
{
	struct keeper *k = ctx;

	(void)events;
	worker_hear(&k->worker);
	worker_rest(&k->worker);
}

static int prepare(struct keeper *k)
{
	int r = worker_prepare(&k->worker, k->loop != NULL);

	if (r < 0 || !k->loop)
		return r;
	r = loop_watch(k->loop, &k->source, k->worker.fd, EPOLLIN, ended, k);
	if (r < 0)
		(void)worker_end(&k->worker, -1);
	return r;
}

static struct keeper *keeper_release(struct keeper *k)
{
	free(k->folder);
	free(k->name);
	free(k->newest);
	free(k);
	return NULL;
}

int keeper_new(struct loop *loop, const char *folder, const char *name, size_t most,
	       struct keeper **ret_keeper)
{
	struct keeper *k = calloc(1, sizeof(*k));
	int r;

	if (!k)
		return -ENOMEM;
	k->loop = loop;
	k->most = most;
	k->folder = strdup(folder);
	k->name = strdup(name);
	k->newest = malloc(most);
	r = k->folder && k->name && k->newest ? prepare(k) : -ENOMEM;
	if (r < 0) {
		(void)keeper_release(k);
		return r;
	}
	*ret_keeper = k;
	return 0;
}

/* Without a thread the state waits for the next one that is offered, or for the end. */
static void see_to_it(struct keeper *k)
{
	int r = worker_run(&k->worker, 0, run, k);

	if (r == 0)
		return;
	worker_lock(&k->worker);
	k->error = r;
	worker_unlock(&k->worker);
}

void keeper_offer(struct keeper *k, const uint8_t *bytes, size_t len)
{
	bool behind;

	worker_lock(&k->worker);
	len = MIN(len, k->most);
	if (len != k->newest_len || memcmp(k->newest, bytes, len) != 0) {
		memcpy(k->newest, bytes, len);
		k->newest_len = len;
		k->offered++;
		worker_wake(&k->worker);
	}
	behind = k->offered != k->written;
	worker_unlock(&k->worker);
	if (behind)
		see_to_it(k);
}

int keeper_error(struct keeper *k)
{
	int r;

	worker_lock(&k->worker);
	r = k->error;
	worker_unlock(&k->worker);
	return r;
}

struct keeper *keeper_free(struct keeper *k)
{
	if (!k)
		return NULL;
	if (k->loop)
		loop_unwatch(k->loop, &k->source);
	worker_lock(&k->worker);
	k->ending = true;
	worker_wake(&k->worker);
	worker_unlock(&k->worker);
	/* no thread has tried it */
	if (!k->worker.started && k->offered != k->written) {
		worker_lock(&k->worker);
		(void)write_newest(k);
		worker_unlock(&k->worker);
	}
	(void)worker_end(&k->worker, -1);
	return keeper_release(k);
}

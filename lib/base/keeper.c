// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/keeper.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/util.h"
#include "lib/base/worker.h"

/* A full disk may be emptied: no hurry, and no flood of attempts. */
#define RETRY_US (5 * USEC_PER_SEC)

struct keeper {
	struct worker worker;
	char *folder, *name;
	/* under the lock */
	uint8_t *newest; /* as offered last */
	size_t newest_len, most;
	uint64_t offered, written; /* serial numbers: equal when the file is up to date */
	int error;
	bool ending;
	/* the thread's own */
	uint8_t *writing;
};

/* Waits for something to write. False when there is nothing and there will be nothing. */
static bool wait_for_work(struct keeper *k, bool failed)
{
	/* After a failure also a newer state waits: it would fail the same way. */
	if (failed) {
		int64_t until_us = mono_read_us() + RETRY_US;

		while (!k->ending && !worker_sleep(&k->worker, until_us))
			;
	}
	while (k->offered == k->written && !k->ending)
		(void)worker_sleep(&k->worker, 0);
	return k->offered != k->written;
}

static void *run(void *arg)
{
	struct keeper *k = arg;
	bool failed = false;

	worker_lock(&k->worker);
	while (wait_for_work(k, failed)) {
		uint64_t serial = k->offered;
		size_t len = k->newest_len;
		bool last = k->ending;
		int r;

		memcpy(k->writing, k->newest, len);
		worker_unlock(&k->worker);
		r = file_replace(k->folder, k->name, k->writing, len, 0640, true);
		worker_lock(&k->worker);
		failed = r < 0;
		k->error = r;
		if (!failed)
			k->written = serial;
		else if (last)
			break;
	}
	worker_unlock(&k->worker);
	return NULL;
}

static struct keeper *keeper_release(struct keeper *k)
{
	free(k->folder);
	free(k->name);
	free(k->newest);
	free(k->writing);
	free(k);
	return NULL;
}

int keeper_new(const char *folder, const char *name, size_t most, struct keeper **ret_keeper)
{
	struct keeper *k = calloc(1, sizeof(*k));
	int r;

	if (!k)
		return -ENOMEM;
	k->most = most;
	k->folder = strdup(folder);
	k->name = strdup(name);
	k->newest = malloc(most);
	k->writing = malloc(most);
	r = k->folder && k->name && k->newest && k->writing
		    ? worker_start(&k->worker, 0, false, run, k)
		    : -ENOMEM;
	if (r < 0) {
		(void)keeper_release(k);
		return r;
	}
	*ret_keeper = k;
	return 0;
}

void keeper_offer(struct keeper *k, const uint8_t *bytes, size_t len)
{
	worker_lock(&k->worker);
	len = MIN(len, k->most);
	if (len != k->newest_len || memcmp(k->newest, bytes, len) != 0) {
		memcpy(k->newest, bytes, len);
		k->newest_len = len;
		k->offered++;
		worker_wake(&k->worker);
	}
	worker_unlock(&k->worker);
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
	worker_lock(&k->worker);
	k->ending = true;
	worker_wake(&k->worker);
	worker_unlock(&k->worker);
	(void)worker_end(&k->worker, -1);
	return keeper_release(k);
}

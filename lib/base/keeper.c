// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/keeper.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/util.h"

/* A full disk may be emptied: no hurry, and no flood of attempts. */
#define RETRY_S 5

struct keeper {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
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
	struct timespec until;

	/* After a failure also a newer state waits: it would fail the same way. */
	if (failed && !k->ending) {
		(void)clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += RETRY_S;
		while (!k->ending && pthread_cond_timedwait(&k->wake, &k->lock, &until) == 0)
			;
	}
	while (k->offered == k->written && !k->ending)
		(void)pthread_cond_wait(&k->wake, &k->lock);
	return k->offered != k->written;
}

static void *run(void *arg)
{
	struct keeper *k = arg;
	bool failed = false;

	(void)pthread_mutex_lock(&k->lock);
	while (wait_for_work(k, failed)) {
		uint64_t serial = k->offered;
		size_t len = k->newest_len;
		bool last = k->ending;
		int r;

		memcpy(k->writing, k->newest, len);
		(void)pthread_mutex_unlock(&k->lock);
		r = file_replace(k->folder, k->name, k->writing, len, 0640, true);
		(void)pthread_mutex_lock(&k->lock);
		failed = r < 0;
		k->error = r;
		if (!failed)
			k->written = serial;
		else if (last)
			break;
	}
	(void)pthread_mutex_unlock(&k->lock);
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

static int start_thread(struct keeper *k)
{
	pthread_condattr_t attr;
	sigset_t all, old;
	int r;

	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&k->lock, NULL);
	(void)pthread_cond_init(&k->wake, &attr);
	(void)pthread_condattr_destroy(&attr);
	/* Signals are the loop's business. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	r = pthread_create(&k->thread, NULL, run, k);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	return -r;
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
	r = k->folder && k->name && k->newest && k->writing ? start_thread(k) : -ENOMEM;
	if (r < 0) {
		(void)keeper_release(k);
		return r;
	}
	*ret_keeper = k;
	return 0;
}

void keeper_offer(struct keeper *k, const uint8_t *bytes, size_t len)
{
	(void)pthread_mutex_lock(&k->lock);
	len = MIN(len, k->most);
	if (len != k->newest_len || memcmp(k->newest, bytes, len) != 0) {
		memcpy(k->newest, bytes, len);
		k->newest_len = len;
		k->offered++;
		(void)pthread_cond_signal(&k->wake);
	}
	(void)pthread_mutex_unlock(&k->lock);
}

int keeper_error(struct keeper *k)
{
	int r;

	(void)pthread_mutex_lock(&k->lock);
	r = k->error;
	(void)pthread_mutex_unlock(&k->lock);
	return r;
}

struct keeper *keeper_free(struct keeper *k)
{
	if (!k)
		return NULL;
	(void)pthread_mutex_lock(&k->lock);
	k->ending = true;
	(void)pthread_cond_signal(&k->wake);
	(void)pthread_mutex_unlock(&k->lock);
	(void)pthread_join(k->thread, NULL);
	(void)pthread_cond_destroy(&k->wake);
	(void)pthread_mutex_destroy(&k->lock);
	return keeper_release(k);
}

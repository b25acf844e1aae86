// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/hasher.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>

/* libxcrypt's yescrypt keeps its 16 MiB elsewhere. */
#define STACK (128 * 1024)

static void work(struct hasher_job *j)
{
	if (j->verify)
		j->matches = secret_matches(j->word, j->hash);
	else if (secret_hash_password(j->word, j->hash) < 0)
		j->hash[0] = '\0';
	secret_wipe(j->word, sizeof(j->word));
}

static void *run(void *ctx)
{
	struct hasher *h = ctx;
	struct hasher_job j;

	worker_lock(&h->worker);
	while (!h->stop) {
		if (h->n_waiting == 0) {
			(void)worker_sleep(&h->worker, 0);
			continue;
		}
		j = h->waiting[0];
		h->n_waiting--;
		memmove(&h->waiting[0], &h->waiting[1], h->n_waiting * sizeof(j));
		h->busy = 1;
		worker_unlock(&h->worker);
		work(&j);
		worker_lock(&h->worker);
		h->busy = 0;
		h->ready[h->n_ready++] = j;
		worker_tell(&h->worker);
	}
	worker_unlock(&h->worker);
	return NULL;
}

static void heard(void *ctx, uint32_t events)
{
	struct hasher *h = ctx;
	struct hasher_job done[HASHER_WAITING_MAX];
	unsigned n;

	(void)events;
	worker_hear(&h->worker);
	worker_lock(&h->worker);
	n = h->n_ready;
	memcpy(done, h->ready, n * sizeof(done[0]));
	h->n_ready = 0;
	worker_unlock(&h->worker);
	for (unsigned i = 0; i < n; i++)
		done[i].done(done[i].ctx, done[i].matches, done[i].hash);
}

int hasher_start(struct hasher *h, struct loop *loop)
{
	int r = worker_prepare(&h->worker, true);

	if (r < 0)
		return r;
	h->running = true;
	h->loop = loop;
	return loop_watch(loop, &h->source, h->worker.fd, EPOLLIN, heard, h);
}

void hasher_stop(struct hasher *h)
{
	if (!h->running)
		return;
	loop_unwatch(h->loop, &h->source);
	worker_lock(&h->worker);
	h->stop = true;
	worker_wake(&h->worker);
	worker_unlock(&h->worker);
	(void)worker_end(&h->worker, -1);
	h->running = false;
	for (unsigned i = 0; i < h->n_ready; i++)
		h->ready[i].done(h->ready[i].ctx, false, "");
	for (unsigned i = 0; i < h->n_waiting; i++)
		h->waiting[i].done(h->waiting[i].ctx, false, "");
}

static int add(struct hasher *h, const struct hasher_job *j)
{
	int r = worker_run(&h->worker, STACK, run, h);

	if (r < 0)
		return r;
	r = -EBUSY;
	worker_lock(&h->worker);
	/* all that is asked for has a place when it is done */
	if (h->n_waiting + h->busy + h->n_ready < HASHER_WAITING_MAX) {
		h->waiting[h->n_waiting++] = *j;
		worker_wake(&h->worker);
		r = 0;
	}
	worker_unlock(&h->worker);
	return r;
}

int hasher_verify(struct hasher *h, const char *word, const char *hash, hasher_done *done,
		  void *ctx)
{
	struct hasher_job j = { .verify = true, .done = done, .ctx = ctx };

	(void)snprintf(j.word, sizeof(j.word), "%s", word);
	(void)snprintf(j.hash, sizeof(j.hash), "%s", hash);
	return add(h, &j);
}

int hasher_make(struct hasher *h, const char *word, hasher_done *done, void *ctx)
{
	struct hasher_job j = { .done = done, .ctx = ctx };

	(void)snprintf(j.word, sizeof(j.word), "%s", word);
	return add(h, &j);
}

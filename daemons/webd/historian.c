// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/historian.h"

#include <stdlib.h>
#include <sys/epoll.h>

/* An fsync of loggerd on a slow card, at which a reader waits, is over by then. */
#define END_WITHIN_US (3 * USEC_PER_SEC)

static void *run(void *ctx)
{
	struct historian *h = ctx;

	worker_lock(&h->worker);
	while (!h->stop) {
		struct history_job *j = h->first;

		if (!j) {
			(void)worker_sleep(&h->worker, 0);
			continue;
		}
		h->first = j->next;
		worker_unlock(&h->worker);
		history_read(j);
		worker_lock(&h->worker);
		j->next = h->ready;
		h->ready = j;
		worker_tell(&h->worker);
	}
	worker_unlock(&h->worker);
	return NULL;
}

static void finish(struct history_job *j)
{
	j->done(j);
	text_done(&j->out);
	free(j);
}

/* In the order in which they were done. */
static struct history_job *turn_round(struct history_job *j)
{
	struct history_job *list = NULL, *next;

	for (; j; j = next) {
		next = j->next;
		j->next = list;
		list = j;
	}
	return list;
}

static void heard(void *ctx, uint32_t events)
{
	struct historian *h = ctx;
	struct history_job *list, *next;

	(void)events;
	worker_hear(&h->worker);
	worker_lock(&h->worker);
	list = turn_round(h->ready);
	h->ready = NULL;
	worker_unlock(&h->worker);
	for (; list; list = next) {
		next = list->next;
		h->n--;
		finish(list);
	}
}

int historian_start(struct historian *h, struct loop *loop)
{
	int r = worker_prepare(&h->worker, true);

	if (r < 0)
		return r;
	h->running = true;
	h->loop = loop;
	return loop_watch(loop, &h->source, h->worker.fd, EPOLLIN, heard, h);
}

static void fail(struct history_job *j, const char *why)
{
	j->status = 503;
	text_clear(&j->out);
	text_add(&j->out, why);
}

static void give_up(struct history_job *list)
{
	struct history_job *next;

	for (; list; list = next) {
		next = list->next;
		fail(list, "rmcu-webd ends");
		finish(list);
	}
}

void historian_stop(struct historian *h)
{
	struct history_job *waiting, *ready;

	if (!h->running)
		return;
	loop_unwatch(h->loop, &h->source);
	worker_lock(&h->worker);
	h->stop = true;
	waiting = h->first;
	h->first = NULL;
	worker_wake(&h->worker);
	worker_unlock(&h->worker);
	/* before anybody is answered: that may bring the next request in */
	h->running = false;
	give_up(waiting);
	/* a thread that hangs keeps its wish, and waits for the lock until the process ends under
	 * it */
	if (!worker_end(&h->worker, END_WITHIN_US))
		worker_lock(&h->worker);
	ready = turn_round(h->ready);
	h->ready = NULL;
	give_up(ready);
}

bool historian_full(const struct historian *h)
{
	return !h->running || h->n >= HISTORIAN_WAITING_MAX;
}

void historian_ask(struct historian *h, struct history_job *j)
{
	bool runs = worker_run(&h->worker, 0, run, h) == 0;
	struct history_job **at = &h->first;

	h->n++;
	worker_lock(&h->worker);
	if (runs) {
		while (*at)
			at = &(*at)->next;
		*at = j;
		worker_wake(&h->worker);
	} else {
		/* told by the loop, as all are */
		fail(j, "there is no memory for a thread");
		j->next = h->ready;
		h->ready = j;
		worker_tell(&h->worker);
	}
	worker_unlock(&h->worker);
}

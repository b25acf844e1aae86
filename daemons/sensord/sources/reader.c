// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sources/reader.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "daemons/sensord/sources/adc.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* How long after a loss a new context is made, and at most later: it costs up to 90 ms. */
#define REOPEN_FIRST_US (500 * USEC_PER_MSEC)
#define REOPEN_LAST_US	(4 * USEC_PER_SEC)
/* Room between the end of a pass and the tick that uses it. */
#define MARGIN_US (2 * USEC_PER_MSEC)
/* A reader needs little stack; 64 bus threads of the default size would reserve half a gigabyte. */
#define STACK_BYTES (256 * 1024)

struct reader {
	struct reader_plan plan;
	int wake_fd;
	pthread_mutex_t lock; /* guards what follows, up to the thread's own */
	pthread_cond_t turn;  /* stop or done changed; on CLOCK_MONOTONIC */
	struct reader_set set;
	bool fresh;
	bool stop;	/* the loop wants the thread to end */
	bool done;	/* it has */
	bool abandoned; /* the loop is gone: the thread frees all this */
	/* the thread's own */
	struct iio_context *context;
	struct adc_input open[CHANNELS_MAX];
	bool is_open[CHANNELS_MAX];
	unsigned n_open;
	int64_t reopen_us; /* not before this */
	int64_t pause_us;  /* and so long after the next try */
	int64_t lead_us;   /* how long a pass takes, so that it ends just before the tick */
};

static void close_all(struct reader *r)
{
	adc_context_close(r->context);
	r->context = NULL;
	for (unsigned i = 0; i < r->plan.n; i++)
		r->is_open[i] = false;
	r->n_open = 0;
}

/* Opens what can be opened in a context; returns how many. */
static unsigned open_inputs(const struct reader_plan *plan, struct iio_context *context,
			    struct adc_input *inputs, bool *is_open)
{
	unsigned n = 0;

	for (unsigned i = 0; i < plan->n; i++) {
		const struct reader_input *in = &plan->inputs[i];

		is_open[i] = adc_input_open(context, &in->converter, in->input, &inputs[i]) == 0;
		n += is_open[i];
	}
	return n;
}

/*
 * Looks for inputs that are missing. libiio does not rescan, so it takes a fresh context; the old
 * one serves the others until the fresh one is better.
 */
static void look_again(struct reader *r)
{
	struct adc_input inputs[CHANNELS_MAX];
	bool is_open[CHANNELS_MAX];
	struct iio_context *fresh;
	unsigned n;

	if (adc_context_open(&fresh) < 0)
		return;
	n = open_inputs(&r->plan, fresh, inputs, is_open);
	if (n <= r->n_open) {
		adc_context_close(fresh);
		return;
	}
	close_all(r);
	r->context = fresh;
	r->n_open = n;
	memcpy(r->open, inputs, sizeof(inputs));
	memcpy(r->is_open, is_open, sizeof(is_open));
}

static void look_again_when_due(struct reader *r)
{
	int64_t now_us = mono_read_us();

	if (r->n_open == r->plan.n) {
		r->pause_us = REOPEN_FIRST_US;
		return;
	}
	if (now_us < r->reopen_us)
		return;
	look_again(r);
	r->reopen_us = mono_read_us() + r->pause_us;
	r->pause_us = MIN(r->pause_us * 2, REOPEN_LAST_US);
}

/* One pass. A device that went loses its inputs; one that only fails is asked again next time. */
static void read_all(struct reader *r, struct reader_set *set)
{
	look_again_when_due(r);
	for (unsigned i = 0; i < r->plan.n; i++) {
		int error = -ENODEV;

		if (r->is_open[i])
			error = adc_input_read(&r->open[i], &set->values[i].micro);
		if (r->is_open[i] && adc_gone(error)) {
			r->is_open[i] = false;
			r->n_open--;
		}
		set->values[i].error = error;
		set->values[i].mono_us = mono_read_us();
	}
	set->mono_us = mono_read_us();
}

static void hand_over(struct reader *r, const struct reader_set *set)
{
	uint64_t one = 1;

	(void)pthread_mutex_lock(&r->lock);
	r->set = *set;
	r->fresh = true;
	/* A reader that was left behind must not write: the number may be somebody else's by now.
	 */
	if (!r->stop)
		(void)!write(r->wake_fd, &one, sizeof(one));
	(void)pthread_mutex_unlock(&r->lock);
}

/* Sleeps until a moment on CLOCK_MONOTONIC. False when it was told to stop instead. */
static bool sleep_until(struct reader *r, int64_t mono_us)
{
	struct timespec at = {
		.tv_sec = mono_us / USEC_PER_SEC,
		.tv_nsec = mono_us % USEC_PER_SEC * NSEC_PER_USEC,
	};
	bool stop;
	int error = 0;

	(void)pthread_mutex_lock(&r->lock);
	while (!r->stop && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&r->turn, &r->lock, &at);
	stop = r->stop;
	(void)pthread_mutex_unlock(&r->lock);
	return !stop;
}

/* Starts early enough that the set is complete when the tick wants it. */
static int64_t next_start(const struct reader *r, int64_t now_us)
{
	int64_t period = r->plan.period_us;
	int64_t lead = MIN(r->lead_us + MARGIN_US, period - period / 5);
	int64_t tick = (now_us + lead) / period * period + period;

	return tick - lead;
}

static void destroy(struct reader *r)
{
	(void)pthread_cond_destroy(&r->turn);
	(void)pthread_mutex_destroy(&r->lock);
	free(r);
}

/* The last one out frees it: the thread if the loop did not wait for it, else the loop. */
static void end_thread(struct reader *r)
{
	bool last;

	(void)pthread_mutex_lock(&r->lock);
	r->done = true;
	last = r->abandoned;
	(void)pthread_cond_broadcast(&r->turn);
	(void)pthread_mutex_unlock(&r->lock);
	if (last)
		destroy(r);
}

static void *run(void *arg)
{
	struct reader *r = arg;
	struct reader_set set = { 0 };

	(void)pthread_setname_np(pthread_self(), "reader");
	do {
		int64_t begin_us = mono_read_us();

		read_all(r, &set);
		/* follows a slower pass at once and a quicker one slowly */
		r->lead_us = MAX(set.mono_us - begin_us, r->lead_us - r->lead_us / 16);
		hand_over(r, &set);
	} while (sleep_until(r, next_start(r, mono_read_us())));
	close_all(r);
	end_thread(r);
	return NULL;
}

static int start_thread(struct reader *r)
{
	pthread_condattr_t clock;
	pthread_attr_t attr;
	pthread_t thread;
	int error;

	(void)pthread_mutex_init(&r->lock, NULL);
	(void)pthread_condattr_init(&clock);
	(void)pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&r->turn, &clock);
	(void)pthread_condattr_destroy(&clock);
	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setstacksize(&attr, STACK_BYTES);
	/* Never joined: one that hangs in the kernel must not take the loop with it. */
	(void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	error = pthread_create(&thread, &attr, run, r);
	(void)pthread_attr_destroy(&attr);
	return -error;
}

int reader_start(const struct reader_plan *plan, int wake_fd, struct reader **ret_reader)
{
	struct reader *r = calloc(1, sizeof(*r));
	int error;

	if (!r)
		return -ENOMEM;
	r->plan = *plan;
	r->pause_us = REOPEN_FIRST_US;
	r->wake_fd = wake_fd;
	error = start_thread(r);
	if (error < 0) {
		destroy(r);
		return error;
	}
	*ret_reader = r;
	return 0;
}

bool reader_take(struct reader *r, struct reader_set *ret_set)
{
	bool fresh;

	(void)pthread_mutex_lock(&r->lock);
	fresh = r->fresh;
	if (fresh)
		*ret_set = r->set;
	r->fresh = false;
	(void)pthread_mutex_unlock(&r->lock);
	return fresh;
}

const struct reader_plan *reader_plan(const struct reader *r)
{
	return &r->plan;
}

void reader_ask_to_stop(struct reader *r)
{
	(void)pthread_mutex_lock(&r->lock);
	r->stop = true;
	(void)pthread_cond_broadcast(&r->turn);
	(void)pthread_mutex_unlock(&r->lock);
}

void reader_free(struct reader *r, int64_t wait_us)
{
	int64_t until_us = mono_read_us() + wait_us;
	struct timespec until = {
		.tv_sec = until_us / USEC_PER_SEC,
		.tv_nsec = until_us % USEC_PER_SEC * NSEC_PER_USEC,
	};
	int error = 0;
	bool last;

	reader_ask_to_stop(r);
	(void)pthread_mutex_lock(&r->lock);
	while (!r->done && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&r->turn, &r->lock, &until);
	r->abandoned = true;
	last = r->done;
	(void)pthread_mutex_unlock(&r->lock);
	if (last)
		destroy(r);
}

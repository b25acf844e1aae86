// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <poll.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/base/worker.h"
#include "tests/unit/test.h"

#define PATIENCE_MS 20000

static struct worker w;
static bool ending, hung;
static int rounds;
static pthread_mutex_t stuck = PTHREAD_MUTEX_INITIALIZER;

/* Counts each waking, and tells. */
static void *count(void *ctx)
{
	ASSERT_TRUE(ctx == &rounds);
	worker_lock(&w);
	while (!ending) {
		rounds++;
		worker_tell(&w);
		(void)worker_sleep(&w, 0);
	}
	worker_unlock(&w);
	return NULL;
}

static void *hang(void *ctx)
{
	(void)ctx;
	worker_lock(&w);
	hung = true;
	worker_tell(&w);
	worker_unlock(&w);
	/* as an fsync does that never returns */
	(void)pthread_mutex_lock(&stuck);
	(void)pthread_mutex_unlock(&stuck);
	return NULL;
}

static void hear(void)
{
	struct pollfd p = { .fd = w.fd, .events = POLLIN };

	ASSERT_EQ(poll(&p, 1, PATIENCE_MS), 1);
	worker_hear(&w);
	ASSERT_EQ(poll(&p, 1, 0), 0);
}

static void say_end(void)
{
	worker_lock(&w);
	ending = true;
	worker_wake(&w);
	worker_unlock(&w);
}

TEST(it_works_tells_and_ends)
{
	ending = false;
	rounds = 0;
	ASSERT_OK(worker_start(&w, 256 * 1024, true, count, &rounds));
	hear();
	worker_lock(&w);
	ASSERT_EQ(rounds, 1);
	worker_wake(&w);
	worker_unlock(&w);
	hear();
	say_end();
	ASSERT_TRUE(worker_end(&w, PATIENCE_MS * USEC_PER_MSEC));
	ASSERT_EQ(rounds, 2);
	ASSERT_EQ(w.fd, -1);
}

TEST(one_that_is_only_prepared_has_no_thread)
{
	ending = false;
	rounds = 0;
	ASSERT_OK(worker_prepare(&w, true));
	ASSERT_FALSE(w.started);
	ASSERT_TRUE(worker_end(&w, -1));
	ASSERT_EQ(w.fd, -1);

	ASSERT_OK(worker_prepare(&w, true));
	ASSERT_OK(worker_run(&w, 0, count, &rounds));
	/* it runs: nothing starts a second one */
	ASSERT_OK(worker_run(&w, 0, hang, NULL));
	hear();
	ASSERT_FALSE(hung);
	say_end();
	ASSERT_TRUE(worker_end(&w, PATIENCE_MS * USEC_PER_MSEC));
	ASSERT_EQ(rounds, 1);
}

static void *once(void *ctx)
{
	worker_lock(&w);
	++*(int *)ctx;
	worker_over(&w);
	worker_tell(&w);
	worker_unlock(&w);
	return NULL;
}

TEST(one_that_is_over_starts_again)
{
	rounds = 0;
	ASSERT_OK(worker_prepare(&w, true));
	for (int i = 1; i <= 3; i++) {
		ASSERT_OK(worker_run(&w, 64 * 1024, once, &rounds));
		hear();
		worker_lock(&w);
		ASSERT_EQ(rounds, i);
		worker_unlock(&w);
		ASSERT_TRUE(w.stack != NULL);
		/* by hand, and by the next run */
		if (i == 1) {
			worker_rest(&w);
			ASSERT_TRUE(w.stack == NULL);
		}
	}
	ASSERT_TRUE(worker_end(&w, -1));
	ASSERT_TRUE(w.stack == NULL);
}

TEST(one_that_hangs_holds_nobody_up)
{
	ASSERT_EQ(pthread_mutex_lock(&stuck), 0);
	ASSERT_OK(worker_start(&w, 0, true, hang, NULL));
	hear();
	ASSERT_TRUE(hung);
	ASSERT_FALSE(worker_end(&w, 20 * USEC_PER_MSEC));
	/* it is still there, and ends when it can */
	ASSERT_EQ(pthread_mutex_unlock(&stuck), 0);
	ASSERT_TRUE(worker_end(&w, -1));
}

TEST(a_moment_ends_the_sleep)
{
	int64_t due_us = mono_read_us() + 5 * USEC_PER_MSEC;

	ending = true;
	ASSERT_OK(worker_start(&w, 0, false, count, &rounds));
	ASSERT_EQ(w.fd, -1);
	worker_lock(&w);
	while (!worker_sleep(&w, due_us))
		;
	worker_unlock(&w);
	ASSERT_GE(mono_read_us(), due_us);
	ASSERT_TRUE(worker_end(&w, -1));
}

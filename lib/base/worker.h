// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A thread that waits for what the loop must not wait for: a lock, a condition under which it
 * sleeps, and a descriptor by which it tells the loop that there is news. What is under the lock is
 * the owner's business.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct worker {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	int fd; /* readable when the thread has told something; -1 without one */
	bool started;
	bool over;   /* under the lock: the thread has nothing more to do */
	void *stack; /* ours, so that it is gone with the thread */
	size_t stack_size;
};

/*
 * Makes lock, condition and, when it `tells`, the descriptor that the loop watches; the thread
 * starts with the first worker_run(). 0 or a negative errno.
 */
int worker_prepare(struct worker *w, bool tells);

/*
 * Starts the thread, which gets no signals, unless there is one; one that has said worker_over()
 * is none any more. Not under the lock. `stack` in bytes, 0 for what threads have. 0 or a negative
 * errno, after which it may be tried again.
 */
int worker_run(struct worker *w, size_t stack, void *(*run)(void *ctx), void *ctx);

/* Both; what was made is gone when it fails. */
int worker_start(struct worker *w, size_t stack, bool tells, void *(*run)(void *ctx), void *ctx);

/*
 * Waits for a thread that was told to end, or never started, at most so long (microseconds; -1:
 * for ever). False when
 * it hangs, in an fsync of a broken card: then everything that it uses must stay where it is.
 */
bool worker_end(struct worker *w, int64_t within_us);

static inline void worker_lock(struct worker *w)
{
	(void)pthread_mutex_lock(&w->lock);
}

static inline void worker_unlock(struct worker *w)
{
	(void)pthread_mutex_unlock(&w->lock);
}

/* Lets go of a thread that has said it is over, and of its stack. */
void worker_rest(struct worker *w);

/* The thread's last deed, under the lock: it ends without another look at what is to do. */
static inline void worker_over(struct worker *w)
{
	w->over = true;
}

/* Wakes the thread; under the lock. */
void worker_wake(struct worker *w);

/*
 * The thread's: sleeps until it is woken, or until that moment on CLOCK_MONOTONIC (0: only the
 * former); under the lock, which is free meanwhile. True when the moment has come.
 */
bool worker_sleep(struct worker *w, int64_t due_us);

/* The thread's: makes the descriptor readable. The loop's: silences it, before it looks. */
void worker_tell(struct worker *w);
void worker_hear(struct worker *w);

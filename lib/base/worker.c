// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/worker.h"

#include <errno.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"

static struct timespec moment(int64_t mono_us)
{
	return (struct timespec){ mono_us / USEC_PER_SEC,
				  (long)(mono_us % USEC_PER_SEC * NSEC_PER_USEC) };
}

static void forget(struct worker *w)
{
	(void)pthread_cond_destroy(&w->wake);
	(void)pthread_mutex_destroy(&w->lock);
	if (w->fd >= 0)
		(void)close(w->fd);
	w->fd = -1;
}

int worker_prepare(struct worker *w, bool tells)
{
	pthread_condattr_t attr;

	w->started = false;
	w->over = false;
	w->stack = NULL;
	w->fd = tells ? eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) : -1;
	if (tells && w->fd < 0)
		return -errno;
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&w->lock, NULL);
	(void)pthread_cond_init(&w->wake, &attr);
	(void)pthread_condattr_destroy(&attr);
	return 0;
}

/* libc keeps the stacks of threads that have ended, with all that was written on them. */
static int take_stack(struct worker *w, pthread_attr_t *attr, size_t size)
{
	size_t guard = (size_t)sysconf(_SC_PAGESIZE);

	if (!size)
		(void)pthread_attr_getstacksize(attr, &size);
	w->stack = mmap(NULL, size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	if (w->stack == MAP_FAILED) {
		w->stack = NULL;
		return -errno;
	}
	w->stack_size = size;
	/* it grows down, and must not grow into something else */
	if (mprotect(w->stack, guard, PROT_NONE) < 0)
		return -errno;
	return -pthread_attr_setstack(attr, (char *)w->stack + guard, size - guard);
}

static void drop_stack(struct worker *w)
{
	if (w->stack)
		(void)munmap(w->stack, w->stack_size);
	w->stack = NULL;
	w->started = false;
}

static int create(struct worker *w, size_t stack, void *(*run)(void *ctx), void *ctx)
{
	pthread_attr_t attr;
	sigset_t all, old;
	int r;

	(void)pthread_attr_init(&attr);
	r = take_stack(w, &attr, stack);
	if (r == 0) {
		/* Signals are the loop's business. */
		(void)sigfillset(&all);
		(void)pthread_sigmask(SIG_SETMASK, &all, &old);
		r = -pthread_create(&w->thread, &attr, run, ctx);
		(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	}
	(void)pthread_attr_destroy(&attr);
	w->started = r == 0;
	if (r < 0)
		drop_stack(w);
	return r;
}

void worker_rest(struct worker *w)
{
	bool over;

	worker_lock(w);
	over = w->over;
	worker_unlock(w);
	if (!w->started || !over)
		return;
	(void)pthread_join(w->thread, NULL);
	drop_stack(w);
	w->over = false;
}

int worker_run(struct worker *w, size_t stack, void *(*run)(void *ctx), void *ctx)
{
	worker_rest(w);
	return w->started ? 0 : create(w, stack, run, ctx);
}

int worker_start(struct worker *w, size_t stack, bool tells, void *(*run)(void *ctx), void *ctx)
{
	int r = worker_prepare(w, tells);

	if (r < 0)
		return r;
	r = worker_run(w, stack, run, ctx);
	if (r < 0)
		forget(w);
	return r;
}

bool worker_end(struct worker *w, int64_t within_us)
{
	struct timespec until;

	if (w->started && within_us < 0) {
		(void)pthread_join(w->thread, NULL);
	} else if (w->started) {
		until = moment(mono_read_us() + within_us);
		if (pthread_clockjoin_np(w->thread, NULL, CLOCK_MONOTONIC, &until) != 0)
			return false;
	}
	drop_stack(w);
	forget(w);
	return true;
}

void worker_wake(struct worker *w)
{
	(void)pthread_cond_signal(&w->wake);
}

bool worker_sleep(struct worker *w, int64_t due_us)
{
	struct timespec until = moment(due_us);

	if (due_us > 0)
		return pthread_cond_timedwait(&w->wake, &w->lock, &until) == ETIMEDOUT;
	(void)pthread_cond_wait(&w->wake, &w->lock);
	return false;
}

void worker_tell(struct worker *w)
{
	uint64_t one = 1;

	/* It fails only when the descriptor is readable anyway. */
	if (write(w->fd, &one, sizeof(one)) < 0)
		return;
}

void worker_hear(struct worker *w)
{
	uint64_t count;

	if (read(w->fd, &count, sizeof(count)) < 0)
		return;
}

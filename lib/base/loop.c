// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"

/* Events taken from the kernel at once; more wait for the next turn. */
#define EVENTS_PER_TURN 16
/* In armed_us: it went off and stays readable until it is set again. No timer is due then. */
#define EXPIRED (-1)

struct loop {
	int epoll_fd;
	int timer_fd;
	int64_t armed_us;	   /* what timer_fd is set to, 0 = nothing; or EXPIRED */
	int64_t firing_us;	   /* the moment whose timers fire just now, 0 outside of that */
	struct loop_timer *timers; /* unsorted: a daemon has a handful */
	struct loop_fd timer_source;
	struct epoll_event
		*turn; /* events of the running turn, so that a removed source is skipped */
	int turn_n;
	bool stopping;
	int code;
};

static void timer_ready(void *ctx, uint32_t events);

int loop_new(struct loop **ret_loop)
{
	struct loop *l = calloc(1, sizeof(*l));
	int r;

	if (!l)
		return -ENOMEM;
	l->timer_fd = -1;
	l->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (l->epoll_fd < 0) {
		r = -errno;
		goto err_free;
	}
	l->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (l->timer_fd < 0) {
		r = -errno;
		goto err_free;
	}
	r = loop_watch(l, &l->timer_source, l->timer_fd, EPOLLIN, timer_ready, l);
	if (r < 0)
		goto err_free;
	*ret_loop = l;
	return 0;
err_free:
	loop_free(l);
	return r;
}

struct loop *loop_free(struct loop *l)
{
	if (!l)
		return NULL;
	if (l->timer_fd >= 0)
		(void)close(l->timer_fd);
	if (l->epoll_fd >= 0)
		(void)close(l->epoll_fd);
	free(l);
	return NULL;
}

int loop_watch(struct loop *l, struct loop_fd *f, int fd, uint32_t events,
	       void (*ready)(void *ctx, uint32_t events), void *ctx)
{
	struct epoll_event e = { .events = events, .data.ptr = f };

	f->fd = fd;
	f->events = events;
	f->ready = ready;
	f->ctx = ctx;
	if (epoll_ctl(l->epoll_fd, EPOLL_CTL_ADD, fd, &e) < 0)
		return -errno;
	f->watched = true;
	return 0;
}

int loop_change(struct loop *l, struct loop_fd *f, uint32_t events)
{
	struct epoll_event e = { .events = events, .data.ptr = f };

	if (f->events == events)
		return 0;
	if (epoll_ctl(l->epoll_fd, EPOLL_CTL_MOD, f->fd, &e) < 0)
		return -errno;
	f->events = events;
	return 0;
}

void loop_unwatch(struct loop *l, struct loop_fd *f)
{
	if (!f->watched)
		return;
	(void)epoll_ctl(l->epoll_fd, EPOLL_CTL_DEL, f->fd, NULL);
	f->watched = false;
	for (int i = 0; i < l->turn_n; i++)
		if (l->turn[i].data.ptr == f)
			l->turn[i].data.ptr = NULL;
}

/*
 * Sets the timerfd to the earliest timer. One that is set to an earlier moment stays: most timers
 * watch for silence and are put off with every packet, and a wake-up for nothing every few seconds
 * is cheaper than a system call for each.
 */
static void set_timer_fd(struct loop *l)
{
	struct itimerspec when = { 0 };
	int64_t first = 0;

	for (struct loop_timer *t = l->timers; t; t = t->next)
		if (!first || t->due_us < first)
			first = t->due_us;
	if (first == l->armed_us || (l->armed_us > 0 && (!first || first > l->armed_us)))
		return;
	when.it_value.tv_sec = first / USEC_PER_SEC;
	when.it_value.tv_nsec = first % USEC_PER_SEC * NSEC_PER_USEC;
	(void)timerfd_settime(l->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
	l->armed_us = first;
}

void loop_arm(struct loop *l, struct loop_timer *t, int64_t due_us,
	      void (*fire)(void *ctx, int64_t now_us), void *ctx)
{
	/*
	 * 0 means "not armed", and the kernel takes a zero time as "never". While timers fire, one
	 * that is armed for the past waits for the next turn: else it could fire for ever.
	 */
	t->due_us = MAX(due_us, l->firing_us + 1);
	t->fire = fire;
	t->ctx = ctx;
	if (!t->listed) {
		t->next = l->timers;
		l->timers = t;
		t->listed = true;
	}
}

void loop_disarm(struct loop *l, struct loop_timer *t)
{
	if (!t->listed)
		return;
	for (struct loop_timer **p = &l->timers; *p; p = &(*p)->next) {
		if (*p == t) {
			*p = t->next;
			break;
		}
	}
	t->due_us = 0;
	t->next = NULL;
	t->listed = false;
}

/* The timer that is due for longest, among equals the one armed first; or NULL. */
static struct loop_timer *due_timer(struct loop *l, int64_t now_us)
{
	struct loop_timer *first = NULL;

	for (struct loop_timer *t = l->timers; t; t = t->next)
		if (t->due_us <= now_us && (!first || t->due_us <= first->due_us))
			first = t;
	return first;
}

static void timer_ready(void *ctx, uint32_t events)
{
	struct loop *l = ctx;
	int64_t now_us = mono_read_us();
	struct loop_timer *t;

	(void)events;
	/* Setting it anew, which the next turn does anyway, empties it as well as reading would. */
	l->armed_us = EXPIRED;
	l->firing_us = now_us;
	while (!l->stopping && (t = due_timer(l, now_us))) {
		/* off the list before it fires: its owner may free it there */
		loop_disarm(l, t);
		t->fire(t->ctx, now_us);
	}
	l->firing_us = 0;
}

int loop_turn(struct loop *l, int64_t timeout_us)
{
	struct epoll_event events[EVENTS_PER_TURN];
	int64_t timeout_ms = MIN(timeout_us, INT32_MAX) / USEC_PER_MSEC;
	int n;

	set_timer_fd(l);
	/* rounded up, so that a caller with a deadline does not spin through its last millisecond
	 */
	timeout_ms = timeout_us < 0 ? -1 : timeout_ms + (timeout_us % USEC_PER_MSEC != 0);
	n = epoll_wait(l->epoll_fd, events, EVENTS_PER_TURN, (int)timeout_ms);
	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	l->turn = events;
	l->turn_n = n;
	for (int i = 0; i < n && !l->stopping; i++) {
		struct loop_fd *f = events[i].data.ptr;

		if (f)
			f->ready(f->ctx, events[i].events);
	}
	l->turn = NULL;
	l->turn_n = 0;
	return n;
}

int loop_poll_fd(struct loop *l)
{
	set_timer_fd(l);
	return l->epoll_fd;
}

bool loop_stopped(const struct loop *l, int *ret_code)
{
	*ret_code = l->code;
	return l->stopping;
}

int loop_run(struct loop *l)
{
	while (!l->stopping) {
		int r = loop_turn(l, -1);

		if (r < 0)
			return r;
	}
	return l->code;
}

void loop_stop(struct loop *l, int code)
{
	l->stopping = true;
	l->code = code;
}

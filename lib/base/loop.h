// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The event loop of every daemon: descriptors by epoll(7), timers by one timerfd on
 * CLOCK_MONOTONIC. A process with libsystemd's loop costs 250 KiB of private memory more
 * (ARCHITECTURE.md, "Memory"); this is what the suite needs of one. Sources live inside the objects
 * that own them; a source may remove itself or any other one while it runs.
 */
#include <stdbool.h>
#include <stdint.h>

struct loop;

/* A descriptor. Zero-initialise; fd is -1 or unused until loop_watch(). */
struct loop_fd {
	int fd;
	uint32_t events; /* EPOLLIN, … as asked for */
	bool watched;
	void (*ready)(void *ctx, uint32_t events);
	void *ctx;
};

/* A one-shot timer. Zero-initialise. */
struct loop_timer {
	int64_t due_us; /* CLOCK_MONOTONIC; 0 = not armed, also when it fires */
	void (*fire)(void *ctx, int64_t now_us);
	void *ctx;
	struct loop_timer *next;
	bool listed;
};

int loop_new(struct loop **ret_loop);
struct loop *loop_free(struct loop *l);

/* Calls `ready` when one of `events` is there (level-triggered). The descriptor stays the caller's.
 */
int loop_watch(struct loop *l, struct loop_fd *f, int fd, uint32_t events,
	       void (*ready)(void *ctx, uint32_t events), void *ctx);

/* Changes what is waited for. */
int loop_change(struct loop *l, struct loop_fd *f, uint32_t events);

/* Stops watching; call it before closing the descriptor. Harmless when not watched. */
void loop_unwatch(struct loop *l, struct loop_fd *f);

/* Arms or re-arms a timer for a moment on CLOCK_MONOTONIC; one that is past fires at the next turn.
 */
void loop_arm(struct loop *l, struct loop_timer *t, int64_t due_us,
	      void (*fire)(void *ctx, int64_t now_us), void *ctx);
void loop_disarm(struct loop *l, struct loop_timer *t);

/* Runs until loop_stop(); returns its code, or a negative errno when waiting itself failed. */
int loop_run(struct loop *l);
void loop_stop(struct loop *l, int code);

/*
 * For a program whose outer loop is another's: readable when a turn has something to do. Sets the
 * timer, so it is asked for before each wait. The descriptor stays the loop's.
 */
int loop_poll_fd(struct loop *l);

/* True since loop_stop(), with its code. */
bool loop_stopped(const struct loop *l, int *ret_code);

/* One turn: waits at most timeout_us (-1 = for ever) and handles what came. For tests and benches.
 */
int loop_turn(struct loop *l, int64_t timeout_us);

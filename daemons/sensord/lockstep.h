// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Who must say STEP before the simulator goes on. Pure: peers are opaque, time is an argument. Who
 * steps by 0 only follows: he is ready, and waits until somebody else wishes for a tick. A peer
 * that keeps such a wish waiting for LOCKSTEP_TIMEOUT_US is left out from then on.
 */
#include <stdbool.h>
#include <stdint.h>

/* As many as subscribe in the largest test: every daemon of the suite, a driver and a few watchers.
 */
#define LOCKSTEP_PEERS_MAX  16
#define LOCKSTEP_TIMEOUT_US INT64_C(5000000)

struct lockstep {
	unsigned n;
	struct lockstep_peer {
		const void *peer;
		bool ready;	 /* has said it for this tick */
		int64_t step_us; /* its wish; 0: none */
	} peers[LOCKSTEP_PEERS_MAX];
	int64_t waiting_since_us; /* own monotonic time since which somebody is kept waiting */
};

static inline bool lockstep_active(const struct lockstep *l)
{
	return l->n > 0;
}

/* -ENOSPC when too many joined; joining twice is once. */
int lockstep_join(struct lockstep *l, const void *peer, int64_t own_us);
void lockstep_leave(struct lockstep *l, const void *peer);

/* A peer is ready for a tick of this length; -ENOENT when it did not join. */
int lockstep_step(struct lockstep *l, const void *peer, int64_t step_us, int64_t own_us);

/* Ends it for all: nobody is waited for, and every STEP is of one who did not join. */
void lockstep_release(struct lockstep *l);

/* True when all are ready and somebody has a wish: *ret_step_us is the shortest, and all are asked
 * anew. */
bool lockstep_take(struct lockstep *l, int64_t own_us, int64_t *ret_step_us);

/* When somebody will be left out, own monotonic time, or INT64_MAX when nobody is waited for. */
int64_t lockstep_deadline(const struct lockstep *l);

/* Leaves out the next one that is overdue and returns it, or NULL. */
const void *lockstep_overdue(struct lockstep *l, int64_t own_us);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A digital input settles: a new level counts when it has stood for hold_us. Edges come with the
 * kernel's monotonic time, so a late loop changes nothing about what is accepted; the accepted
 * change carries the time of its first edge, when the contact began to move.
 */
#include <stdbool.h>
#include <stdint.h>

/* No change is waiting. */
#define DEBOUNCE_NEVER INT64_MAX

struct debounce {
	int64_t hold_us;  /* 0: every edge is a change */
	int64_t first_us; /* first edge since the stable level was left */
	int64_t last_us;  /* newest edge */
	bool level;	  /* as of the newest edge */
	bool stable;	  /* as accepted */
	bool moving;	  /* an edge came that is not decided yet */
};

struct debounce_change {
	bool level;	 /* the new stable level */
	int64_t mono_us; /* the first edge of the change */
};

/* Starts with a level that is stable by definition. */
void debounce_start(struct debounce *d, int64_t hold_us, bool level);

/* Changes the time to hold; what is waiting is judged by the new one. */
void debounce_set_hold(struct debounce *d, int64_t hold_us);

/*
 * An edge to `level`. True when a change became final: at once with a hold of 0, or when the edge
 * shows that the level before it had stood long enough although nobody had called debounce_run yet.
 */
bool debounce_edge(struct debounce *d, bool level, int64_t mono_us,
		   struct debounce_change *ret_change);

/* The level re-read after a gap (edges lost, chip back): an edge now if it differs, else nothing.
 */
bool debounce_reread(struct debounce *d, bool level, int64_t mono_us,
		     struct debounce_change *ret_change);

/* When debounce_run must be called, or DEBOUNCE_NEVER. */
int64_t debounce_due_us(const struct debounce *d);

/* True when the level has stood long enough at `now_us` and is not the stable one any more. */
bool debounce_run(struct debounce *d, int64_t now_us, struct debounce_change *ret_change);

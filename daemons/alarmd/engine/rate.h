// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The values of one channel within a window of time: RATE_STEPS buckets, each with the lowest (or
 * the highest) value that was seen in it. A value counts by the time at which it was taken, so what
 * is looked at twice changes nothing, and while nothing is measured no time passes here.
 */
#include <stdbool.h>
#include <stdint.h>

/* The window moves on in so many steps. */
#define RATE_STEPS 16

struct rate {
	int64_t step_us;  /* length of a bucket */
	int64_t newest;	  /* the newest bucket, counted from boot */
	int64_t whole_us; /* from this time on a whole window was seen */
	uint16_t used;	  /* mask of the buckets that hold a value */
	bool falling;	  /* keeps the highest instead of the lowest */
	bool blind; /* what was seen before is forgotten, and the window not yet whole again */
	int64_t extreme[RATE_STEPS];
};

/* Empty. `blind`: there was something before that is not known any more. */
void rate_start(struct rate *r, int64_t window_us, bool falling, bool blind);

/*
 * Takes a value in. Returns how far it is above the lowest one of the window, itself included;
 * falling: below the highest one.
 */
int64_t rate_add(struct rate *r, int64_t value, int64_t mono_us);

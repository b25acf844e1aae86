// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The absolute grid of ticks: multiples of the period on the monotonic clock. A late tick does not
 * shift the later ones; ticks that passed unserved are counted, never made up for.
 */
#include <stdbool.h>
#include <stdint.h>

struct grid {
	int64_t period_us;
	int64_t next_us; /* the tick that is waited for */
	uint64_t missed; /* since the start */
};

/* The first tick is the first multiple of the period after `now_us`. */
void grid_start(struct grid *g, int64_t period_us, int64_t now_us);

/* Changes the period; ticks that were missed before stay counted. */
void grid_set_period(struct grid *g, int64_t period_us, int64_t now_us);

/*
 * False when no tick is due at `now_us`. Else takes the newest due one: its place on the grid goes
 * to *ret_tick_us, the number of older ones that nobody served to *ret_missed.
 */
bool grid_take(struct grid *g, int64_t now_us, int64_t *ret_tick_us, uint64_t *ret_missed);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The simulator's clock: starts at the real one and only runs ahead, at 1 to 100 times its speed.
 * Its wall part may begin in the past, for a history to be filled. In lockstep it stands still
 * between explicit steps. Pure: own monotonic time is an argument.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"

#define SIMCLOCK_RATE_MIN    1000u   /* thousandths; slower than real would fall behind it */
#define SIMCLOCK_RATE_MAX    100000u /* 10 Hz are then 1000 ticks a second: what the suite can do */
#define SIMCLOCK_STEP_MAX_US INT64_C(60000000) /* history must still get a row each minute */
#define SIMCLOCK_PAST_MAX_US (INT64_C(3660) * 86400 * INT64_C(1000000)) /* ten years */

struct simclock {
	int64_t own_us;	    /* own monotonic time at the anchor */
	struct instant sim; /* simulated time at the anchor */
	uint32_t rate_milli;
	bool lockstep;
};

/* Its wall part begins `past_us` before the real one, at the earliest in 1970. */
void simclock_start(struct simclock *c, struct instant real, int64_t past_us);

/* Simulated time; never backwards, also when own_us is. */
struct instant simclock_now(const struct simclock *c, int64_t own_us);

/* Changes the speed without a jump; -ERANGE when it is not within the limits. */
int simclock_set_rate(struct simclock *c, uint32_t rate_milli, int64_t own_us);

/* Stands still from now on, or runs on from where it stands. */
void simclock_set_lockstep(struct simclock *c, bool lockstep, int64_t own_us);

/* One step in lockstep; -EPERM without it, -ERANGE unless 0 < step_us <= SIMCLOCK_STEP_MAX_US. */
int simclock_step(struct simclock *c, int64_t step_us);

/* How long to wait, own microseconds, until it shows `mono_us`; INT64_MAX in lockstep. */
int64_t simclock_wait_us(const struct simclock *c, int64_t mono_us, int64_t own_us);

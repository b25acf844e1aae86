// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/simclock.h"

#include <errno.h>

#include "lib/base/util.h"

#define RATE_UNIT 1000

void simclock_start(struct simclock *c, struct instant real, int64_t past_us)
{
	real.wall_us = MAX(real.wall_us - past_us, INT64_C(0));
	*c = (struct simclock){
		.own_us = real.mono_us,
		.sim = real,
		.rate_milli = SIMCLOCK_RATE_MIN,
	};
}

struct instant simclock_now(const struct simclock *c, int64_t own_us)
{
	struct instant now = c->sim;
	int64_t passed = MAX(own_us - c->own_us, INT64_C(0));

	if (c->lockstep)
		return now;
	/* Whole units first: a year at the highest rate is beyond int64 in thousandths. */
	passed =
		passed / RATE_UNIT * c->rate_milli + passed % RATE_UNIT * c->rate_milli / RATE_UNIT;
	now.wall_us += passed;
	now.mono_us += passed;
	return now;
}

/* From here on it counts from the present moment: what comes next does not touch what was. */
static void set_anchor(struct simclock *c, int64_t own_us)
{
	c->sim = simclock_now(c, own_us);
	c->own_us = MAX(own_us, c->own_us);
}

int simclock_set_rate(struct simclock *c, uint32_t rate_milli, int64_t own_us)
{
	if (rate_milli < SIMCLOCK_RATE_MIN || rate_milli > SIMCLOCK_RATE_MAX)
		return -ERANGE;
	set_anchor(c, own_us);
	c->rate_milli = rate_milli;
	return 0;
}

void simclock_set_lockstep(struct simclock *c, bool lockstep, int64_t own_us)
{
	set_anchor(c, own_us);
	c->lockstep = lockstep;
}

int simclock_step(struct simclock *c, int64_t step_us)
{
	if (!c->lockstep)
		return -EPERM;
	if (step_us <= 0 || step_us > SIMCLOCK_STEP_MAX_US)
		return -ERANGE;
	c->sim.wall_us += step_us;
	c->sim.mono_us += step_us;
	return 0;
}

int64_t simclock_wait_us(const struct simclock *c, int64_t mono_us, int64_t own_us)
{
	int64_t left = mono_us - simclock_now(c, own_us).mono_us;

	if (left <= 0)
		return 0;
	if (c->lockstep)
		return INT64_MAX;
	/* Rounded up: woken too early it would have to wait a second time. */
	return left / c->rate_milli * RATE_UNIT +
	       (left % c->rate_milli * RATE_UNIT + c->rate_milli - 1) / c->rate_milli;
}

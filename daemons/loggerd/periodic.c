// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/periodic.h"

#include "lib/base/util.h"

#define MINUTE_US (60 * USEC_PER_SEC)
/* So far may a snapshot be from the moment that it is the row of. */
#define NEAR_US (1 * USEC_PER_SEC)

void periodic_reset(struct periodic *p)
{
	p->any = false;
}

int64_t periodic_next_us(int64_t rate_min, int64_t time_us)
{
	int64_t rate_us = rate_min * MINUTE_US;

	return rate_us ? (time_us / rate_us + 1) * rate_us : 0;
}

/* A clock that was set back a little comes by the same moment again. */
static bool had_already(const struct periodic *p, int64_t moment_us, int64_t mono_us)
{
	return p->any_row && moment_us == p->row_us && mono_us - p->row_mono_us < p->rate_us / 2;
}

static enum periodic_row choose(const struct periodic *p, int64_t moment_us, int64_t time_us)
{
	if (time_us == moment_us)
		return PERIODIC_THIS;
	if (p->last_us <= moment_us && moment_us - p->last_us <= NEAR_US)
		return PERIODIC_LAST;
	return time_us - moment_us <= NEAR_US ? PERIODIC_THIS : PERIODIC_NONE;
}

enum periodic_row periodic_look(struct periodic *p, int64_t rate_min, int64_t time_us,
				int64_t mono_us, int64_t *ret_moment_us)
{
	int64_t rate_us = rate_min * MINUTE_US, moment_us;
	enum periodic_row row = PERIODIC_NONE;

	if (rate_us != p->rate_us)
		p->any = false;
	p->rate_us = rate_us;
	if (rate_us == 0)
		return PERIODIC_NONE;
	moment_us = time_us / rate_us * rate_us;
	if (p->any && moment_us != p->moment_us && !had_already(p, moment_us, mono_us))
		row = choose(p, moment_us, time_us);
	p->any = true;
	p->moment_us = moment_us;
	p->last_us = time_us;
	if (row == PERIODIC_NONE)
		return row;
	p->any_row = true;
	p->row_us = moment_us;
	p->row_mono_us = mono_us;
	*ret_moment_us = moment_us;
	return row;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/engine/rate.h"

#include "lib/base/util.h"

void rate_start(struct rate *r, int64_t window_us, bool falling, bool blind)
{
	*r = (struct rate){
		.step_us = MAX(window_us / RATE_STEPS, 1),
		.whole_us = INT64_MAX,
		.falling = falling,
		.blind = blind,
	};
}

static int64_t difference(int64_t a, int64_t b)
{
	int64_t d;

	return __builtin_sub_overflow(a, b, &d) ? INT64_MAX : d;
}

/*
 * Forgets the buckets that the window leaves behind when `bucket` is its newest. Far back is of a
 * publisher whose time began anew.
 */
static void move_to(struct rate *r, int64_t bucket)
{
	if (bucket - r->newest >= RATE_STEPS || r->newest - bucket >= RATE_STEPS)
		r->used = 0;
	else
		for (int64_t i = r->newest + 1; i <= bucket; i++)
			r->used &= (uint16_t) ~(1u << (i % RATE_STEPS));
	r->newest = bucket;
}

static bool farther(const struct rate *r, int64_t a, int64_t b)
{
	return r->falling ? a > b : a < b;
}

int64_t rate_add(struct rate *r, int64_t value, int64_t mono_us)
{
	int64_t bucket, extreme = value;
	unsigned at;

	mono_us = MAX(0, MIN(mono_us, INT64_MAX / 2));
	bucket = mono_us / r->step_us;
	/* a little back counts as the newest one */
	if (!r->used || bucket > r->newest || r->newest - bucket >= RATE_STEPS)
		move_to(r, bucket);
	at = (unsigned)(r->newest % RATE_STEPS);
	if (!(r->used >> at & 1) || farther(r, value, r->extreme[at]))
		r->extreme[at] = value;
	r->used |= (uint16_t)(1u << at);
	for (unsigned i = 0; i < RATE_STEPS; i++)
		if (r->used >> i & 1 && farther(r, r->extreme[i], extreme))
			extreme = r->extreme[i];
	if (r->whole_us == INT64_MAX)
		r->whole_us = mono_us + RATE_STEPS * r->step_us;
	if (mono_us >= r->whole_us)
		r->blind = false;
	return r->falling ? difference(extreme, value) : difference(value, extreme);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/signal/conditioning.h"

#include "lib/base/util.h"

static int64_t saturate(__int128 v)
{
	if (v > INT64_MAX)
		return INT64_MAX;
	if (v < INT64_MIN)
		return INT64_MIN;
	return (int64_t)v;
}

/* input * scale + offset; 128 bits hold every product of two int64, so only the result saturates.
 */
static int64_t linear(int64_t input, int64_t scale, int64_t offset)
{
	__int128 product = (__int128)input * scale;
	__int128 half = product < 0 ? -MICRO / 2 : MICRO / 2;

	return saturate((product + half) / MICRO + offset);
}

enum quality conditioning_run(const struct conditioning *c, int64_t input, int64_t *ret_value)
{
	int64_t value = linear(input, c->scale, c->offset);

	*ret_value = value;
	/* First: a broken wire also reads under range, but says more. */
	if (c->detect_broken && input < c->broken_below)
		return QUALITY_BROKEN_WIRE;
	if (value > c->range_max)
		return QUALITY_OVER_RANGE;
	if (value < c->range_min)
		return QUALITY_UNDER_RANGE;
	return QUALITY_OK;
}

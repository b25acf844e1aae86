// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/signal/average.h"

#include <string.h>

#include "lib/base/util.h"

static uint8_t window_within_limits(unsigned window)
{
	return (uint8_t)MAX(1u, MIN(window, (unsigned)AVERAGE_MAX));
}

void average_start(struct average *a, unsigned window)
{
	*a = (struct average){ .window = window_within_limits(window) };
}

/* The i-th newest sample, 0 the newest. */
static int64_t newest(const struct average *a, unsigned i)
{
	return a->samples[(a->next + 2u * a->window - 1u - i) % a->window];
}

void average_set_window(struct average *a, unsigned window)
{
	struct average changed;
	unsigned keep;

	average_start(&changed, window);
	keep = MIN((unsigned)a->filled, (unsigned)changed.window);
	for (unsigned i = keep; i > 0; i--)
		(void)average_add(&changed, QUALITY_OK, newest(a, i - 1));
	*a = changed;
}

/* Half a unit goes away from zero, so that a mean and its negative are each other's mirror. */
static int64_t divide_to_nearest(__int128 sum, unsigned n)
{
	__int128 half = (__int128)n / 2;

	return (int64_t)((sum + (sum < 0 ? -half : half)) / (__int128)n);
}

int64_t average_add(struct average *a, enum quality quality, int64_t value)
{
	/* Summed anew each time: at most 64 additions, and nothing can drift or overflow. */
	__int128 sum = 0;

	if (quality != QUALITY_OK) {
		a->filled = 0;
		a->next = 0;
		return value;
	}
	a->samples[a->next] = value;
	a->next = (uint8_t)((a->next + 1u) % a->window);
	if (a->filled < a->window)
		a->filled++;
	for (unsigned i = 0; i < a->filled; i++)
		sum += newest(a, i);
	return divide_to_nearest(sum, a->filled);
}

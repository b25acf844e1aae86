// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/noise.h"

#include "lib/base/util.h"

#define WHITE_US  (100 * USEC_PER_MSEC)
#define WANDER_US (60 * USEC_PER_SEC)

uint64_t noise_hash(uint64_t seed, uint64_t stream, uint64_t index)
{
	/* Odd constants without common factors keep the three apart; the rest is SplitMix64's end.
	 */
	uint64_t z = seed * UINT64_C(0xd1342543de82ef95) + stream * UINT64_C(0xaf251af3b0f025b5) +
		     (index + 1) * UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* A hash as a number within +-amplitude. */
static int64_t within(uint64_t hash, int64_t amplitude)
{
	return (int64_t)(hash % (uint64_t)(2 * amplitude + 1)) - amplitude;
}

int64_t noise_white(uint64_t seed, uint64_t stream, int64_t now_us, int64_t amplitude)
{
	uint64_t hash = noise_hash(seed, stream, (uint64_t)(now_us / WHITE_US));

	/* Two halves of one hash: the sum of two even distributions has a peak in the middle. */
	return (within(hash >> 32, amplitude) + within(hash & UINT32_MAX, amplitude)) / 2;
}

int64_t noise_wander(uint64_t seed, uint64_t stream, int64_t now_us, int64_t amplitude)
{
	uint64_t minute = (uint64_t)(now_us / WANDER_US);
	int64_t from = within(noise_hash(seed, ~stream, minute), amplitude);
	int64_t to = within(noise_hash(seed, ~stream, minute + 1), amplitude);

	/* Milliseconds, so that the product of a large amplitude stays within 64 bits. */
	return from + (to - from) * (now_us % WANDER_US / 1000) / (WANDER_US / 1000);
}

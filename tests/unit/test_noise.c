// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/noise.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define AMPLITUDE 1000

TEST(noise_is_a_function_of_its_arguments)
{
	ASSERT_EQ(noise_white(1, 2, 3 * USEC_PER_SEC, AMPLITUDE),
		  noise_white(1, 2, 3 * USEC_PER_SEC, AMPLITUDE));
	ASSERT_NE(noise_hash(1, 2, 3), noise_hash(2, 1, 3));
	ASSERT_NE(noise_hash(1, 2, 3), noise_hash(1, 3, 2));
	ASSERT_EQ(noise_white(1, 2, 3 * USEC_PER_SEC, 0), 0);
}

TEST(noise_stays_within_its_amplitude_around_zero)
{
	int64_t sum = 0;

	for (int64_t t = 0; t < 10000; t++) {
		int64_t white = noise_white(7, 1, t * 100000, AMPLITUDE);
		int64_t wander = noise_wander(7, 1, t * 1234567, AMPLITUDE);

		ASSERT_LE(llabs(white), AMPLITUDE);
		ASSERT_LE(llabs(wander), AMPLITUDE);
		sum += white;
	}
	ASSERT_LT(llabs(sum / 10000), AMPLITUDE / 20);
}

TEST(wander_has_no_jumps)
{
	for (int64_t t = 0; t < 3600; t++) {
		int64_t a = noise_wander(7, 1, t * USEC_PER_SEC, AMPLITUDE);
		int64_t b = noise_wander(7, 1, (t + 1) * USEC_PER_SEC, AMPLITUDE);

		ASSERT_LE(llabs(a - b), 2 * AMPLITUDE / 60 + 2);
	}
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/util.h"
#include "lib/history/frames.h"
#include "tests/unit/test.h"

#define FRAMES 200
#define T0     INT64_C(1795636800000000)

static uint8_t part[65536];

TEST(what_was_packed_comes_back)
{
	static int32_t values[FRAMES][CHANNELS_MAX];
	static uint8_t qualities[FRAMES][CHANNELS_MAX];
	static int64_t times[FRAMES];
	uint64_t random = test_seed();
	struct frames_writer w;
	struct frames_reader r;
	unsigned n = 1 + test_random(&random) % CHANNELS_MAX;

	ASSERT_OK(frames_begin(&w, part, sizeof(part), n, T0));
	for (unsigned i = 0; i < FRAMES; i++) {
		times[i] = (i ? times[i - 1] : T0) + (int64_t)(test_random(&random) % 200) * 1000;
		for (unsigned c = 0; c < n; c++) {
			bool far = test_random(&random) % 20 == 0;

			values[i][c] = far ? (int32_t)test_random(&random)
					   : (int32_t)(test_random(&random) % 100);
			qualities[i][c] = test_random(&random) % 10 == 0
						  ? (uint8_t)(test_random(&random) % QUALITY_MAX)
						  : QUALITY_OK;
		}
		ASSERT_OK(frames_add(&w, times[i], values[i], qualities[i]));
	}
	ASSERT_OK(frames_open(&r, part, w.len, T0));
	for (unsigned i = 0; i < FRAMES; i++) {
		ASSERT_EQ(frames_next(&r), 1);
		ASSERT_EQ(r.now.t_us, times[i]);
		ASSERT_EQ(memcmp(r.now.qualities, qualities[i], n), 0);
		for (unsigned c = 0; c < n; c++)
			if (qualities[i][c] == QUALITY_OK)
				ASSERT_EQ(r.now.values[c], values[i][c]);
	}
	ASSERT_EQ(frames_next(&r), 0);
}

TEST(a_quiet_channel_costs_a_byte)
{
	const int32_t values[8] = { 13800, 1000, 2000 };
	const uint8_t qualities[8] = { 0 };
	struct frames_writer w;
	size_t first;

	ASSERT_OK(frames_begin(&w, part, sizeof(part), 8, T0));
	ASSERT_OK(frames_add(&w, T0, values, qualities));
	first = w.len;
	ASSERT_OK(frames_add(&w, T0 + 100000, values, qualities));
	ASSERT_EQ(w.len - first, 1 + 1 + 8);
}

TEST(a_full_part_takes_no_more)
{
	const int32_t values[1] = { 1 };
	const uint8_t qualities[1] = { 0 };
	struct frames_writer w;
	int r = 0;

	ASSERT_OK(frames_begin(&w, part, 1000, 1, T0));
	while (r == 0)
		r = frames_add(&w, T0, values, qualities);
	ASSERT_EQ(r, -ENOSPC);
	ASSERT_LE(w.len, 1000);
	ASSERT_GT(w.count, 50);
	ASSERT_EQ(frames_begin(&w, part, 1, 1, T0), -ENOSPC);
	ASSERT_EQ(frames_begin(&w, part, 100, CHANNELS_MAX + 1, T0), -EINVAL);
}

TEST(a_part_that_is_cut_or_changed_is_refused_and_nothing_else)
{
	const int32_t values[3] = { 1, -70000, 2147483647 };
	const uint8_t qualities[3] = { 0 };
	uint64_t random = test_seed();
	struct frames_writer w;

	for (int round = 0; round < 2000; round++) {
		struct frames_reader r;
		size_t len;

		ASSERT_OK(frames_begin(&w, part, sizeof(part), 3, T0));
		for (int i = 0; i < 5; i++)
			ASSERT_OK(frames_add(&w, T0 + i * 1000, values, qualities));
		len = test_random(&random) % (w.len + 1);
		part[test_random(&random) % w.len] = (uint8_t)test_random(&random);
		if (frames_open(&r, part, len, T0) == 0)
			while (frames_next(&r) > 0)
				ASSERT_LE(r.now.n, CHANNELS_MAX);
	}
	ASSERT_EQ(frames_open(&(struct frames_reader){ 0 }, part, 1, T0), -EBADMSG);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/blackbox.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define WALL (1800000000 * USEC_PER_SEC)

static struct blackbox b;
static int32_t values[CHANNELS_MAX];
static uint8_t qualities[CHANNELS_MAX];
/* what was to be written */
static struct written {
	int64_t number, first_us, last_us;
	unsigned frames;
} out[256];
static unsigned n_out;

static void begin(unsigned channels, int64_t next)
{
	blackbox_done(&b);
	memset(&b, 0, sizeof(b));
	memset(values, 0, sizeof(values));
	n_out = 0;
	blackbox_begin(&b, channels);
	b.next = next;
}

static void write_out(void)
{
	const struct blackbox_chunk *c;

	while ((c = blackbox_take(&b))) {
		struct frames_reader r;
		struct written *w = &out[n_out++];

		*w = (struct written){ c->number, c->first_us, c->last_us, 0 };
		ASSERT_OK(frames_open(&r, c->bytes, c->len, c->t_us));
		while (frames_next(&r) > 0)
			w->frames++;
		ASSERT_EQ(r.now.t_us, WALL + c->last_us);
		ASSERT_EQ(c->t_us, WALL + c->first_us);
	}
}

/* Ten a second, from and behind to, seconds of monotonic time. */
static void run(int64_t from, int64_t to)
{
	for (int64_t us = from * USEC_PER_SEC; us < to * USEC_PER_SEC; us += 100000) {
		values[0]++;
		ASSERT_OK(blackbox_add(&b, WALL + us, us, values, qualities));
		write_out();
	}
}

TEST(without_an_alarm_nothing_is_written)
{
	begin(11, 0);
	run(0, 1000);
	ASSERT_EQ(n_out, 0);
	ASSERT_LE(b.n, 8);
	ASSERT_EQ(b.short_us, 0);
}

TEST(an_alarm_keeps_a_minute_before_and_five_after)
{
	int64_t first, last;

	begin(11, 100);
	run(0, 205);
	blackbox_raise(&b, 205 * USEC_PER_SEC, &first, &last);
	ASSERT_EQ(first, 100);
	run(205, 1000);
	for (unsigned i = 0; i < n_out; i++)
		ASSERT_EQ(out[i].number, 100 + i);
	ASSERT_EQ(out[n_out - 1].number, last);
	ASSERT_LE(out[0].first_us, 145 * USEC_PER_SEC);
	ASSERT_GT(out[0].last_us, 144 * USEC_PER_SEC);
	ASSERT_GE(out[n_out - 1].last_us, 505 * USEC_PER_SEC - 100000);
	ASSERT_LE(out[n_out - 1].first_us, 505 * USEC_PER_SEC);
	ASSERT_EQ(out[0].frames, 100);
	ASSERT_EQ(n_out, 37);
	ASSERT_EQ(b.next, last + 1);
}

TEST(alarms_that_overlap_share_chunks)
{
	int64_t first[2], last[2];

	begin(11, 0);
	run(0, 100);
	blackbox_raise(&b, 100 * USEC_PER_SEC, &first[0], &last[0]);
	run(100, 200);
	blackbox_raise(&b, 200 * USEC_PER_SEC, &first[1], &last[1]);
	run(200, 1000);
	ASSERT_GT(first[1], first[0]);
	ASSERT_LT(first[1], last[0]);
	ASSERT_EQ(last[1], last[0] + 10);
	ASSERT_EQ(n_out, last[1] + 1);
	/* the second one's begin a minute before it */
	ASSERT_LE(out[first[1]].first_us, 140 * USEC_PER_SEC);
	/* and a third one much later goes on counting */
	blackbox_raise(&b, 1000 * USEC_PER_SEC, &first[0], &last[0]);
	ASSERT_EQ(first[0], last[1] + 1);
}

TEST(an_alarm_just_after_the_start)
{
	int64_t first, last;

	begin(2, 7);
	blackbox_raise(&b, 5 * USEC_PER_SEC, &first, &last);
	ASSERT_EQ(first, 7);
	run(5, 400);
	ASSERT_EQ(out[0].number, 7);
	ASSERT_EQ(out[n_out - 1].number, last);
}

/* As when a simulator fills a past: a chunk is one snapshot, and a box has fewer than it was told.
 */
TEST(numbers_that_did_not_come_about_are_no_later_ones)
{
	int64_t first, last, later, latest;

	begin(11, 0);
	for (int64_t t = 0; t < 2000; t += 60) {
		ASSERT_OK(blackbox_add(&b, WALL + t * USEC_PER_SEC, t * USEC_PER_SEC, values,
				       qualities));
		if (t == 600)
			blackbox_raise(&b, t * USEC_PER_SEC, &first, &last);
		if (t == 1200)
			blackbox_raise(&b, t * USEC_PER_SEC, &later, &latest);
		write_out();
	}
	ASSERT_TRUE(later > last && latest >= later);
	for (unsigned i = 0; i < n_out; i++)
		ASSERT_TRUE(out[i].first_us < 910 * USEC_PER_SEC
				    ? out[i].number >= first && out[i].number <= last
				    : out[i].number >= later && out[i].number <= latest);
	ASSERT_EQ(out[n_out - 1].number - later, out[n_out - 1].first_us / USEC_PER_SEC / 60 - 19);
}

TEST(memory_is_bounded_and_says_so)
{
	int64_t first, last;

	begin(CHANNELS_MAX, 0);
	for (int64_t us = 0; us < 60 * USEC_PER_SEC; us += 10000) {
		for (unsigned i = 0; i < CHANNELS_MAX; i++)
			values[i] += us % 20000 ? 1000 : -1000;
		ASSERT_OK(blackbox_add(&b, WALL + us, us, values, qualities));
		ASSERT_LE(b.bytes, BLACKBOX_BYTES_MAX);
	}
	ASSERT_GT(b.short_us, 5 * USEC_PER_SEC);
	ASSERT_LT(b.short_us, 60 * USEC_PER_SEC);
	blackbox_raise(&b, 60 * USEC_PER_SEC, &first, &last);
	/* more chunks than with ten seconds each */
	ASSERT_GT(last - first, 40);
	n_out = 0;
	write_out();
	ASSERT_EQ(n_out, b.n);
}

TEST(what_found_no_place_comes_again)
{
	const struct blackbox_chunk *c;
	int64_t first, last, number;

	begin(3, 0);
	run(0, 30);
	blackbox_raise(&b, 30 * USEC_PER_SEC, &first, &last);
	c = blackbox_take(&b);
	number = c->number;
	blackbox_put_back(&b, c);
	c = blackbox_take(&b);
	ASSERT_EQ(c->number, number);
	ASSERT_OK(blackbox_cut(&b));
	write_out();
	ASSERT_EQ(n_out, 2);
	blackbox_begin(&b, 4);
	ASSERT_TRUE(blackbox_take(&b) == NULL);
}

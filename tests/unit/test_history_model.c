// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * The history against a slow, obvious model of it: everything that was ever given is on a list, and
 * a bucket is made by looking at all of it. Random gaps, clocks set back and forth, restarts, lists
 * that fail, qualities.
 */
#include "tests/unit/history_room.h"

#define STEPS	    400
#define SECONDS_MAX 200000
#define MINUTES_MAX 20000
/* All of it within the rings of minutes, so that nothing is overwritten but seconds. */
#define SPAN_S (40 * 3600)

static struct {
	int64_t t;
	int32_t value;
	uint8_t quality;
} seconds[SECONDS_MAX];
static unsigned n_seconds;

/* By minute since ROOM_START. */
static struct history_point minutes[SPAN_S / 60 + 100];

static uint64_t rnd;
static int64_t now; /* seconds */
static struct history_point running;
static int64_t running_minute;

static unsigned below(unsigned n)
{
	return (unsigned)(test_random(&rnd) % n);
}

static void end_minute(void)
{
	struct order_minute m = { .minute = running_minute, .n = 3 };
	struct history_point *kept;

	if (running_minute >= 0 && (running.seconds > 0 || running.worst > 0)) {
		m.points[0] = running;
		ASSERT_OK(orders_minute(&room_orders, &m));
		kept = &minutes[running_minute - ROOM_START / 60];
		history_point_merge(kept, &running);
		/* an even number of seconds is kept */
		kept->seconds = (uint8_t)((kept->seconds + 1) / 2 * 2);
	}
	running = (struct history_point){ 0 };
	running_minute = -1;
}

static void one_second(void)
{
	struct order_second o = { .t = now };
	int32_t v = (int32_t)below(20000) - 5000;
	uint8_t quality = below(30) == 0 ? QUALITY_STALE : QUALITY_OK;
	struct history_point p = { v, v, v, 1, 0 };

	if (now / 60 != running_minute)
		end_minute();
	running_minute = now / 60;
	o.values = room_values(v, 0, 0);
	o.values.qualities[0] = quality;
	ASSERT_OK(orders_second(&room_orders, &o));
	if (n_seconds == 0 || seconds[n_seconds - 1].t != now)
		n_seconds++;
	ASSERT_LE(n_seconds, SECONDS_MAX);
	seconds[n_seconds - 1].t = now;
	seconds[n_seconds - 1].value = v;
	seconds[n_seconds - 1].quality = quality;
	if (quality != QUALITY_OK)
		p = (struct history_point){ .worst = quality };
	if (running.seconds < 60)
		history_point_merge(&running, &p);
}

static void apply(void)
{
	/* sometimes the disk takes nothing at first */
	if (below(10) == 0) {
		ASSERT_OK(db_run(room_store->db, "PRAGMA query_only = ON"));
		ASSERT_TRUE(store_apply(room_store, &room_orders) < 0);
		ASSERT_OK(db_run(room_store->db, "PRAGMA query_only = OFF"));
	}
	room_apply();
}

static void restart(void)
{
	struct order_table t = room_table();

	/* a kill: what was not handed over is gone, the running minute too */
	apply();
	running = (struct history_point){ 0 };
	running_minute = -1;
	room_reopen(&room_limits);
	room_take_table(&t);
}

/* ------------------------------------------------------------------ the model's answer */

static struct history_sum model_fine(int64_t from, int64_t to)
{
	struct history_sum s = { 0 };
	unsigned first =
		n_seconds > room_limits.sizes.seconds ? n_seconds - room_limits.sizes.seconds : 0;

	for (unsigned i = first; i < n_seconds; i++) {
		if (seconds[i].t < from || seconds[i].t >= to)
			continue;
		if (seconds[i].quality == QUALITY_OK)
			history_sum_value(&s, seconds[i].value, 1);
		s.worst = MAX(s.worst, seconds[i].quality);
	}
	return s;
}

static struct history_sum model_coarse(int64_t from, int64_t to)
{
	struct history_sum s = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(minutes); i++) {
		int64_t t = ROOM_START + (int64_t)i * 60;

		if (t >= from && t < to)
			history_sum_point(&s, &minutes[i]);
	}
	return s;
}

static void assert_same(const struct history_sum *a, const struct history_sum *b)
{
	ASSERT_EQ(a->seconds, b->seconds);
	ASSERT_EQ(a->sum, b->sum);
	ASSERT_EQ(a->worst, b->worst);
	if (a->seconds > 0) {
		ASSERT_EQ(a->min, b->min);
		ASSERT_EQ(a->max, b->max);
	}
}

/* The oldest time of the ring: before it minutes are read, and this is not what is compared. */
static int64_t oldest_second(void)
{
	unsigned first =
		n_seconds > room_limits.sizes.seconds ? n_seconds - room_limits.sizes.seconds : 0;
	int64_t oldest = INT64_MAX;

	for (unsigned i = first; i < n_seconds; i++)
		oldest = MIN(oldest, seconds[i].t);
	return oldest;
}

static void compare(void)
{
	int64_t from = ROOM_START + below(SPAN_S), width = 60 + below(SPAN_S / 4);
	unsigned buckets = 1 + below((unsigned)width / 60);
	const struct history_range coarse = { from, from + width, buckets };
	static struct history_sum sums[SPAN_S];

	room_read();
	ASSERT_OK(history_buckets(room_reader, room_find("volts"), &coarse, sums));
	for (unsigned i = 0; i < buckets; i++) {
		struct history_sum expected = model_coarse(history_bucket_start(&coarse, i),
							   history_bucket_start(&coarse, i + 1));

		assert_same(&sums[i], &expected);
	}
	from = oldest_second();
	if (from == INT64_MAX)
		return;
	from = (from + 59) / 60 * 60 + below(3600);
	{
		const struct history_range fine = { from, from + 600, 11 + below(590) };

		ASSERT_OK(history_buckets(room_reader, room_find("volts"), &fine, sums));
		for (unsigned i = 0; i < fine.buckets; i++) {
			struct history_sum expected = model_fine(
				history_bucket_start(&fine, i), history_bucket_start(&fine, i + 1));

			assert_same(&sums[i], &expected);
		}
	}
}

TEST(the_history_is_what_its_model_says)
{
	struct order_table t = room_table();

	rnd = test_seed();
	room_clear();
	room_open(&room_limits);
	room_take_table(&t);
	now = ROOM_START + 3600;
	running_minute = -1;
	for (int step = 0; step < STEPS; step++) {
		unsigned kind = below(20);

		if (kind == 0)
			restart();
		else if (kind == 1)
			now -= below(7200); /* the clock is set back */
		else if (kind == 2)
			now += below(4000); /* or forth, or the power was off */
		now = MAX(now, ROOM_START + 3600);
		for (unsigned i = below(400); i > 0; i--, now++)
			one_second();
		if (now > ROOM_START + SPAN_S - 8000)
			now -= SPAN_S / 2;
		apply();
		if (step % 10 == 0) {
			end_minute();
			apply();
			compare();
		}
	}
	room_end();
}

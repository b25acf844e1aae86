// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What is stored is what is read: rings, clocks, channels. */
#include "tests/unit/history_room.h"

#define HOUR  INT64_C(3600)
#define START ROOM_START

static struct history_point point(int32_t value, unsigned seconds)
{
	return (struct history_point){
		.min = value - 5,
		.mean = value,
		.max = value + 7,
		.seconds = (uint8_t)seconds,
	};
}

static void add_minute(int64_t t, int32_t value, unsigned seconds)
{
	struct order_minute m = { .minute = t / 60, .n = 3 };

	for (unsigned i = 0; i < m.n; i++)
		m.points[i] = point(value + (int32_t)i * 100000, seconds);
	ASSERT_OK(orders_minute(&room_orders, &m));
}

static void begin(void)
{
	struct order_table t = room_table();

	room_clear();
	room_open(&room_limits);
	room_take_table(&t);
}

TEST(seconds_are_read_as_they_were_written)
{
	struct history_sum sum;

	begin();
	for (int i = 0; i < 100; i++)
		room_second(START + i, 13000 + i);
	room_apply();
	room_read();
	sum = room_sum("volts", START, START + 1);
	ASSERT_EQ(sum.min, 13000);
	ASSERT_EQ(sum.seconds, 1);
	sum = room_sum("amps", START + 10, START + 20);
	ASSERT_EQ(sum.min, -13019);
	ASSERT_EQ(sum.max, -13010);
	ASSERT_EQ(sum.seconds, 10);
	ASSERT_EQ(history_mean(&sum), -13015); /* -13014.5 */
}

TEST(the_ring_of_seconds_keeps_the_newest)
{
	struct history_extent extent;

	begin();
	for (int i = 0; i < 20000; i++) {
		room_second(START + i, i);
		if (i % 500 == 0)
			room_apply();
	}
	room_apply();
	room_read();
	ASSERT_OK(history_extent(room_reader, &extent));
	ASSERT_EQ(extent.first_second, START + 20000 - 7200);
	ASSERT_EQ(extent.last, START + 19999);
	/* over the seam of the ring */
	ASSERT_EQ(room_sum("volts", START + 14399, START + 14402).sum, 14399 + 14400 + 14401);
	ASSERT_EQ(room_sum("volts", START + 100, START + 110).seconds, 0);
}

static int64_t apart(int64_t from, int64_t to)
{
	int64_t s = -1;

	ASSERT_OK(history_spacing(room_reader, from, to, &s));
	return s;
}

TEST(how_far_seconds_are_apart)
{
	begin();
	room_apply();
	room_read();
	ASSERT_EQ(apart(START, START + HOUR), 1);
	/* an hour of minutes with an edge in some of them, one of seconds, none, one of ten seconds
	 */
	for (int i = 0; i < 60; i++) {
		room_second(START + i * 60, i);
		if (i % 7 == 0)
			room_second(START + i * 60 + 17, i);
	}
	for (int i = 0; i < 3600; i++)
		room_second(START + HOUR + i, i);
	for (int i = 0; i < 360; i++)
		room_second(START + 3 * HOUR + i * 10, i);
	room_apply();
	room_read();
	ASSERT_EQ(apart(START, START + HOUR), 60);
	ASSERT_EQ(apart(START + 130, START + 170), 60);
	ASSERT_EQ(apart(START, START + 4 * HOUR), 60);
	ASSERT_EQ(apart(START + HOUR, START + 2 * HOUR), 1);
	ASSERT_EQ(apart(START + 2 * HOUR - 20, START + 2 * HOUR), 1);
	/* neither the gap, nor what lies behind it */
	ASSERT_EQ(apart(START + 2 * HOUR + 100, START + 3 * HOUR - 100), 1);
	ASSERT_EQ(apart(START + HOUR, START + 3 * HOUR - 100), 1);
	ASSERT_EQ(apart(START + 3 * HOUR - 100, START + 4 * HOUR), 10);
	ASSERT_EQ(apart(START + HOUR, START + 4 * HOUR), 10);
	/* before and behind all */
	ASSERT_EQ(apart(START - HOUR, START - 100), 1);
	ASSERT_EQ(apart(START + 5 * HOUR, START + 6 * HOUR), 1);
}

TEST(a_second_that_comes_twice_is_one)
{
	begin();
	room_second(START, 1);
	room_second(START + 1, 2);
	room_apply();
	room_reopen(&room_limits);
	{
		struct order_table t = room_table();

		room_take_table(&t);
	}
	room_second(START + 1, 3);
	room_second(START + 2, 4);
	room_apply();
	room_read();
	ASSERT_EQ(room_sum("volts", START, START + 10).seconds, 3);
	ASSERT_EQ(room_sum("volts", START + 1, START + 2).sum, 3);
}

TEST(a_clock_set_back_loses_nothing)
{
	begin();
	for (int i = 0; i < 600; i++)
		room_second(START + i, 100);
	for (int i = 0; i < 600; i++)
		room_second(START + i - 300, 200);
	for (int i = 0; i < 600; i++)
		room_second(START + i + 900, 300);
	room_apply();
	room_read();
	ASSERT_EQ(room_fine("volts", START - HOUR, START + HOUR).seconds, 1800);
	/* both looks at the same time */
	ASSERT_EQ(room_fine("volts", START, START + 10).seconds, 20);
	ASSERT_EQ(room_fine("volts", START, START + 10).sum, 3000);
}

TEST(minutes_and_their_hours_say_the_same)
{
	begin();
	for (int i = 0; i < 150; i++)
		add_minute(START + i * 60, 1000 + i, i % 7 == 0 ? 20 : 60);
	room_apply();
	room_read();
	for (int first = 0; first < 150; first += 13) {
		struct history_sum slow = { 0 }, fast;

		for (int i = first; i < 150; i++) {
			const struct history_point p = point(1000 + i, i % 7 == 0 ? 20 : 60);

			history_sum_point(&slow, &p);
		}
		fast = room_sum("volts", START + first * 60, START + 150 * 60);
		ASSERT_EQ(fast.sum, slow.sum);
		ASSERT_EQ(fast.seconds, slow.seconds);
		ASSERT_EQ(fast.min, slow.min);
		ASSERT_EQ(fast.max, slow.max);
	}
}

TEST(the_running_hour_is_read_and_survives)
{
	begin();
	for (int i = 0; i < 10; i++)
		add_minute(START + i * 60, 1000, 60);
	room_apply();
	room_reopen(&room_limits);
	{
		struct order_table t = room_table();

		room_take_table(&t);
	}
	for (int i = 10; i < 70; i++)
		add_minute(START + i * 60, 1000, 60);
	room_apply();
	room_read();
	ASSERT_EQ(room_sum("volts", START, START + 2 * HOUR).seconds, 70 * 60);
	ASSERT_EQ(room_sum("volts", START, START + HOUR).seconds, 60 * 60);
}

TEST(a_minute_in_two_parts_is_one)
{
	struct history_sum sum;

	begin();
	add_minute(START, 1000, 20);
	add_minute(START, 2000, 40);
	room_apply();
	room_read();
	sum = room_sum("volts", START, START + 120);
	ASSERT_EQ(sum.seconds, 60);
	ASSERT_EQ(sum.min, 995);
	ASSERT_EQ(sum.max, 2007);
	ASSERT_EQ(history_mean(&sum), 1667);
}

TEST(an_hour_that_comes_again_goes_on)
{
	begin();
	for (int i = 0; i < 130; i++)
		add_minute(START + i * 60, 1000, 60);
	/* set back by two hours, into the first one */
	for (int i = 10; i < 70; i++)
		add_minute(START + i * 60, 3000, 60);
	add_minute(START + 3 * HOUR, 1000, 60);
	room_apply();
	room_read();
	/* 60 seconds are all that a minute has */
	ASSERT_EQ(room_sum("volts", START, START + HOUR).seconds, 3600);
	ASSERT_EQ(room_sum("volts", START, START + HOUR).max, 3007);
	ASSERT_EQ(room_sum("volts", START + HOUR, START + 2 * HOUR).max, 3007);
	ASSERT_EQ(room_sum("volts", START + 20 * 60, START + 21 * 60).sum, 2000 * 60);
}

TEST(hours_outlive_their_minutes)
{
	struct history_extent extent;

	begin();
	for (int h = 0; h < 100; h++) {
		for (int i = 0; i < 60; i++)
			add_minute(START + h * HOUR + i * 60, h, 60);
		room_apply();
	}
	room_read();
	ASSERT_OK(history_extent(room_reader, &extent));
	/* the 48 hours of the ring, the running one beside them */
	ASSERT_EQ(extent.first_minute, START + (99 - 47) * HOUR);
	ASSERT_EQ(extent.first_hour, START / HISTORY_BLOCK_S * HISTORY_BLOCK_S);
	ASSERT_EQ(extent.last, START + 100 * HOUR - 60);
	ASSERT_EQ(room_sum("volts", START, START + 10 * HOUR).seconds, 10 * 3600);
	ASSERT_EQ(room_sum("volts", START, START + 10 * HOUR).sum, 45 * 3600);
	/* an hour of which only the whole is left belongs where it begins */
	ASSERT_EQ(room_sum("volts", START + 60, START + 2 * HOUR).sum, 3600);
}

TEST(a_quality_leaves_a_hole_and_says_why)
{
	struct order_second o = { .t = START, .values = room_values(1, 2, 3) };
	struct history_sum sum;

	begin();
	o.values.qualities[0] = QUALITY_BROKEN_WIRE;
	ASSERT_OK(orders_second(&room_orders, &o));
	room_second(START + 1, 7);
	room_apply();
	room_read();
	sum = room_sum("volts", START, START + 2);
	ASSERT_EQ(sum.seconds, 1);
	ASSERT_EQ(sum.sum, 7);
	ASSERT_EQ(sum.worst, QUALITY_BROKEN_WIRE);
	ASSERT_EQ(room_sum("amps", START, START + 2).worst, QUALITY_OK);
}

/* ------------------------------------------------------------------ clocks that are not set */

TEST(times_since_the_boot_are_corrected)
{
	const struct order_clock c = { .boot = { 1 },
				       .ahead_us = (START - 1000) * USEC_PER_SEC,
				       .east = 60 };

	begin();
	room_second(START - 100000, 1);
	for (int i = 0; i < 300; i++)
		room_second(1000 + i, i);
	room_apply();
	room_read();
	ASSERT_EQ(room_sum("volts", START, START + 300).seconds, 0);
	ASSERT_OK(orders_clock(&room_orders, &c));
	room_second(START + 300, 300);
	room_apply();
	room_read();
	ASSERT_EQ(room_fine("volts", START, START + 301).seconds, 301);
	ASSERT_EQ(room_sum("volts", START + 30, START + 31).sum, 30);
	/* the minutes are made of them too: read through wide buckets */
	ASSERT_EQ(room_sum("volts", START, START + 240).seconds, 240);
	{
		const struct history_range range = { START, START + 240, 2 };
		struct history_sum sums[2];

		ASSERT_OK(history_buckets(room_reader, room_find("volts"), &range, sums));
		ASSERT_EQ(sums[1].min, 120);
		ASSERT_EQ(sums[1].max, 239);
	}
}

TEST(another_boot_stays_unknown)
{
	const struct order_clock c = { .boot = { 2 }, .ahead_us = START * USEC_PER_SEC };

	begin();
	for (int i = 0; i < 10; i++)
		room_second(1000 + i, i);
	room_apply();
	ASSERT_OK(orders_clock(&room_orders, &c));
	room_second(START + 2000, 7);
	room_apply();
	room_read();
	ASSERT_EQ(room_fine("volts", START, START + HOUR).seconds, 1);
}

/* ------------------------------------------------------------------ channels */

TEST(a_renamed_channel_goes_on_in_its_column)
{
	struct order_table t = room_table();

	begin();
	room_second(START, 1);
	(void)snprintf(t.channels[0].name, sizeof(t.channels[0].name), "Another name");
	room_take_table(&t);
	room_second(START + 1, 2);
	room_apply();
	room_read();
	ASSERT_EQ(room_sum("volts", START, START + 2).seconds, 2);
	ASSERT_STREQ(room_find("volts")->info.name, "Another name");
	ASSERT_EQ(room_find("volts")->column, 0);
}

TEST(a_rewired_channel_gets_another_column)
{
	struct order_table t = room_table();

	begin();
	room_second(START, 1);
	add_minute(START, 1, 60);
	t.channels[0].unit = UNIT_WATT;
	room_take_table(&t);
	room_second(START + 60, 2);
	room_apply();
	room_read();
	ASSERT_EQ(room_find("volts")->column, 3);
	ASSERT_EQ(room_fine("volts", START, START + 100).seconds, 1);
	/* and its old one back when it is wired as before */
	t.channels[0].unit = UNIT_VOLT;
	room_take_table(&t);
	room_second(START + 61, 3);
	room_apply();
	room_read();
	ASSERT_EQ(room_find("volts")->column, 0);
	ASSERT_EQ(room_fine("volts", START, START + 100).seconds, 2);
}

TEST(a_column_that_is_used_again_is_empty)
{
	struct order_table t = { .site = "x", .since_us = 1, .n = HISTORY_COLUMNS_MAX };
	char id[32];

	room_clear();
	room_open(&room_limits);
	for (unsigned i = 0; i < t.n; i++) {
		(void)snprintf(id, sizeof(id), "c%u", i);
		t.channels[i] = room_channel(id, UNIT_VOLT, 2);
	}
	room_take_table(&t);
	room_second(START, 5);
	add_minute(START, 5, 60);
	add_minute(START + HOUR, 5, 60);
	room_apply();
	t.channels[0] = room_channel("fresh", UNIT_VOLT, 2);
	t.since_us = 2;
	room_take_table(&t);
	room_second(START + 100, 6);
	room_apply();
	room_read();
	ASSERT_EQ(room_find("fresh")->column, 0);
	ASSERT_EQ(room_fine("fresh", START, START + 1000).seconds, 1);
	ASSERT_EQ(room_sum("fresh", START, START + 2 * HOUR).seconds, 0);
}

TEST(a_hidden_channel_has_no_column)
{
	struct order_table t = room_table();

	room_clear();
	room_open(&room_limits);
	t.channels[1].name[0] = '\0';
	room_take_table(&t);
	room_second(START, 5);
	room_apply();
	room_read();
	ASSERT_TRUE(history_channels_find(&room_reader->channels, "amps") == NULL);
	ASSERT_EQ(room_sum("door", START, START + 1).seconds, 1);
}

/* ------------------------------------------------------------------ sizes and failures */

TEST(rings_of_another_size_keep_what_fits)
{
	struct store_limits other = room_limits;

	begin();
	for (int i = 0; i < 9000; i++) {
		room_second(START + i, i);
		if (i % 60 == 0)
			add_minute(START + i, i, 60);
		if (i % 300 == 0)
			room_apply();
	}
	room_apply();
	other.sizes = (struct history_sizes){ 3600, 24, 2, 40 };
	room_reopen(&other);
	room_read();
	ASSERT_EQ(room_fine("volts", START + 5400, START + 5410).seconds, 10);
	ASSERT_EQ(room_fine("volts", START + 8990, START + 9000).sum, 8990 * 10 + 45);
	room_reader = history_close(room_reader);
	other.sizes = (struct history_sizes){ 10000, 1000, 20, 40 };
	room_reopen(&other);
	{
		struct order_table t = room_table();

		room_take_table(&t);
	}
	for (int i = 9000; i < 9100; i++)
		room_second(START + i, i);
	room_apply();
	room_read();
	ASSERT_EQ(room_fine("volts", START + 5400, START + 9100).seconds, 3700);
	ASSERT_EQ(room_sum("volts", START, START + 2 * HOUR).seconds, 2 * HOUR);
}

TEST(a_failed_list_is_done_once)
{
	struct order_table t = room_table();
	unsigned done = 0;

	begin();
	room_second(START, 1);
	add_minute(START, 1, 60);
	room_apply();
	(void)snprintf(t.channels[0].name, sizeof(t.channels[0].name), "New");
	ASSERT_OK(orders_table(&room_orders, &t));
	for (int i = 1; i < 100; i++)
		room_second(START + i, 1);
	add_minute(START + 60, 1, 60);
	/* a disk that is full somewhere in the middle */
	for (int pages = 0; done < 1 && pages < 100; pages++) {
		char sql[64];

		(void)snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %d", 1 + pages);
		ASSERT_OK(db_run(room_store->db, sql));
		done += store_apply(room_store, &room_orders) == 0;
	}
	ASSERT_EQ(done, 1);
	room_read();
	ASSERT_EQ(room_fine("volts", START, START + 1000).seconds, 100);
	ASSERT_EQ(room_sum("volts", START, START + HOUR).seconds, 120);
	ASSERT_STREQ(room_find("volts")->info.name, "New");
	ASSERT_EQ(room_store->state.second, 100);
}

TEST(a_newer_format_is_left_alone)
{
	begin();
	ASSERT_OK(db_run(room_store->db, "UPDATE history SET format = 99"));
	room_store = store_close(room_store);
	ASSERT_EQ(store_open(room_folder, &room_limits, 0, &room_store), -EPROTO);
	ASSERT_EQ(history_open(room_folder, &room_reader), -EPROTO);
}

TEST(a_damaged_file_is_told)
{
	char path[ROOM_PATH_MAX], aside[DB_ASIDE_MAX];
	FILE *f;

	begin();
	for (int i = 0; i < 2000; i++)
		room_second(START + i, i);
	room_apply();
	ASSERT_OK(store_check(room_store));
	ASSERT_OK(db_run(room_store->db, "PRAGMA wal_checkpoint(TRUNCATE)"));
	room_store = store_close(room_store);
	(void)snprintf(path, sizeof(path), "%s/" HISTORY_NAME, room_folder);
	f = fopen(path, "r+e");
	ASSERT_TRUE(f != NULL);
	/* a page in the middle */
	ASSERT_EQ(fseek(f, 10 * 4096 + 50, SEEK_SET), 0);
	for (int i = 0; i < 4096; i++)
		(void)fputc(0x5a, f);
	(void)fclose(f);
	room_open(&room_limits);
	ASSERT_EQ(store_check(room_store), -EUCLEAN);
	room_store = store_close(room_store);
	ASSERT_OK(store_set_aside(room_folder, START * USEC_PER_SEC, aside));
	ASSERT_STREQ(aside, HISTORY_NAME ".damaged-20261125T200000Z");
	room_open(&room_limits);
	ASSERT_OK(store_check(room_store));
}

TEST(nobody_may_ask_for_nonsense)
{
	const struct history_range none = { START, START, 1 };
	const struct history_range many = { START, START + 10, HISTORY_BUCKETS_MAX + 1 };
	struct history_sum sum;

	begin();
	room_read();
	ASSERT_EQ(history_buckets(room_reader, room_find("volts"), &none, &sum), -EINVAL);
	ASSERT_EQ(history_buckets(room_reader, room_find("volts"), &many, &sum), -EINVAL);
	ASSERT_TRUE(history_channels_find(&room_reader->channels, "nothing") == NULL);
	room_end();
}

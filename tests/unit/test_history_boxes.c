// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/boxes.h"
#include "tests/unit/history_room.h"

#define PART_S	 10
#define START_US (ROOM_START * USEC_PER_SEC)

static uint8_t frames[4096];

/* A part of two frames a second apart; volts are 1000 times the part's number. */
static void add_part(int64_t number, unsigned n)
{
	struct order_chunk c = { .chunk = number,
				 .t_us = START_US + number * PART_S * USEC_PER_SEC,
				 .frames = frames };
	int32_t values[3] = { (int32_t)number * 1000, 5, 1000 };
	const uint8_t good[3] = { 0 }, bad[3] = { 0, QUALITY_BROKEN_WIRE, 0 };
	struct frames_writer w;

	ASSERT_OK(frames_begin(&w, frames, sizeof(frames), n, c.t_us));
	ASSERT_OK(frames_add(&w, c.t_us, values, good));
	ASSERT_OK(frames_add(&w, c.t_us + USEC_PER_SEC, values, bad));
	c.len = w.len;
	ASSERT_OK(orders_chunk(&room_orders, &c));
}

static void add_box(int64_t first, int64_t last)
{
	struct order_box b = { .event = 77,
			       .alarm = "battery_low",
			       .channel = "volts",
			       .t_us = START_US + first * PART_S * USEC_PER_SEC,
			       .first = first,
			       .last = last };

	ASSERT_OK(orders_box(&room_orders, &b));
}

static void fill(void)
{
	struct order_table t = room_table();

	room_clear();
	room_open(&room_limits);
	room_take_table(&t);
	for (int64_t i = 1; i <= 5; i++)
		add_part(i, 3);
	room_apply();
}

TEST(a_list_of_them)
{
	AUTO_FREE struct history_box *boxes = NULL;
	unsigned n;

	fill();
	add_box(2, 4);
	add_box(5, 9);
	add_box(20, 30);
	room_apply();
	room_read();
	ASSERT_OK(boxes_list(room_reader, &boxes, &n));
	ASSERT_EQ(n, 3);
	ASSERT_STREQ(boxes[0].alarm, "battery_low");
	ASSERT_STREQ(boxes[0].channel, "volts");
	ASSERT_EQ(boxes[0].event, 77);
	ASSERT_EQ(boxes[0].from_us, START_US + 20 * USEC_PER_SEC);
	ASSERT_EQ(boxes[0].to_us, START_US + 41 * USEC_PER_SEC);
	/* it is still being recorded */
	ASSERT_EQ(boxes[1].to_us, START_US + 51 * USEC_PER_SEC);
	ASSERT_EQ(boxes[2].from_us, 0);
	ASSERT_GT(boxes[1].box, boxes[0].box);
}

TEST(frames_of_a_box)
{
	AUTO_FREE struct history_box *boxes = NULL;
	struct boxes_reader r;
	unsigned n;

	fill();
	add_box(2, 4);
	room_apply();
	/* a part that is not there any more is passed over */
	ASSERT_OK(db_run(room_store->db, "DELETE FROM chunks WHERE chunk = 3"));
	room_read();
	ASSERT_OK(boxes_list(room_reader, &boxes, &n));
	ASSERT_OK(boxes_open(room_reader, &boxes[0], &r));
	for (int i = 0; i < 4; i++) {
		int64_t part = i < 2 ? 2 : 4;

		ASSERT_EQ(boxes_next(&r), 1);
		ASSERT_EQ(r.n, 3);
		ASSERT_STREQ(history_channels_def(&room_reader->channels, r.defs[0])->info.id,
			     "volts");
		ASSERT_EQ(r.frames.now.values[0], part * 1000);
		ASSERT_EQ(r.frames.now.t_us, START_US + (part * PART_S + i % 2) * USEC_PER_SEC);
		ASSERT_EQ(r.frames.now.qualities[1], i % 2 ? QUALITY_BROKEN_WIRE : QUALITY_OK);
	}
	ASSERT_EQ(boxes_next(&r), 0);
	ASSERT_EQ(boxes_next(&r), 0);
	boxes_done(&r);
}

static unsigned count_damaged(int64_t first_s, int64_t last_s)
{
	AUTO_FREE struct history_box *boxes = NULL;
	unsigned n;

	ASSERT_OK(boxes_list(room_reader, &boxes, &n));
	ASSERT_EQ(n, 2);
	ASSERT_EQ(boxes[0].from_us, START_US + first_s * USEC_PER_SEC);
	ASSERT_EQ(boxes[0].to_us, START_US + last_s * USEC_PER_SEC);
	/* the other one is as it was */
	ASSERT_EQ(boxes[1].damaged, 0);
	ASSERT_EQ(boxes[1].to_us, START_US + 51 * USEC_PER_SEC);
	return boxes[0].damaged;
}

static void damage(const char *what, int64_t part)
{
	char sql[256];

	(void)snprintf(sql, sizeof(sql), "UPDATE chunks SET %s WHERE chunk = %" PRId64, what, part);
	ASSERT_OK(db_run(room_store->db, sql));
}

TEST(a_damaged_part_is_passed_over_and_counted)
{
	fill();
	add_box(2, 4);
	add_box(5, 9);
	room_apply();
	room_read();
	ASSERT_EQ(count_damaged(20, 41), 0);
	damage("columns = '1,x'", 3);
	ASSERT_EQ(count_damaged(20, 41), 1);
	damage("columns = '1,2'", 3);
	ASSERT_EQ(count_damaged(20, 41), 1);
	damage("columns = '1,2,3', frames = x'0103ff'", 3);
	ASSERT_EQ(count_damaged(20, 41), 1);
	damage("frames = x''", 3);
	ASSERT_EQ(count_damaged(20, 41), 1);
	damage("columns = 'x'", 2);
	ASSERT_EQ(count_damaged(40, 41), 2);
	/* what comes before the damage in a part counts */
	damage("frames = substr(frames, 1, length(frames) - 1)", 4);
	ASSERT_EQ(count_damaged(40, 40), 3);
	room_end();
}

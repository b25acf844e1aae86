// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The log: files that end, are dropped and stay what they were. */
#include "lib/base/text.h"
#include "lib/history/marks.h"
#include "tests/unit/history_room.h"

#define START ROOM_START

static void begin(void)
{
	struct order_table t = room_table();

	room_clear();
	room_open(&room_limits);
	room_take_table(&t);
}

static void add_row(int64_t t, int32_t volts, enum log_clock clock)
{
	struct order_log l = {
		.ms = t * 1000,
		.east = 60,
		.clock = clock,
		.values = room_values(volts, 0, volts % 2 * 1000),
	};

	ASSERT_OK(orders_log(&room_orders, &l));
}

static void add_rows(int from, int to)
{
	for (int i = from; i < to; i++) {
		add_row(START + i * 60, 10000 + i, LOG_CLOCK_SET);
		if (i % 20 == 0)
			room_apply();
	}
	room_apply();
}

static struct log_file files[64];

static unsigned list(void)
{
	AUTO_FREE struct log_file *all = NULL;
	unsigned n;

	room_read();
	ASSERT_OK(log_files(room_reader, &all, &n));
	ASSERT_LE(n, ARRAY_SIZE(files));
	if (n > 0)
		memcpy(files, all, n * sizeof(*all));
	return n;
}

static int take(void *ctx, const char *bytes, size_t len)
{
	text_add_n(ctx, bytes, len);
	return 0;
}

static void fetch(const struct log_file *f, struct text *out)
{
	text_clear(out);
	ASSERT_OK(log_export(room_reader, f, take, out));
	/* what is said of a file is what it has */
	ASSERT_EQ(out->len, f->bytes);
}

/* All minutes of all files, one after the other, each once. */
static int64_t count_lines(unsigned n)
{
	AUTO_TEXT struct text all = TEXT_INIT;
	int64_t lines = 0;

	for (unsigned i = 0; i < n; i++) {
		fetch(&files[i], &all);
		for (size_t at = 0; at < all.len; at++)
			lines += all.bytes[at] == '\n';
		lines--;
		ASSERT_EQ(files[i].last - files[i].first + 1 + (i ? files[i - 1].last : 0),
			  files[i].last);
	}
	return lines;
}

TEST(a_file_ends_at_its_size_and_no_row_is_lost)
{
	char name[LOG_NAME_MAX];
	unsigned n;

	begin();
	add_rows(0, 500);
	n = list();
	ASSERT_GE(n, 2);
	for (unsigned i = 0; i < n; i++) {
		ASSERT_EQ(files[i].ended, i + 1 < n);
		ASSERT_LE(files[i].bytes, 20000);
		if (files[i].ended)
			ASSERT_GT(files[i].bytes, 20000 - 120);
	}
	ASSERT_EQ(count_lines(n), 500);
	log_file_name(&files[0], name);
	ASSERT_STREQ(name, "RMCU-000001.CSV");
	log_file_name(&files[n - 1], name);
	ASSERT_STREQ(name, "RMCU.CSV");
	ASSERT_EQ(files[0].first_ms, START * 1000);
	ASSERT_EQ(files[n - 1].last_ms, (START + 499 * 60) * 1000);
}

TEST(the_oldest_file_goes_at_the_quota)
{
	unsigned n;
	int64_t bytes = 0;

	begin();
	add_rows(0, 3000);
	n = list();
	for (unsigned i = 0; i < n; i++)
		bytes += files[i].bytes;
	ASSERT_LE(bytes, 60000);
	ASSERT_GT(bytes, 40000);
	ASSERT_EQ(files[n - 1].last, 3000);
	ASSERT_EQ(files[n - 1].last_ms, (START + 2999 * 60) * 1000);
	ASSERT_GT(files[0].file, 1);
}

TEST(a_file_that_has_ended_stays_as_it_was)
{
	AUTO_TEXT struct text before = TEXT_INIT, after = TEXT_INIT;
	struct order_table t = room_table();
	struct log_file first;

	begin();
	add_rows(0, 400);
	ASSERT_GE(list(), 2);
	first = files[0];
	fetch(&first, &before);
	(void)snprintf(t.channels[0].name, sizeof(t.channels[0].name), "Renamed");
	(void)snprintf(t.site, sizeof(t.site), "Moved");
	t.channels[2].state_text[0][0] = 'X';
	room_take_table(&t);
	add_rows(400, 500);
	room_reopen(&room_limits);
	ASSERT_GE(list(), 3);
	fetch(&first, &after);
	ASSERT_STREQ(text_get(&after), text_get(&before));
	/* and the rows of the new names are in a file of their own */
	fetch(&files[2], &after);
	ASSERT_CONTAINS(text_get(&after), "time,site,reason,event,Renamed [V],");
	ASSERT_CONTAINS(text_get(&after), "+01:00,Moved,periodic,,10.40,");
}

TEST(the_names_before_bring_their_layout_back)
{
	struct order_table t = room_table();

	begin();
	add_rows(0, 10);
	(void)snprintf(t.site, sizeof(t.site), "Moved");
	room_take_table(&t);
	room_reopen(&room_limits);
	t = room_table();
	room_take_table(&t);
	add_rows(10, 20);
	ASSERT_EQ(list(), 1);
	ASSERT_EQ(count_lines(1), 20);
}

TEST(cleared_is_empty_and_numbers_go_on)
{
	begin();
	add_rows(0, 50);
	ASSERT_OK(orders_clear(&room_orders, &(struct order_audit){ .mark = 1 }));
	room_apply();
	ASSERT_EQ(list(), 0);
	add_rows(50, 60);
	ASSERT_EQ(list(), 1);
	ASSERT_EQ(files[0].file, 2);
	ASSERT_EQ(files[0].first, 51);
	{
		struct store_status status = { 0 };

		ASSERT_OK(store_status(room_store, &status));
		ASSERT_EQ(status.rows, 10);
		ASSERT_EQ(status.first_ms, (START + 50 * 60) * 1000);
		ASSERT_EQ(status.last_ms, (START + 59 * 60) * 1000);
		ASSERT_EQ(status.log_bytes, files[0].bytes);
	}
}

TEST(who_emptied_it_is_kept_until_it_is_told)
{
	struct order_audit first = { .mark = 7, .text = "50 rows", .actor.name = "ann" };
	struct order_audit second = { .mark = 8, .file = 4711 }, third = { .mark = 9, .file = 2 };
	struct store_status status = { 0 };

	begin();
	add_rows(0, 50);
	ASSERT_OK(orders_clear(&room_orders, &first));
	room_apply();
	add_rows(50, 60);
	/* there is no such file: nobody did anything */
	ASSERT_OK(orders_delete(&room_orders, &second));
	ASSERT_OK(orders_delete(&room_orders, &third));
	room_apply();
	room_reopen(&room_limits);
	ASSERT_OK(store_status(room_store, &status));
	ASSERT_EQ(status.audits, 2);
	ASSERT_EQ(status.oldest_audit.mark, 7);
	ASSERT_STREQ(status.oldest_audit.text, "50 rows");
	ASSERT_STREQ(status.oldest_audit.actor.name, "ann");
	ASSERT_OK(orders_told(&room_orders, 7));
	room_apply();
	ASSERT_OK(store_status(room_store, &status));
	ASSERT_EQ(status.audits, 1);
	ASSERT_EQ(status.oldest_audit.file, 2);
	ASSERT_OK(orders_told(&room_orders, 9));
	room_apply();
	ASSERT_OK(store_status(room_store, &status));
	ASSERT_EQ(status.audits, 0);
	ASSERT_EQ(status.oldest_audit.mark, 0);
	/* a file of a version that kept none */
	ASSERT_OK(db_run(room_store->db, "DROP TABLE audits"));
	room_reopen(&room_limits);
	ASSERT_OK(orders_clear(&room_orders, &first));
	room_apply();
	ASSERT_OK(store_status(room_store, &status));
	ASSERT_EQ(status.audits, 1);
}

TEST(one_file_can_be_taken_out)
{
	begin();
	add_rows(0, 700);
	ASSERT_GE(list(), 3);
	ASSERT_OK(orders_delete(&room_orders,
				&(struct order_audit){ .mark = 1, .file = files[1].file }));
	room_apply();
	ASSERT_EQ(files[1].first, files[0].last + 1);
	{
		struct log_file gone = files[1];
		AUTO_TEXT struct text out = TEXT_INIT;

		room_read();
		ASSERT_EQ(log_export(room_reader, &gone, take, &out), -ESTALE);
	}
	/* the one that is being written: the next row begins another one */
	ASSERT_OK(orders_delete(&room_orders,
				&(struct order_audit){ .mark = 1, .file = files[2].file }));
	room_apply();
	add_rows(700, 701);
	ASSERT_EQ(list(), 2);
	ASSERT_EQ(files[1].first, 701);
}

TEST(rows_of_an_unset_clock_are_marked_and_corrected)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	const struct order_clock c = { .boot = { 1 },
				       .ahead_us = (START - 60) * USEC_PER_SEC,
				       .east = 120 };
	unsigned n;

	begin();
	add_rows(0, 3);
	room_second(60, 1);
	add_row(60, 12345, LOG_CLOCK_UNSET);
	add_row(120, 12346, LOG_CLOCK_UNSET);
	room_apply();
	n = list();
	fetch(&files[n - 1], &out);
	ASSERT_CONTAINS(text_get(&out), "boot+60.000s,\"Hill, north\",periodic,,12.35");
	ASSERT_OK(orders_clock(&room_orders, &c));
	room_apply();
	n = list();
	fetch(&files[n - 1], &out);
	ASSERT_CONTAINS(text_get(&out), "2026-11-25T22:00:00.000+02:00,\"Hill, north\",periodic,,"
					"12.35");
	ASSERT_CONTAINS(text_get(&out), "the clock was set later");
	ASSERT_TRUE(strstr(text_get(&out), "boot+") == NULL);
}

TEST(boxes_are_bounded)
{
	const uint8_t frames[] = { 1, 0 };

	begin();
	for (int64_t i = 0; i < 100; i++) {
		const struct order_chunk c = { i, i, sizeof(frames), frames };
		struct order_box b = { .event = i, .first = i, .last = i };

		(void)snprintf(b.alarm, sizeof(b.alarm), "alarm");
		ASSERT_OK(orders_chunk(&room_orders, &c));
		ASSERT_OK(orders_box(&room_orders, &b));
	}
	room_apply();
	{
		struct store_status status = { 0 };

		ASSERT_OK(store_status(room_store, &status));
		ASSERT_EQ(status.boxes, 3);
		ASSERT_EQ(status.chunk, 100);
	}
}

TEST(a_file_in_parts_is_the_same)
{
	AUTO_TEXT struct text whole = TEXT_INIT, parts = TEXT_INIT;
	static const size_t sizes[] = { 1, 700, 4096, 1 << 20 };
	unsigned n;

	begin();
	add_rows(0, 300);
	n = list();
	for (unsigned i = 0; i < n; i++) {
		fetch(&files[i], &whole);
		for (size_t k = 0; k < ARRAY_SIZE(sizes); k++) {
			int64_t row = 0;
			size_t before = 0;

			text_clear(&parts);
			while (row <= files[i].last) {
				before = parts.len;
				ASSERT_OK(log_export_part(room_reader, &files[i], sizes[k], &row,
							  &parts));
				ASSERT_GT(parts.len, before);
				/* a line and the first one more than was wanted */
				ASSERT_LE(parts.len - before, sizes[k] + 400);
			}
			ASSERT_STREQ(text_get(&parts), text_get(&whole));
		}
	}
	{
		const struct log_file gone = {
			.file = 99, .first = 5000, .last = 5100, .layout = files[0].layout
		};
		int64_t row = 0;

		ASSERT_EQ(log_export_part(room_reader, &gone, 100, &row, &parts), -ESTALE);
	}
}

static void add_event(int64_t t, int64_t event, const char *what, enum log_clock clock)
{
	struct order_log l = {
		.ms = t * 1000,
		.reason = LOG_ALARM,
		.event = event,
		.clock = clock,
		.values = room_values(1, 0, 0),
	};

	(void)snprintf(l.text, sizeof(l.text), "%s", what);
	ASSERT_OK(orders_log(&room_orders, &l));
}

TEST(marks_of_a_time)
{
	struct history_marks m;

	begin();
	add_event(START + 1, 1, "mains raised", LOG_CLOCK_SET);
	add_rows(1, 50);
	add_event(START + 3000, 2, "mains chattering", LOG_CLOCK_SET);
	add_event(START + 3001, 3, "mains cleared", LOG_CLOCK_SET);
	add_event(5, 4, "mains raised", LOG_CLOCK_UNSET);
	add_event(START + 3002, 5, "raised", LOG_CLOCK_SET);
	room_apply();
	room_read();
	ASSERT_OK(history_marks(room_reader, START, START + 3600, &m));
	ASSERT_TRUE(m.complete);
	ASSERT_EQ(m.n, 2);
	ASSERT_EQ(m.list[0].event, 1);
	ASSERT_EQ(m.list[0].kind, HISTORY_MARK_RAISED);
	ASSERT_EQ(m.list[0].t_us, (START + 1) * USEC_PER_SEC);
	ASSERT_STREQ(m.list[1].alarm, "mains");
	ASSERT_EQ(m.list[1].kind, HISTORY_MARK_CLEARED);
	history_marks_done(&m);
	ASSERT_EQ(m.n_before, 0);
	/* its end is not in it */
	ASSERT_OK(history_marks(room_reader, START + 1, START + 3001, &m));
	ASSERT_EQ(m.n, 1);
	history_marks_done(&m);
	/* nothing happens in it, and what was before is known: the newest of it */
	ASSERT_OK(history_marks(room_reader, START + 2, START + 2000, &m));
	ASSERT_EQ(m.n, 0);
	ASSERT_EQ(m.n_before, 1);
	ASSERT_EQ(m.before[0].kind, HISTORY_MARK_RAISED);
	history_marks_done(&m);
	ASSERT_OK(history_marks(room_reader, START + 3002, START + 3600, &m));
	ASSERT_EQ(m.n_before, 1);
	ASSERT_EQ(m.before[0].kind, HISTORY_MARK_CLEARED);
	history_marks_done(&m);
}

TEST(the_newest_marks_of_too_many)
{
	struct history_marks m;

	begin();
	for (int i = 0; i < HISTORY_MARKS_MAX + 20; i++) {
		add_event(START + i, i, i % 2 ? "x cleared" : "x raised", LOG_CLOCK_SET);
		if (i % 20 == 0)
			room_apply();
	}
	room_apply();
	room_read();
	ASSERT_OK(history_marks(room_reader, START, START + 3600, &m));
	ASSERT_FALSE(m.complete);
	ASSERT_EQ(m.n, HISTORY_MARKS_MAX);
	ASSERT_EQ(m.list[m.n - 1].event, HISTORY_MARKS_MAX + 19);
	ASSERT_EQ(m.list[0].event, 20);
	history_marks_done(&m);
	room_end();
}

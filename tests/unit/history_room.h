// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* For tests of the history: a folder with a history.db, and orders for it. */
#include <stdio.h>

#include "daemons/loggerd/store/store.h"
#include "lib/base/cleanup.h"
#include "lib/base/util.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

#define ROOM_PATH_MAX 512
/* 2026-11-25 20:00:00 UTC, at the beginning of an hour and of nothing larger. */
#define ROOM_START INT64_C(1795636800)

static char room_folder[FOLDER_PATH_MAX];
static struct store *room_store;
static struct history *room_reader;
static struct orders room_orders;

static const struct store_limits room_limits = {
	.sizes = { .seconds = 7200, .hours = 48, .blocks = 4, .chunks = 40 },
	.file_bytes = 20000,
	.quota_bytes = 60000,
	.boxes = 3,
};

/* An empty folder, nothing open; also after a test that failed. */
static inline void room_clear(void)
{
	room_reader = history_close(room_reader);
	room_store = store_close(room_store);
	orders_done(&room_orders);
	folder_fresh(room_folder, "history");
}

static inline void room_end(void)
{
	room_clear();
	folder_remove(room_folder);
}

static inline void room_open(const struct store_limits *limits)
{
	ASSERT_OK(store_open(room_folder, limits, ROOM_START * USEC_PER_SEC, &room_store));
}

/* Closes and opens it again, as after a kill when `limits` are the same. */
static inline void room_reopen(const struct store_limits *limits)
{
	room_store = store_close(room_store);
	room_open(limits);
}

static inline void room_read(void)
{
	room_reader = history_close(room_reader);
	ASSERT_OK(history_open(room_folder, &room_reader));
}

static inline struct channel room_channel(const char *id, enum unit in, unsigned digits)
{
	struct channel c = {
		.kind = in == UNIT_NONE ? CHANNEL_DIGITAL_IN : CHANNEL_ANALOG_IN,
		.unit = in,
		.digits = (uint8_t)digits,
		.range_min = -100 * MICRO,
		.range_max = 100 * MICRO,
		.state_text = { "OPEN", "CLOSED" },
	};

	(void)snprintf(c.id, sizeof(c.id), "%s", id);
	(void)snprintf(c.name, sizeof(c.name), "The %s", id);
	return c;
}

/* Volts, amps, a contact. */
static inline struct order_table room_table(void)
{
	struct order_table t = { .site = "Hill, north", .since_us = ROOM_START * USEC_PER_SEC };

	t.n = 3;
	t.channels[0] = room_channel("volts", UNIT_VOLT, 2);
	t.channels[1] = room_channel("amps", UNIT_AMPERE, 1);
	t.channels[2] = room_channel("door", UNIT_NONE, 0);
	return t;
}

static inline void room_apply(void)
{
	ASSERT_OK(store_apply(room_store, &room_orders));
	room_orders.len = 0;
	room_orders.n = 0;
}

static inline void room_take_table(const struct order_table *t)
{
	ASSERT_OK(orders_table(&room_orders, t));
	room_apply();
}

static inline struct order_values room_values(int32_t a, int32_t b, int32_t c)
{
	return (struct order_values){ .n = 3, .values = { a, b, c } };
}

static inline void room_second(int64_t t, int32_t volts)
{
	struct order_second o = { .t = t, .boot = { 1 }, .values = room_values(volts, -volts, 0) };

	ASSERT_OK(orders_second(&room_orders, &o));
}

static inline const struct history_channel *room_find(const char *id)
{
	const struct history_channel *c = history_channels_find(&room_reader->channels, id);

	if (!c)
		TEST_FAIL("no channel '%s' in the history", id);
	return c;
}

/* One bucket of a channel. */
static inline struct history_sum room_sum(const char *id, int64_t from, int64_t to)
{
	const struct history_range range = { from, to, 1 };
	struct history_sum sum;

	ASSERT_OK(history_buckets(room_reader, room_find(id), &range, &sum));
	return sum;
}

/* The same put together from seconds. */
static inline struct history_sum room_fine(const char *id, int64_t from, int64_t to)
{
	const struct history_range range = { from, to, (unsigned)(to - from) };
	AUTO_FREE struct history_sum *sums = calloc(range.buckets, sizeof(*sums));
	struct history_sum all = { 0 };

	ASSERT_OK(history_buckets(room_reader, room_find(id), &range, sums));
	for (unsigned i = 0; i < range.buckets; i++)
		history_sum_merge(&all, &sums[i]);
	return all;
}

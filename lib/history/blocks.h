// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Minutes and hours of one column, a block at a time. Within a transaction; blocks_renew() after
 * another one began.
 */
#include "lib/history/history.h"

struct blocks {
	struct history *h;
	unsigned column;
	sqlite3_stmt *minutes, *hours;
	int64_t minutes_slot; /* on which `minutes` stands; -1: on none */
	int64_t running_hour; /* -1 without one */
	uint8_t running[HISTORY_MINUTE_BLOCK];
	int64_t hours_number; /* of the block in `hours_block`; -1 for none */
	bool hours_there;
	uint8_t hours_block[HISTORY_HOUR_BLOCK];
	unsigned rows; /* read since the transaction began */
};

int blocks_open(struct history *h, unsigned column, struct blocks *ret);
void blocks_close(struct blocks *b);
int blocks_renew(struct blocks *b);

/*
 * The minutes of an hour (seconds since 1970 / 3600): 1 and the block, valid until the next call; 0
 * when there are none.
 */
int blocks_minutes(struct blocks *b, int64_t hour, const uint8_t **ret_block);

/*
 * Hours as a whole: adds those from `hour` on that are kept, before `end`; returns how many, 0 when
 * the first one is not kept (yet). They may be fewer than there are: then go on from there.
 */
int blocks_hours(struct blocks *b, int64_t hour, int64_t end, struct history_sum *sum);

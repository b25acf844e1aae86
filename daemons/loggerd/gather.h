// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Snapshots in, seconds and minutes out. Pure: time is what the snapshots say.
 *
 * A second is the last snapshot in it. A minute is the least and the greatest value of all
 * snapshots, edges too, and the mean over those of ticks: an edge comes when something happens, and
 * would weigh what it happened to. A clock that steps ends both where they are.
 *
 * While the wall clock is not set, seconds carry the time since the boot and there are no minutes:
 * the store makes them when it learns how far the clock was ahead (ORDER_CLOCK).
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/loggerd/store/orders.h"
#include "lib/model/snapshot.h"

/* What has become ready; a mask. To be dealt with in this order. */
enum gather_ready {
	GATHER_SECOND = 1, /* gather.done_second */
	GATHER_MINUTE = 2, /* gather.done_minute */
	GATHER_CLOCK = 4,  /* the wall clock is set: gather.ahead_us */
};

/* What is known of one channel in the running minute. */
struct gather_channel {
	int32_t min, max, last;
	uint8_t seconds, worst;
	int64_t counted_t; /* the last second with a value in it */
	int64_t sum;	   /* of the ticks' values */
	uint32_t ticks;
};

struct gather {
	unsigned n;
	int32_t steps[CHANNELS_MAX];
	uint8_t digits[CHANNELS_MAX]; /* that are shown */
	/* the last snapshot, in steps */
	bool any;
	struct instant now;
	bool clock_set;
	int64_t t; /* its second */
	struct order_values values;
	/* the running minute; -1: none */
	int64_t minute;
	struct gather_channel channels[CHANNELS_MAX];
	/* what is ready */
	struct order_second done_second; /* boot is the caller's to fill in */
	struct order_minute done_minute;
	int64_t ahead_us;
};

/* Begins anew with these channels. */
void gather_begin(struct gather *g, const struct channel *channels, unsigned n);

/* Takes a snapshot of so many channels; says what has become ready by it. */
unsigned gather_take(struct gather *g, const struct snapshot *s);

/* Ends what runs, e.g. before other channels come: says what has become ready. */
unsigned gather_end(struct gather *g);

/* Time of the last snapshot as the log has it: wall clock, or since the boot while that is not set.
 */
int64_t gather_time_us(const struct gather *g);

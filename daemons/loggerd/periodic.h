// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * When a row of the log is due: at whole minutes since 1970 UTC that are multiples of the rate, so
 * that 60 is each full hour (where the zone is whole hours from UTC). The row is the last snapshot
 * at or before that moment, or the first one behind it, where one is within a second. A moment
 * without one is not made up for, and after a start the first moment is one that is still to come.
 * Pure.
 */
#include <stdbool.h>
#include <stdint.h>

enum periodic_row {
	PERIODIC_NONE,
	PERIODIC_LAST, /* the snapshot before this one is the row */
	PERIODIC_THIS,
};

/* Zero-initialise. */
struct periodic {
	int64_t rate_us;
	int64_t moment_us; /* the last one that was come by */
	int64_t last_us;   /* time of the snapshot before */
	int64_t row_us;	   /* moment of the last row, and when it was */
	int64_t row_mono_us;
	bool any, any_row;
};

/*
 * A snapshot came, at that time (wall clock, or since the boot while that is not set) and
 * monotonic time. *ret_moment_us is what the row is for, when there is one. 0 minutes: no rows.
 */
enum periodic_row periodic_look(struct periodic *p, int64_t rate_min, int64_t time_us,
				int64_t mono_us, int64_t *ret_moment_us);

/* The moment that comes next after this time; 0 without a rate. */
int64_t periodic_next_us(int64_t rate_min, int64_t time_us);

/* Times go on from elsewhere: the clock was set. */
void periodic_reset(struct periodic *p);

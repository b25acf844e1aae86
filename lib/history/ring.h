// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The ring of seconds. Rows stand in the order in which they came; within a stretch time goes on,
 * and a new one begins where it went back (a clock was set, a board booted without one). So a time
 * is found in each stretch by halving.
 */
#include "lib/history/history.h"

struct ring {
	int64_t first, next; /* numbers of the oldest row and of the next one to come */
	unsigned n;
	int64_t *stretches; /* first rows, rising; the first one is not behind `first`; owned */
	sqlite3_stmt *time; /* t of a slot */
};

/* Within a transaction, whose rows it describes. */
int ring_load(struct history *h, struct ring *ret);
void ring_done(struct ring *ring);

/* Rows of the stretch `i`: from (in it) to (behind it). */
void ring_stretch(const struct ring *ring, unsigned i, int64_t *ret_from, int64_t *ret_to);

/* The first row of [from, to), a part of a stretch, whose time is not before t; `to` for none. */
int ring_seek(struct history *h, const struct ring *ring, int64_t from, int64_t to, int64_t t,
	      int64_t *ret_row);

/*
 * How many seconds are between a row and the next one in [from_t, to_t), where that is most; 1
 * where nothing is known. More than a minute is a gap and does not count, nor does what is apart
 * only once.
 */
int ring_spacing(struct history *h, const struct ring *ring, int64_t from_t, int64_t to_t,
		 int64_t *ret_s);

/* Time of the oldest and of the newest row whose clock was set; 0 without one. */
int ring_ends(struct history *h, const struct ring *ring, int64_t *ret_first, int64_t *ret_last);

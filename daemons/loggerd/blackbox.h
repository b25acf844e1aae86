// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The black box: the last minute of all snapshots, and which of it is kept when an alarm comes,
 * with the five minutes behind it. Snapshots lie in chunks of ten seconds (lib/history/frames.h),
 * and alarms that overlap share them. Pure.
 *
 * A chunk gets its running number when it is known that it is kept, so numbers have no holes. A box
 * is told at once, with the numbers that its chunks will have as far as that can be known; a reader
 * takes those of them that lie within its time.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/history/frames.h"

#define BLACKBOX_BEFORE_US (60 * INT64_C(1000000))
#define BLACKBOX_AFTER_US  (300 * INT64_C(1000000))
#define BLACKBOX_CHUNK_US  (10 * INT64_C(1000000))
/* A chunk that is full ends before its time. */
#define BLACKBOX_CHUNK_MAX (24 * 1024)
/* All that is remembered: with 64 channels at 100 Hz this is less than a minute. */
#define BLACKBOX_BYTES_MAX ((size_t)128 * 1024)
#define BLACKBOX_CHUNKS	   32

struct blackbox_chunk {
	int64_t number;		   /* -1: not kept, at least not yet */
	int64_t t_us;		   /* wall clock of its first snapshot */
	int64_t first_us, last_us; /* monotonic, of its first and last snapshot */
	bool taken;		   /* blackbox_take has returned it */
	size_t len;
	uint8_t *bytes; /* owned */
};

struct blackbox {
	unsigned n_channels;
	int64_t next;	  /* number of the next chunk that is kept */
	int64_t until_us; /* monotonic: chunks that begin before it are kept */
	int64_t promised; /* behind all numbers that boxes were told so far */
	/* that have ended, the oldest first */
	unsigned n;
	size_t bytes;
	struct blackbox_chunk chunks[BLACKBOX_CHUNKS];
	/* that runs */
	bool running;
	struct blackbox_chunk head;
	struct frames_writer writer;
	uint8_t room[BLACKBOX_CHUNK_MAX];
	/* how far back it reaches when it has to be less than a minute; 0: it does not have to be
	 */
	int64_t short_us;
};

/* Forgets all, and begins with so many channels. Zero-initialise `b` before the first time. */
void blackbox_begin(struct blackbox *b, unsigned n_channels);
void blackbox_done(struct blackbox *b);

/* Adds a snapshot, in steps. -ENOMEM: a chunk was lost. */
int blackbox_add(struct blackbox *b, int64_t wall_us, int64_t mono_us, const int32_t *values,
		 const uint8_t *qualities);

/* An alarm came at this monotonic time: numbers of the chunks that belong to it. */
void blackbox_raise(struct blackbox *b, int64_t mono_us, int64_t *ret_first, int64_t *ret_last);

/* Ends the chunk that runs, before other channels come or the program ends. */
int blackbox_cut(struct blackbox *b);

/* The next chunk that is to be written, or NULL; what it returns stays until the next add. */
const struct blackbox_chunk *blackbox_take(struct blackbox *b);
/* What was taken last found no place: it is returned again. */
void blackbox_put_back(struct blackbox *b, const struct blackbox_chunk *c);

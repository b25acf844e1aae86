// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Snapshots at full rate, packed: a part of a recording. Each frame holds what has changed since
 * the one before it, as variable-length integers (7 bits a byte, the lowest first; signed ones
 * zigzag), so a quiet channel costs a byte. Pure.
 *
 *   version (1), number of channels
 *   then frames: milliseconds since the one before; how many qualities changed, and for each its
 *   channel and the quality; then for each channel with a value the difference to its last one
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/channel.h"

#define FRAMES_VERSION 1
/* The longest frame: everything changed as much as it can. */
#define FRAMES_LONGEST (10 + 2 + 7 * CHANNELS_MAX)

/* What is remembered between two frames, on both sides. */
struct frames_state {
	unsigned n;
	int64_t t_us; /* of the last frame, to the millisecond */
	int32_t values[CHANNELS_MAX];
	uint8_t qualities[CHANNELS_MAX];
};

struct frames_writer {
	struct frames_state last;
	uint8_t *bytes; /* the caller's */
	size_t len, room;
	unsigned count; /* of frames */
};

/* Begins a part; the first frame is at t_us. -ENOSPC without room for a head. */
int frames_begin(struct frames_writer *w, void *bytes, size_t room, unsigned n, int64_t t_us);

/* Adds a frame, not before the last one; -ENOSPC when it may not fit: then the part is full. */
int frames_add(struct frames_writer *w, int64_t t_us, const int32_t *values,
	       const uint8_t *qualities);

struct frames_reader {
	struct frames_state now; /* the last frame read */
	const uint8_t *at, *end;
};

/* -EBADMSG for what is no part of a recording. */
int frames_open(struct frames_reader *r, const void *bytes, size_t len, int64_t t_us);

/* 1 and the next frame in r->now, 0 behind the last one, -EBADMSG. */
int frames_next(struct frames_reader *r);

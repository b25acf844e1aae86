// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Time. Decisions take a `struct instant` as an argument; nothing that decides reads a clock.
 * A program that consumes snapshots follows the publisher's time through `struct clock`, so that a
 * simulator that runs faster carries the whole suite with it (ARCHITECTURE.md, "Time").
 */
#include <stdbool.h>
#include <stdint.h>

/* One moment on both clocks, microseconds. wall_us counts from 1970-01-01 UTC, mono_us from boot.
 */
struct instant {
	int64_t wall_us;
	int64_t mono_us;
};

/*
 * Whether a clock of ours can show this, microseconds: within 73 000 years of its zero. What was
 * kept or came from elsewhere is asked so before anything is reckoned with it: no sum of a few such
 * times leaves int64.
 */
#define CLOCK_MOST_US (INT64_MAX / 4)
static inline bool clock_can_show(int64_t us)
{
	return us > -CLOCK_MOST_US && us < CLOCK_MOST_US;
}

/* Reads CLOCK_REALTIME and CLOCK_MONOTONIC of this machine. */
struct instant instant_read(void);

/* Reads CLOCK_MONOTONIC alone, microseconds: for liveness, time-outs and back-off. */
int64_t mono_read_us(void);

/* The boot's random id from /proc, 16 bytes; all zero where the kernel does not say. */
void boot_id_read(uint8_t ret_id[16]);

/* The publisher's time, continued by this program's own monotonic clock between snapshots. */
struct clock {
	struct instant base;  /* time in the last snapshot */
	int64_t heard_us;     /* own monotonic time when it arrived */
	int64_t last_mono_us; /* largest mono_us handed out: never backwards */
	uint32_t rate_milli;  /* publisher seconds per second, in thousandths; 1000 on hardware */
	bool following;	      /* false until the first snapshot: then the machine's own clocks */
};

/* Takes over the time that a snapshot carries; `own_mono_us` is when it arrived here. */
void clock_follow(struct clock *c, struct instant published, uint32_t rate_milli,
		  int64_t own_mono_us);

/* The present moment in the publisher's time; runs on when the publisher is silent. */
struct instant clock_now(struct clock *c, int64_t own_mono_us);

/* How long this machine must wait, microseconds, until the publisher's clock shows `mono_us`. */
int64_t clock_wait_us(struct clock *c, int64_t mono_us, int64_t own_mono_us);

/* Formats wall time as RFC 3339 with milliseconds in UTC, e.g. 2026-11-23T06:47:00.000Z. */
#define CLOCK_RFC3339_MAX 32
void clock_format_utc(int64_t wall_us, char ret_text[CLOCK_RFC3339_MAX]);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A contact that may bounce: it toggles a number of times within a span, at times that follow from
 * the seed. After an even number it is where it was, after an odd one it has changed. Pure.
 */
#include <stdbool.h>
#include <stdint.h>

/* A worn relay bounces some ten times; more than this is a test of limits, and slow to play. */
#define CONTACT_EDGES_MAX   1000
#define CONTACT_SPAN_MAX_US INT64_C(60000000)

struct contact {
	int64_t level;	   /* where it rests, before the running bounce */
	int64_t reported;  /* what the last edge said */
	int64_t bounce_us; /* start of the bounce, when edges > 0 */
	int64_t edges;
	int64_t span_us;
};

/* A bounce from `now_us` on; one that is still running ends where it is. */
void contact_bounce(struct contact *c, uint64_t seed, int64_t now_us, int64_t edges,
		    int64_t span_us);

/* Puts it to a level for good; a running bounce is over. */
void contact_set(struct contact *c, bool level);

bool contact_level(const struct contact *c, uint64_t seed, int64_t now_us);

/* The next time after `after_us` at which it moves, or INT64_MAX. */
int64_t contact_next_us(const struct contact *c, uint64_t seed, int64_t after_us);

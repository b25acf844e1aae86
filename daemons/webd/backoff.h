// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * How long who guesses must wait: twice as long after each wrong word, for the account and for the
 * address each. Pure: times are microseconds of CLOCK_MONOTONIC.
 */
#include <stdint.h>

/* Wrong words that cost nothing: people mistype. */
#define BACKOFF_FREE 3
/* An account is never shut for longer: else a stranger could keep its owner out. */
#define BACKOFF_ACCOUNT_US (INT64_C(30) * 1000000)
#define BACKOFF_ADDRESS_US (INT64_C(15) * 60 * 1000000)
/* Nothing is remembered for longer than the longest wait. */
#define BACKOFF_FORGET_US (2 * BACKOFF_ADDRESS_US)
/* Who comes when all places are taken waits as the one whose place he takes. */
#define BACKOFF_PLACES 128

struct backoff_place {
	uint64_t key; /* a hash of the account or address; 0 is free */
	unsigned wrong;
	int64_t last_us;
};

struct backoff {
	struct backoff_place list[BACKOFF_PLACES];
};

enum backoff_what {
	BACKOFF_ACCOUNT,
	BACKOFF_ADDRESS,
};

/* How long he must still wait, microseconds; 0: he may try. */
int64_t backoff_wait(const struct backoff *b, enum backoff_what what, const char *name,
		     int64_t now_us);

/* It was wrong, it was right. */
void backoff_wrong(struct backoff *b, enum backoff_what what, const char *name, int64_t now_us);
void backoff_right(struct backoff *b, enum backoff_what what, const char *name);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * How soon a card wears out by what is written to it: a cell can be written so often, and the card
 * spreads what comes over all of them. What the card itself writes on top of that is not in it, nor
 * what other programs write. Pure.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/text.h"

/* The first minutes, in which files are made, say nothing about a day. */
#define WEAR_SPAN_MIN_US (INT64_C(3600) * 1000000)
/* No card lasts so long for other reasons: years beyond this mean nothing. */
#define WEAR_YEARS_MAX 100

struct wear_card {
	int64_t gib;
	int64_t cycles; /* that a cell can be written */
};

struct wear {
	bool known;	    /* there was time enough for what is below */
	uint64_t day_bytes; /* written a day */
	/* Until the card has taken its share, millionths of a year; at most WEAR_YEARS_MAX. */
	int64_t years;
};

/* `written` bytes came within `span_us`, to a card that was new before that; NULL: not known which.
 */
void wear_estimate(uint64_t written, int64_t span_us, const struct wear_card *card,
		   struct wear *ret_wear);

/* Adds "1.2 MiB a day", and with a card "1.2 MiB a day; a card of 4 GiB and 3000 cycles lasts more
 * than 100 years". */
void wear_words(struct text *out, const struct wear *w, const struct wear_card *card);

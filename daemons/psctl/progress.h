// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* How far something long has come, on stderr, while a person watches. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/text.h"

/* What is over before is not worth a bar. */
#define PROGRESS_AFTER_US USEC_PER_SEC
/* Ten pictures a second look like movement. */
#define PROGRESS_EACH_US (USEC_PER_SEC / 10)

struct progress {
	bool watched; /* somebody sees it */
	bool unicode;
	unsigned columns; /* of the terminal */
	uint64_t done, total;
	int64_t begun_us, shown_us; /* monotonic; 0: not shown yet */
};

/* Begins; `own_screen` is false when what is made goes to the same terminal. */
void progress_begin(struct progress *p, uint64_t total, bool own_screen, bool plain);

/* So much more is done. */
void progress_add(struct progress *p, uint64_t n);

/* Takes the bar away. */
void progress_end(struct progress *p);

/* Adds the bar's line, no longer than the terminal is wide. Pure. */
void progress_line(struct text *out, const struct progress *p);

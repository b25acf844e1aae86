// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The moving mean of one channel's last N good samples (S24). A step of the input is fully through
 * after exactly N samples. A reading that is not ok has no number to average: it shows at once, and
 * the mean starts anew with the first good one after it, so that no old value returns.
 */
#include <stdint.h>

#include "lib/model/names.h"

#define AVERAGE_MAX 64 /* the largest choice of Sensor Setup; 6.4 s at 10 Hz */

struct average {
	int64_t samples[AVERAGE_MAX]; /* a ring; the newest stands before `next` */
	uint8_t window;		      /* N, 1 = none */
	uint8_t filled;		      /* good samples in the ring, at most `window` */
	uint8_t next;
};

/* Starts empty with a window of 1 to AVERAGE_MAX samples; others become the nearest of these. */
void average_start(struct average *a, unsigned window);

/* Changes the window and keeps the newest samples that fit. */
void average_set_window(struct average *a, unsigned window);

/* Takes one reading and returns what to show: the mean when ok, else `value` as it came. */
int64_t average_add(struct average *a, enum quality quality, int64_t value);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * How many events may leave because of their age. A clock that stepped makes everything old at
 * once, so this is never more than a sixteenth of the journal in an hour. Pure.
 */
#include <stdint.h>

struct prune {
	int64_t from_us; /* monotonic; what may leave grows from here */
};

/* Begins with nothing that may leave: a program that is started again and again prunes no more. */
void prune_begin(struct prune *p, int64_t now_us);

/* Of `rows` events, so many may leave now. */
uint64_t prune_allowance(struct prune *p, uint64_t rows, int64_t now_us);

/* `n` of them left. */
void prune_spend(struct prune *p, uint64_t rows, uint64_t n);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* When something comes again that people have set in local time. Pure. */
#include <stdint.h>

/*
 * The next time (wall clock) behind `wall_us` of those that are `every_min` minutes apart, counted
 * from minute `start_min` of each local day; where they are more than a day apart, of a Monday.
 */
int64_t recur_next_us(int64_t every_min, int64_t start_min, int64_t wall_us);

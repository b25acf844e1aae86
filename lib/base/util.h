// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The handful of macros that every file may use. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define MIN(a, b)     ((a) < (b) ? (a) : (b))
#define MAX(a, b)     ((a) > (b) ? (a) : (b))

#define USEC_PER_MSEC INT64_C(1000)
#define USEC_PER_SEC  INT64_C(1000000)
#define NSEC_PER_USEC INT64_C(1000)

/* Values on the bus and in memory are millionths of their unit: 13.8 V is 13 800 000. */
#define MICRO	     INT64_C(1000000)
#define MICRO_DIGITS 6

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

static inline int streq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

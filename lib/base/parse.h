// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Strict parsing: the whole text must be the value, nothing is skipped, nothing is rounded into
 * range. All return 0, -EINVAL (not such a value) or -ERANGE (one, but too large); the result is
 * untouched on failure.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decimal integer with optional minus sign. */
int parse_i64(const char *text, int64_t *ret_value);

/* Decimal integer without sign. */
int parse_u64(const char *text, uint64_t *ret_value);

/* Decimal number with up to six digits behind the point, into millionths: "13.8" is 13 800 000. */
int parse_micro(const char *text, int64_t *ret_micro);

/* true|false, yes|no, on|off. */
int parse_bool(const char *text, bool *ret_value);

/* A span of time into microseconds: number and unit ms, s, min, h or d; a bare number is seconds.
 */
int parse_span_us(const char *text, int64_t *ret_us);

/* Writes a number in decimal, with zeros in front up to `least` digits, so that its last digit
 * stands before `end`, where PARSE_DIGITS_MAX bytes have room; its first one is returned. No NUL.
 */
#define PARSE_DIGITS_MAX 20
char *format_digits(char *end, uint64_t value, unsigned least);

/* Writes millionths as the shortest decimal text that parse_micro reads back: 13 800 000 is "13.8".
 */
#define PARSE_MICRO_MAX 32
void format_micro(int64_t micro, char ret_text[PARSE_MICRO_MAX]);

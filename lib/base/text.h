// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A text that grows. Errors are sticky: append freely, ask text_ok() once at the end.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/util.h"

struct text {
	char *bytes; /* NUL-terminated as soon as something was appended; owned */
	size_t len;  /* without the NUL */
	size_t room; /* allocated */
	bool failed; /* out of memory at some append */
};

#define TEXT_INIT ((struct text){ 0 })

void text_done(struct text *t);
#define AUTO_TEXT __attribute__((cleanup(text_done)))

/* Empties it and keeps the memory. */
void text_clear(struct text *t);

void text_add(struct text *t, const char *s);
void text_add_n(struct text *t, const char *bytes, size_t n);
void text_add_char(struct text *t, char c);
/* A number in decimal. */
void text_add_number(struct text *t, int64_t value);
/* The same without a sign, with zeros in front up to `least` digits, 1 to 20. */
void text_add_digits(struct text *t, uint64_t value, unsigned least);
void text_printf(struct text *t, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The text so far, "" if nothing was added; valid until the next append. */
const char *text_get(const struct text *t);

/* False when an append failed for want of memory. */
static inline bool text_ok(const struct text *t)
{
	return !t->failed;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/parse.h"

#define FIRST_ROOM 256
/* A line or two, with what stands in it. */
#define PRINTED_MOSTLY 127

void text_done(struct text *t)
{
	free(t->bytes);
	*t = TEXT_INIT;
}

void text_clear(struct text *t)
{
	t->len = 0;
	t->failed = false;
	if (t->bytes)
		t->bytes[0] = '\0';
}

static bool grow(struct text *t, size_t n)
{
	size_t room = t->room ? t->room : FIRST_ROOM;
	char *bytes;

	while (room < t->len + n + 1)
		room *= 2;
	bytes = realloc(t->bytes, room);
	if (!bytes) {
		t->failed = true;
		return false;
	}
	t->bytes = bytes;
	t->room = room;
	return true;
}

/* Makes place for n more bytes and the NUL. */
static inline bool reserve(struct text *t, size_t n)
{
	return !t->failed && (t->len + n < t->room || grow(t, n));
}

void text_add_n(struct text *t, const char *bytes, size_t n)
{
	if (!reserve(t, n))
		return;
	memcpy(t->bytes + t->len, bytes, n);
	t->len += n;
	t->bytes[t->len] = '\0';
}

void text_add(struct text *t, const char *s)
{
	text_add_n(t, s, strlen(s));
}

void text_add_char(struct text *t, char c)
{
	if (!reserve(t, 1))
		return;
	t->bytes[t->len++] = c;
	t->bytes[t->len] = '\0';
}

void text_add_digits(struct text *t, uint64_t value, unsigned least)
{
	char digits[PARSE_DIGITS_MAX], *end = digits + sizeof(digits);
	char *at = format_digits(end, value, least);

	text_add_n(t, at, (size_t)(end - at));
}

void text_add_number(struct text *t, int64_t value)
{
	if (value < 0)
		text_add_char(t, '-');
	text_add_digits(t, value < 0 ? -(uint64_t)value : (uint64_t)value, 1);
}

void text_printf(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	/* most find room at once; only the others are written twice */
	if (!reserve(t, PRINTED_MOSTLY))
		return;
	va_start(ap, fmt);
	n = vsnprintf(t->bytes + t->len, t->room - t->len, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < t->room - t->len) {
		t->len += (size_t)n;
		return;
	}
	t->bytes[t->len] = '\0';
	if (n < 0 || !reserve(t, (size_t)n))
		return;
	va_start(ap, fmt);
	(void)vsnprintf(t->bytes + t->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	t->len += (size_t)n;
}

const char *text_get(const struct text *t)
{
	return t->bytes ? t->bytes : "";
}

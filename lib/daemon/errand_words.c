// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/utf8.h"
#include "lib/daemon/errand.h"

/* The character at s if all of it stands within n bytes, is valid and can be shown; else 0. */
static size_t whole_character(const char *s, size_t n)
{
	char c[5] = "";
	size_t len;

	memcpy(c, s, MIN(n, (size_t)4));
	len = utf8_length(c);
	return len && !utf8_control(c) ? len : 0;
}

void errand_clean(char *ret, size_t size, const char *bytes, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n;) {
		size_t len = whole_character(bytes + i, n - i);
		const char *from = len ? bytes + i : "?";

		/* white space that ends a line is none of the sentence */
		if (!len && strchr("\t\r\n", bytes[i]))
			from = " ";
		if (at + MAX(len, (size_t)1) >= size)
			break;
		if (*from != ' ' || (at > 0 && ret[at - 1] != ' ')) {
			memcpy(ret + at, from, MAX(len, (size_t)1));
			at += MAX(len, (size_t)1);
		}
		i += MAX(len, (size_t)1);
	}
	while (at > 0 && ret[at - 1] == ' ')
		at--;
	ret[at] = '\0';
}

void errand_says(struct msg_sent *ret, enum delivery_outcome outcome, unsigned code,
		 const char *fmt, ...)
{
	char words[2 * WIRE_SENTENCE_MAX];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(words, sizeof(words), fmt, args);
	va_end(args);
	ret->outcome = outcome;
	ret->unsure = false;
	ret->code = (uint16_t)MIN(code, (unsigned)UINT16_MAX);
	errand_clean(ret->sentence, sizeof(ret->sentence), words, strlen(words));
}

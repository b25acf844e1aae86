// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/cursor.h"

#include "lib/base/utf8.h"

/*
 * Puts a text that no reader would take: one that snprintf cut in the middle of a character, or a
 * name that a device or a path brought along. '?' stands for each byte that may not be there.
 */
static void put_defused(struct cursor *c, const char *text)
{
	while (*text) {
		size_t n = utf8_length(text);
		bool good = n > 0 && !utf8_control(text);

		cursor_put(c, good ? text : "?", good ? n : 1);
		text += good ? n : 1;
	}
}

void cursor_put_text(struct cursor *c, const char *text)
{
	size_t n = strlen(text);

	if (n > UINT16_MAX) {
		c->error = c->error ? c->error : -ENOBUFS;
		return;
	}
	cursor_put_u16(c, (uint16_t)n);
	if (utf8_printable(text))
		cursor_put(c, text, n);
	else
		put_defused(c, text);
}

void cursor_get_text(struct cursor *c, char *ret_text, size_t size)
{
	size_t n = cursor_get_u16(c);

	ret_text[0] = '\0';
	if (n >= size || n > cursor_left(c)) {
		cursor_fail(c);
		return;
	}
	cursor_get(c, ret_text, n);
	ret_text[n] = '\0';
	/* A NUL inside would make two readers see two texts. */
	if (strlen(ret_text) != n || !utf8_printable(ret_text)) {
		cursor_fail(c);
		ret_text[0] = '\0';
	}
}

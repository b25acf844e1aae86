// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/cursor.h"

#include "lib/base/utf8.h"

void cursor_put_text(struct cursor *c, const char *text)
{
	size_t n = strlen(text);

	if (n > UINT16_MAX) {
		c->error = c->error ? c->error : -ENOBUFS;
		return;
	}
	cursor_put_u16(c, (uint16_t)n);
	cursor_put(c, text, n);
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

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/paragraph.h"

#include <string.h>

#include "lib/base/utf8.h"

void paragraph_add(struct text *out, const char *s, unsigned columns, unsigned used,
		   unsigned indent)
{
	bool first = true;

	while (*s) {
		size_t bytes = strcspn(s, " ");
		AUTO_TEXT struct text word = TEXT_INIT;
		unsigned n;

		text_add_n(&word, s, bytes);
		n = (unsigned)utf8_count(text_get(&word));
		if (!first && columns > 0 && used + 1 + n > columns) {
			text_printf(out, "\n%*s", (int)indent, "");
			used = indent;
			first = true;
		}
		text_add(out, first ? "" : " ");
		text_add_n(out, s, bytes);
		used += n + !first;
		first = false;
		s += bytes + strspn(s + bytes, " ");
	}
	text_add_char(out, '\n');
}

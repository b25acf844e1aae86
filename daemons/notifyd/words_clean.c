// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/words.h"

#include "lib/base/utf8.h"

/* Stands for what cannot be shown: in every alphabet, also that of text messages. */
#define UNKNOWN '?'

/* Marks that turn text round, break lines or hide what follows: by them a name could look like
 * another one. Joiners (U+200C, U+200D) are letters' business and stay. */
static bool is_mark(const unsigned char *u, size_t n)
{
	if (n == 2)
		return (u[0] == 0xc2 && u[1] == 0xad) || /* U+00AD */
		       (u[0] == 0xd8 && u[1] == 0x9c);	 /* U+061C */
	if (n != 3)
		return false;
	if (u[0] == 0xe2 && u[1] == 0x80)
		return u[2] == 0x8b || u[2] == 0x8e || u[2] == 0x8f || /* U+200B, U+200E, U+200F */
		       (u[2] >= 0xa8 && u[2] <= 0xae);		       /* U+2028 to U+202E */
	if (u[0] == 0xe2 && u[1] == 0x81)
		return u[2] >= 0xa0 && u[2] <= 0xaf;	     /* U+2060 to U+206F */
	return u[0] == 0xef && u[1] == 0xbb && u[2] == 0xbf; /* U+FEFF */
}

void words_clean(struct text *out, const char *s)
{
	while (*s) {
		size_t n = utf8_length(s);

		if (*s == '\t')
			text_add_char(out, ' ');
		else if (n == 0 || utf8_control(s) || is_mark((const unsigned char *)s, n))
			text_add_char(out, UNKNOWN);
		else
			text_add_n(out, s, n);
		s += n ? n : 1;
	}
}

size_t words_fit(const char *s, size_t most)
{
	size_t len = strlen(s);

	if (len <= most)
		return len;
	while (most > 0 && ((unsigned char)s[most] & 0xc0) == 0x80)
		most--;
	return most;
}

void words_copy(char *ret, size_t size, const char *s)
{
	AUTO_TEXT struct text clean = TEXT_INIT;
	size_t n;

	words_clean(&clean, s);
	n = words_fit(text_get(&clean), size - 1);
	memcpy(ret, text_get(&clean), n);
	ret[n] = '\0';
}

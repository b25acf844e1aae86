// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/gsm7.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/utf8.h"

/* ASCII that the alphabet has, and what it has beyond. */
static const char ascii[] = "@$ !\"#%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
			    "abcdefghijklmnopqrstuvwxyz";
static const char beyond[] = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";
/* Behind an escape. */
static const char extension[] = "^{}\\[~]|€";

/* A row: what looks like it, then the characters that become that. */
static const struct {
	const char *as, *of;
} alike[] = {
	{ "", "°\xe2\x80\x8c\xe2\x80\x8d" }, /* and U+200C, U+200D, which have no width */
	{ "A", "ÀÁÂÃĀĂĄ" },
	{ "a", "áâãāăą" },
	{ "C", "ĆĈĊČ" },
	{ "c", "çćĉċč" },
	{ "D", "ĎĐÐ" },
	{ "d", "ďđð" },
	{ "E", "ÈÊËĒĔĖĘĚ" },
	{ "e", "êëēĕėęě" },
	{ "G", "ĜĞĠĢ" },
	{ "g", "ĝğġģ" },
	{ "I", "ÌÍÎÏĨĪĬĮİ" },
	{ "i", "íîïĩīĭįı" },
	{ "L", "ĹĻĽŁ" },
	{ "l", "ĺļľł" },
	{ "N", "ŃŅŇ" },
	{ "n", "ńņň" },
	{ "O", "ÒÓÔÕŌŎŐ" },
	{ "o", "óôõōŏő" },
	{ "R", "ŔŖŘ" },
	{ "r", "ŕŗř" },
	{ "S", "ŚŜŞŠȘ" },
	{ "s", "śŝşšș" },
	{ "T", "ŢŤȚ" },
	{ "t", "ţťț" },
	{ "U", "ÙÚÛŨŪŬŮŰŲ" },
	{ "u", "úûũūŭůűųµμ" },
	{ "Y", "ÝŸ" },
	{ "y", "ýÿ" },
	{ "Z", "ŹŻŽ" },
	{ "z", "źżž" },
	{ "OE", "Œ" },
	{ "oe", "œ" },
	{ "'", "`´‘’‚" },
	{ "\"", "“”„«»" },
	{ "-", "–—‐‑−" },
	{ "...", "…" },
	{ "x", "×" },
	{ "+-", "±" },
	{ "2", "²" },
	{ "3", "³" },
	{ "1/2", "½" },
	{ "1/4", "¼" },
	{ "3/4", "¾" },
	{ "Ω", "Ω" },			 /* U+2126, the unit */
	{ " ", "\xc2\xa0\xe2\x80\xaf" }, /* U+00A0, U+202F: spaces that do not break */
};

static bool among(const char *set, const char *s, size_t n)
{
	for (; *set; set += utf8_length(set))
		if (utf8_length(set) == n && memcmp(set, s, n) == 0)
			return true;
	return false;
}

/* Places of the character; 0: the alphabet has it not. */
static size_t places(const char *s, size_t n)
{
	if (among(n == 1 ? ascii : beyond, s, n))
		return 1;
	return among(extension, s, n) ? 2 : 0;
}

static const char *look_alike(const char *s, size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(alike); i++)
		if (among(alike[i].of, s, n))
			return alike[i].as;
	return "?";
}

void gsm7_from(struct text *out, const char *s)
{
	while (*s) {
		size_t n = utf8_length(s);

		if (n == 0)
			text_add_char(out, '?');
		else if (places(s, n))
			text_add_n(out, s, n);
		else
			text_add(out, look_alike(s, n));
		s += n ? n : 1;
	}
}

size_t gsm7_count(const char *s)
{
	size_t count = 0;

	for (size_t n; *s && (n = utf8_length(s)); s += n)
		count += places(s, n);
	return count;
}

size_t gsm7_fit(const char *s, size_t most)
{
	const char *at = s;

	for (size_t n; *at && (n = utf8_length(at)); at += n) {
		size_t wide = places(at, n);

		if (wide > most)
			break;
		most -= wide;
	}
	return (size_t)(at - s);
}

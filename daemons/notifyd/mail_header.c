// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/mail_header.h"

#include <stdio.h>
#include <string.h>

#include "daemons/notifyd/words.h"
#include "lib/base/calendar.h"

/* 39 bytes are 52 digits of base64: with "=?utf-8?B?" and "?=" 64 of the 75 that RFC 2047 allows,
 * and behind "Subject: " they still have room on the line. */
#define ENCODED_BYTES 39

static void base64(struct text *out, const char *bytes, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *u = (const unsigned char *)bytes;

	for (size_t i = 0; i < n; i += 3) {
		unsigned three = (unsigned)u[i] << 16 | (i + 1 < n ? (unsigned)u[i + 1] << 8 : 0) |
				 (i + 2 < n ? u[i + 2] : 0);

		text_add_char(out, digits[three >> 18 & 63]);
		text_add_char(out, digits[three >> 12 & 63]);
		text_add_char(out, i + 1 < n ? digits[three >> 6 & 63] : '=');
		text_add_char(out, i + 2 < n ? digits[three & 63] : '=');
	}
}

/* "=?" could be read as an encoded word that somebody else has written. */
bool mail_plain(const char *words)
{
	for (const unsigned char *u = (const unsigned char *)words; *u; u++)
		if (*u < 0x20 || *u > 0x7e)
			return false;
	return !strstr(words, "=?");
}

static void encoded_words(struct text *out, const char *words, const char *between)
{
	const char *s = words;

	while (*s) {
		size_t n = words_fit(s, ENCODED_BYTES);

		/* no text is so: only bytes that are no UTF-8, and those were cleaned */
		if (n == 0)
			n = 1;
		if (s != words)
			text_add(out, between);
		text_add(out, "=?utf-8?B?");
		base64(out, s, n);
		text_add(out, "?=");
		s += n;
	}
}

void mail_encoded_words(struct text *out, const char *words)
{
	AUTO_TEXT struct text clean = TEXT_INIT;

	words_clean(&clean, words);
	encoded_words(out, text_get(&clean), " ");
}

/* Folds before words that would make the line too long; never before the first one: for some
 * readers the blanks would be part of it. */
static void folded(struct text *out, size_t column, const char *value)
{
	bool first = true;

	while (*value) {
		size_t n = strcspn(value, " ");

		if (n == 0) {
			/* a line of blanks alone would end the header for some */
			value++;
			continue;
		}
		if (!first && column + 1 + n > MAIL_LINE_MAX) {
			text_add(out, "\r\n");
			column = 0;
		}
		text_add_char(out, ' ');
		text_add_n(out, value, n);
		column += 1 + n;
		value += n;
		first = false;
	}
	text_add(out, "\r\n");
}

void mail_header_plain(struct text *out, const char *name, const char *value)
{
	AUTO_TEXT struct text clean = TEXT_INIT;

	words_clean(&clean, value);
	text_printf(out, "%s:", name);
	folded(out, strlen(name) + 1, text_get(&clean));
}

/* A word longer than a line cannot be folded; encoded, it can. */
static bool foldable(const char *words)
{
	while (*words) {
		size_t n = strcspn(words, " ");

		if (n > MAIL_LINE_MAX - 16)
			return false;
		words += n + (words[n] == ' ');
	}
	return true;
}

void mail_header_words(struct text *out, const char *name, const char *words)
{
	AUTO_TEXT struct text clean = TEXT_INIT, value = TEXT_INIT;

	words_clean(&clean, words);
	if (mail_plain(text_get(&clean)) && foldable(text_get(&clean)))
		text_add(&value, text_get(&clean));
	else
		encoded_words(&value, text_get(&clean), " ");
	text_printf(out, "%s:", name);
	folded(out, strlen(name) + 1, text_get(&value));
}

static void quoted(struct text *out, const char *words)
{
	text_add_char(out, '"');
	for (; *words; words++) {
		if (*words == '"' || *words == '\\')
			text_add_char(out, '\\');
		text_add_char(out, *words);
	}
	text_add_char(out, '"');
}

void mail_header_from(struct text *out, const char *name, const char *display, const char *address)
{
	AUTO_TEXT struct text clean = TEXT_INIT, value = TEXT_INIT;

	words_clean(&clean, display);
	if (mail_plain(text_get(&clean)) && foldable(text_get(&clean)))
		quoted(&value, text_get(&clean));
	else
		encoded_words(&value, text_get(&clean), " ");
	text_printf(&value, " <%s>", address);
	mail_header_plain(out, name, text_get(&value));
}

/* Of the proleptic Gregorian calendar, 0 is Sunday; by Zeller's congruence. */
static unsigned weekday(unsigned year, unsigned month, unsigned day)
{
	unsigned m = month < 3 ? month + 12 : month, y = month < 3 ? year - 1 : year;

	return (day + 13 * (m + 1) / 5 + y + y / 4 - y / 100 + y / 400 + 6) % 7;
}

void mail_date(struct text *out, int64_t wall_us)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char when[CLOCK_RFC3339_MAX], time[9], sign = '+';
	unsigned year, month, day, east_h = 0, east_min = 0;

	calendar_format(wall_us, when);
	if (sscanf(when, "%4u-%2u-%2uT%8[0-9:].%*3u%c%2u:%2u", &year, &month, &day, time, &sign,
		   &east_h, &east_min) < 4 ||
	    month < 1 || month > 12)
		return;
	text_printf(out, "%.3s, %u %.3s %04u %s %c%02u%02u", days + 3 * weekday(year, month, day),
		    day, months + 3 * (month - 1), year, time, sign == '-' ? '-' : '+', east_h,
		    east_min);
}

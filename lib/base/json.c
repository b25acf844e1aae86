// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/json.h"

#include "lib/base/clock.h"
#include "lib/base/parse.h"
#include "lib/base/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

void json_begin(struct json *j, struct text *out, bool pretty)
{
	*j = (struct json){ .out = out, .pretty = pretty };
}

static void new_line(struct json *j)
{
	if (!j->pretty)
		return;
	text_add_char(j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		text_add(j->out, "  ");
}

/* How much of s stands in a string as it is. */
static size_t plain(const char *s)
{
	size_t n = 0, one = 1;

	for (; one > 0; n += one) {
		unsigned char c = (unsigned char)s[n];

		if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f)
			break;
		one = c < 0x80 ? 1 : utf8_length(s + n);
	}
	return n;
}

static void escape(struct text *out, const char *s)
{
	text_add_char(out, '"');
	for (;;) {
		size_t n = plain(s);
		unsigned char c = (unsigned char)s[n];

		text_add_n(out, s, n);
		s += n;
		if (c == '\0')
			break;
		s++;
		if (c == '"' || c == '\\')
			text_printf(out, "\\%c", c);
		else if (c == '\n')
			text_add(out, "\\n");
		else if (c == '\t')
			text_add(out, "\\t");
		else if (c < 0x20 || c == 0x7f)
			text_printf(out, "\\u%04x", c);
		else
			text_add(out, REPLACEMENT);
	}
	text_add_char(out, '"');
}

/* What stands before any value: a comma where one is due, the line, the key. */
static void lead_in(struct json *j, const char *key)
{
	uint64_t bit = UINT64_C(1) << (j->depth & 63);

	if (j->keyed) {
		j->keyed = false;
		return;
	}
	if (j->filled & bit)
		text_add_char(j->out, ',');
	j->filled |= bit;
	if (j->depth > 0)
		new_line(j);
	if (key) {
		escape(j->out, key);
		text_add(j->out, j->pretty ? ": " : ":");
	}
}

void json_key(struct json *j, const char *key)
{
	lead_in(j, key);
	j->keyed = true;
}

static void open_level(struct json *j, const char *key, char bracket)
{
	lead_in(j, key);
	text_add_char(j->out, bracket);
	j->depth++;
	j->filled &= ~(UINT64_C(1) << (j->depth & 63));
}

static void close_level(struct json *j, char bracket)
{
	bool any = j->filled >> (j->depth & 63) & 1;

	j->depth--;
	if (any)
		new_line(j);
	text_add_char(j->out, bracket);
}

void json_object(struct json *j, const char *key)
{
	open_level(j, key, '{');
}

void json_object_end(struct json *j)
{
	close_level(j, '}');
}

void json_array(struct json *j, const char *key)
{
	open_level(j, key, '[');
}

void json_array_end(struct json *j)
{
	close_level(j, ']');
}

void json_string(struct json *j, const char *key, const char *value)
{
	lead_in(j, key);
	escape(j->out, value);
}

void json_int(struct json *j, const char *key, int64_t value)
{
	lead_in(j, key);
	text_add_number(j->out, value);
}

void json_uint(struct json *j, const char *key, uint64_t value)
{
	lead_in(j, key);
	text_add_digits(j->out, value, 1);
}

void json_bool(struct json *j, const char *key, bool value)
{
	lead_in(j, key);
	text_add(j->out, value ? "true" : "false");
}

void json_null(struct json *j, const char *key)
{
	lead_in(j, key);
	text_add(j->out, "null");
}

void json_micro(struct json *j, const char *key, int64_t micro)
{
	char number[PARSE_MICRO_MAX];

	lead_in(j, key);
	format_micro(micro, number);
	text_add(j->out, number);
}

void json_time(struct json *j, const char *key, int64_t wall_us)
{
	char when[CLOCK_RFC3339_MAX];

	clock_format_utc(wall_us, when);
	json_string(j, key, when);
}

void json_time_or_null(struct json *j, const char *key, int64_t wall_us)
{
	if (wall_us)
		json_time(j, key, wall_us);
	else
		json_null(j, key);
}

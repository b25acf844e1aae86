// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A flat JSON object (RFC 8259): strings, numbers, true, false and null, which is no value. */
#include <stdint.h>
#include <string.h>

#include "daemons/webd/fields_internal.h"
#include "lib/base/util.h"

const char fields_malformed_json[] =
	"the body is no flat JSON object: {\"name\": value, …} with strings, numbers, true and "
	"false";

struct reader {
	const char *at, *end;
	const char *why; /* sticky */
};

/* A text of limited room. */
struct room {
	char *bytes;
	size_t n, size;
};

static void fail(struct reader *r, const char *why)
{
	if (!r->why)
		r->why = why;
	r->at = r->end;
}

static void skip_space(struct reader *r)
{
	while (r->at < r->end && memchr(" \t\r\n", *r->at, 4))
		r->at++;
}

/* Takes the character if it comes next, behind spaces. */
static bool take(struct reader *r, char c)
{
	skip_space(r);
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static void put(struct reader *r, struct room *to, char c)
{
	if (to->n + 1 >= to->size)
		fail(r, fields_long);
	else if (c == '\0')
		fail(r, fields_malformed_json);
	else
		to->bytes[to->n++] = c;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits behind \u; 0, which is no character here, when they are none. */
static uint32_t take_unit(struct reader *r)
{
	uint32_t unit = 0;

	if (r->end - r->at < 4)
		return 0;
	for (int i = 0; i < 4; i++) {
		int d = digit(*r->at++);

		if (d < 0)
			return 0;
		unit = unit * 16 + (uint32_t)d;
	}
	return unit;
}

/* A character that is written in two halves. */
static uint32_t take_code(struct reader *r)
{
	uint32_t high = take_unit(r), low;

	if (high < 0xd800 || high > 0xdfff)
		return high;
	if (high > 0xdbff || r->end - r->at < 6 || r->at[0] != '\\' || r->at[1] != 'u')
		return 0;
	r->at += 2;
	low = take_unit(r);
	if (low < 0xdc00 || low > 0xdfff)
		return 0;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static void put_code(struct reader *r, struct room *to, uint32_t code)
{
	if (code < 0x80) {
		put(r, to, (char)code);
	} else if (code < 0x800) {
		put(r, to, (char)(0xc0 | code >> 6));
		put(r, to, (char)(0x80 | (code & 0x3f)));
	} else {
		if (code < 0x10000) {
			put(r, to, (char)(0xe0 | code >> 12));
		} else {
			put(r, to, (char)(0xf0 | code >> 18));
			put(r, to, (char)(0x80 | (code >> 12 & 0x3f)));
		}
		put(r, to, (char)(0x80 | (code >> 6 & 0x3f)));
		put(r, to, (char)(0x80 | (code & 0x3f)));
	}
}

static void take_escape(struct reader *r, struct room *to)
{
	static const char from[] = "\"\\/bfnrt", to_byte[] = "\"\\/\b\f\n\r\t";
	char c = '\0';
	const char *known;

	if (r->at < r->end)
		c = *r->at++;
	known = c ? strchr(from, c) : NULL;
	if (known)
		put(r, to, to_byte[known - from]);
	else if (c == 'u')
		put_code(r, to, take_code(r));
	else
		fail(r, fields_malformed_json);
}

static void take_string(struct reader *r, char *bytes, size_t size)
{
	struct room to = { .bytes = bytes, .size = size };

	if (!take(r, '"'))
		fail(r, fields_malformed_json);
	while (r->at < r->end && *r->at != '"') {
		char c = *r->at++;

		if (c == '\\')
			take_escape(r, &to);
		else if ((unsigned char)c < ' ')
			fail(r, fields_malformed_json);
		else
			put(r, &to, c);
	}
	if (r->at == r->end)
		fail(r, fields_malformed_json);
	else
		r->at++;
	bytes[to.n] = '\0';
}

static void take_digits(struct reader *r, struct room *to)
{
	size_t n = to->n;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
		put(r, to, *r->at++);
	if (to->n == n)
		fail(r, fields_malformed_json);
}

/* Without an exponent: nothing here is as large or as small. */
static void take_number(struct reader *r, struct room *to)
{
	const char *first;

	if (take(r, '-'))
		put(r, to, '-');
	first = r->at;
	take_digits(r, to);
	if (!r->why && *first == '0' && r->at - first > 1)
		fail(r, fields_malformed_json);
	if (r->at < r->end && *r->at == '.') {
		put(r, to, *r->at++);
		take_digits(r, to);
	}
}

/* One of the three words; false when it is none. */
static bool take_word(struct reader *r, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(r->end - r->at) < n || memcmp(r->at, word, n) != 0)
		return false;
	r->at += n;
	return true;
}

/* False for null: there is no value. */
static bool take_value(struct reader *r, char *bytes, size_t size)
{
	struct room to = { .bytes = bytes, .size = size };

	skip_space(r);
	bytes[0] = '\0';
	if (r->at < r->end && *r->at == '"') {
		take_string(r, bytes, size);
		return true;
	}
	if (take_word(r, "null"))
		return false;
	if (take_word(r, "true"))
		memcpy(bytes, "true", sizeof("true"));
	else if (take_word(r, "false"))
		memcpy(bytes, "false", sizeof("false"));
	else {
		take_number(r, &to);
		bytes[to.n] = '\0';
	}
	return true;
}

static void take_member(struct reader *r, struct fields *f)
{
	const char *why;

	if (f->n == FIELDS_MAX) {
		fail(r, fields_many);
		return;
	}
	take_string(r, f->list[f->n].name, FIELD_NAME_MAX);
	if (!take(r, ':'))
		fail(r, fields_malformed_json);
	if (!take_value(r, f->list[f->n].value, FIELD_VALUE_MAX) || r->why)
		return;
	why = fields_take(f);
	if (why)
		fail(r, why);
}

const char *fields_from_json(struct fields *f, const char *body, size_t len)
{
	struct reader r = { .at = body, .end = body + len };

	if (!take(&r, '{'))
		return fields_malformed_json;
	if (!take(&r, '}')) {
		do
			take_member(&r, f);
		while (take(&r, ','));
		if (!take(&r, '}'))
			fail(&r, fields_malformed_json);
	}
	skip_space(&r);
	if (r.at < r.end)
		fail(&r, fields_malformed_json);
	return r.why;
}

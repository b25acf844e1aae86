// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/form.h"

#include <string.h>

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte at *at, which moves behind it; -1 for what is none. */
static int decode_one(const char **at, const char *end)
{
	char c = *(*at)++;
	int high, low;

	if (c == '+')
		return ' ';
	if (c != '%')
		return (unsigned char)c;
	if (end - *at < 2)
		return -1;
	high = digit((*at)[0]);
	low = digit((*at)[1]);
	*at += 2;
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool form_decode(const char *at, const char *end, char *ret_value, size_t size)
{
	size_t n = 0;

	while (at < end) {
		int c = decode_one(&at, end);

		if (c <= 0 || n + 1 >= size)
			return false;
		ret_value[n++] = (char)c;
	}
	ret_value[n] = '\0';
	return true;
}

/* Whether what stands before the "=" is this name; browsers encode names too. */
static bool is_named(const char *at, const char *end, const char *name)
{
	while (at < end && *name)
		if (decode_one(&at, end) != (unsigned char)*name++)
			return false;
	return at == end && !*name;
}

/* The next field of this name from *at on, which moves behind it; its value is up to *ret_end. */
static const char *next_named(const char **at, const char *end, const char *name,
			      const char **ret_end)
{
	while (*at < end) {
		const char *from = *at, *next = memchr(from, '&', (size_t)(end - from));
		const char *stop = next ? next : end;
		const char *equals = memchr(from, '=', (size_t)(stop - from));

		*at = next ? next + 1 : end;
		*ret_end = stop;
		if (equals && is_named(from, equals, name))
			return equals + 1;
	}
	return NULL;
}

bool form_value(const char *body, size_t len, const char *name, char *ret_value, size_t size)
{
	const char *stop, *value = next_named(&body, body + len, name, &stop);

	return value && form_decode(value, stop, ret_value, size);
}

bool form_values(const char *body, size_t len, const char *name, char *ret_values, size_t size)
{
	const char *end = body + len, *stop, *value;
	size_t n = 0;

	if (size == 0)
		return false;
	ret_values[0] = '\0';
	while ((value = next_named(&body, end, name, &stop))) {
		size_t from = n > 0 ? n + 1 : 0;

		if (value == stop)
			continue;
		if (from >= size || !form_decode(value, stop, ret_values + from, size - from))
			return false;
		if (n > 0)
			ret_values[n] = ' ';
		n = from + strlen(ret_values + from);
	}
	return true;
}

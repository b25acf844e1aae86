// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/parse.h"

#include <errno.h>
#include <string.h>

#include "lib/base/util.h"

/* Reads digits up to the first other character into *value; 0, -EINVAL without one, or -ERANGE. */
static int read_digits(const char **text, uint64_t *value, int *count)
{
	const char *p = *text;
	uint64_t v = *value;

	while (*p >= '0' && *p <= '9') {
		if (__builtin_mul_overflow(v, 10u, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(*p - '0'), &v))
			return -ERANGE;
		p++;
	}
	if (p == *text)
		return -EINVAL;
	*count = (int)(p - *text);
	*text = p;
	*value = v;
	return 0;
}

static int apply_sign(uint64_t magnitude, bool negative, int64_t *ret_value)
{
	/* there is one negative number more than there are positive ones */
	if (magnitude > (uint64_t)INT64_MAX + negative)
		return -ERANGE;
	*ret_value = (int64_t)(negative ? -magnitude : magnitude);
	return 0;
}

int parse_u64(const char *text, uint64_t *ret_value)
{
	uint64_t value = 0;
	int count, r;

	r = read_digits(&text, &value, &count);
	if (r < 0)
		return r;
	if (*text)
		return -EINVAL;
	*ret_value = value;
	return 0;
}

int parse_i64(const char *text, int64_t *ret_value)
{
	bool negative = *text == '-';
	uint64_t magnitude;
	int r;

	r = parse_u64(text + negative, &magnitude);
	if (r < 0)
		return r;
	return apply_sign(magnitude, negative, ret_value);
}

int parse_micro(const char *text, int64_t *ret_micro)
{
	bool negative = *text == '-';
	uint64_t value = 0;
	int behind = 0, count, r;

	text += negative;
	r = read_digits(&text, &value, &count);
	if (r < 0)
		return r;
	if (*text == '.') {
		text++;
		r = read_digits(&text, &value, &behind);
		if (r < 0)
			return r;
	}
	if (*text || behind > MICRO_DIGITS)
		return -EINVAL;
	for (int i = behind; i < MICRO_DIGITS; i++)
		if (__builtin_mul_overflow(value, 10u, &value))
			return -ERANGE;
	return apply_sign(value, negative, ret_micro);
}

int parse_bool(const char *text, bool *ret_value)
{
	static const char *const yes[] = { "true", "yes", "on" };
	static const char *const no[] = { "false", "no", "off" };

	for (size_t i = 0; i < ARRAY_SIZE(yes); i++) {
		if (streq(text, yes[i])) {
			*ret_value = true;
			return 0;
		}
		if (streq(text, no[i])) {
			*ret_value = false;
			return 0;
		}
	}
	return -EINVAL;
}

int parse_span_us(const char *text, int64_t *ret_us)
{
	static const struct {
		const char *name;
		int64_t us;
	} units[] = {
		{ "", USEC_PER_SEC },	      { "s", USEC_PER_SEC },
		{ "ms", USEC_PER_MSEC },      { "min", 60 * USEC_PER_SEC },
		{ "h", 3600 * USEC_PER_SEC }, { "d", 86400 * USEC_PER_SEC },
	};
	size_t digits = strspn(text, "0123456789.");
	char number[PARSE_MICRO_MAX];
	int64_t micro, us;
	int r;

	if (digits == 0 || digits >= sizeof(number))
		return -EINVAL;
	memcpy(number, text, digits);
	number[digits] = '\0';
	r = parse_micro(number, &micro);
	if (r < 0)
		return r;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (!streq(text + digits, units[i].name))
			continue;
		if (__builtin_mul_overflow(micro, units[i].us / 1000, &us))
			return -ERANGE;
		*ret_us = us / (MICRO / 1000);
		return 0;
	}
	return -EINVAL;
}

/* Not by printf: of what is asked for again and again, most is numbers. */
char *format_digits(char *end, uint64_t value, unsigned least)
{
	char *at = end;

	for (; value > 0 || end - at < (ptrdiff_t)least; value /= 10)
		*--at = (char)('0' + value % 10);
	return at;
}

void format_micro(int64_t micro, char ret_text[PARSE_MICRO_MAX])
{
	uint64_t magnitude = micro < 0 ? -(uint64_t)micro : (uint64_t)micro;
	char digits[PARSE_MICRO_MAX], *end = digits + sizeof(digits), *point = end - MICRO_DIGITS;
	char *at = format_digits(end, magnitude, MICRO_DIGITS + 1);

	while (end > point && end[-1] == '0')
		end--;
	if (micro < 0)
		*ret_text++ = '-';
	memcpy(ret_text, at, (size_t)(point - at));
	ret_text += point - at;
	if (end > point)
		*ret_text++ = '.';
	memcpy(ret_text, point, (size_t)(end - point));
	ret_text[end - point] = '\0';
}

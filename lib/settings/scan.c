// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/scan.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/util.h"
#include "lib/settings/mistake.h"

struct scanner {
	const char *file;
	const char *p, *end; /* `end` points to a NUL */
	unsigned line;
	int depth; /* of braces */
	bool mistaken;
	struct scan *scan;
	struct text *mistakes;
};

static void add(struct scanner *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s->line += s->p[i] == '\n';
	text_add_n(&s->scan->text, s->p, n);
	s->p += n;
}

#define MISTAKE(s, line, ...)                                                                      \
	do {                                                                                       \
		mistake_add((s)->mistakes, (s)->file, line, NULL, __VA_ARGS__);                    \
		(s)->mistaken = true;                                                              \
	} while (0)

static void skip_string(struct scanner *s)
{
	const char *q = s->p + 1;

	while (q < s->end && *q != '"')
		q += (*q == '\\' && q + 1 < s->end) ? 2 : 1;
	add(s, (size_t)(q - s->p) + (q < s->end));
}

static void skip_to(struct scanner *s, const char *stop, size_t stop_len)
{
	const char *q = strstr(s->p, stop);

	add(s, q ? (size_t)(q - s->p) + stop_len : (size_t)(s->end - s->p));
}

static bool name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '*' || c == '.' ||
	       c == '+';
}

/* `digits` counts them with the sign before them. */
static bool leading_zero(const char *number, size_t digits)
{
	size_t sign = number[0] == '-' || number[0] == '+';

	return digits > sign + 1 && number[sign] == '0';
}

/* One unit of names and numbers: a large integer gets the L that libconfig wants. */
static void scan_word(struct scanner *s)
{
	const char *start = s->p;
	size_t n = 0, digits;
	bool hex;
	uintmax_t v;

	while (start + n < s->end && name_char(start[n]))
		n++;
	add(s, n);
	hex = n > 2 && start[0] == '0' && (start[1] == 'x' || start[1] == 'X');
	digits = start[0] == '-' || start[0] == '+' ? 1 : hex ? 2 : 0;
	if (!isxdigit((unsigned char)start[digits]))
		return;
	while (digits < n && (hex ? isxdigit((unsigned char)start[digits])
				  : isdigit((unsigned char)start[digits])))
		digits++;
	/* Whatever follows the digits makes it a float, a name, an L or an error for libconfig. */
	if (digits != n && start[digits] != 'L')
		return;
	if (!hex && !isdigit((unsigned char)start[0]) && !isdigit((unsigned char)start[1]))
		return;
	/* 010 is ten to libconfig 1.5 and eight to 1.7. */
	if (!hex && leading_zero(start, digits)) {
		MISTAKE(s, s->line, "'%.*s' begins with 0, which is not clear; write it without",
			(int)MIN(n, 40), start);
		return;
	}
	errno = 0;
	v = strtoumax(start + (start[0] == '-' || start[0] == '+'), NULL, hex ? 16 : 10);
	if (errno == ERANGE || v > INT64_MAX)
		MISTAKE(s, s->line, "'%.*s' is too large for any setting", (int)MIN(n, 40), start);
	else if (digits == n && v > INT32_MAX)
		text_add_char(&s->scan->text, 'L');
}

static bool include_name_valid(const char *name)
{
	return name[0] != '/' && name[0] != '.' && !strstr(name, "..");
}

/* `@include "common/guide.conf"` on a line of its own, outside all groups. */
static void scan_include(struct scanner *s)
{
	size_t line_len = strcspn(s->p, "\n");
	const char *open = memchr(s->p, '"', line_len);
	const char *close =
		open ? memchr(open + 1, '"', line_len - (size_t)(open + 1 - s->p)) : NULL;
	size_t len = close ? (size_t)(close - open - 1) : 0;
	struct scan_include *i = &s->scan->includes[s->scan->n_includes];

	if (s->depth > 0)
		MISTAKE(s, s->line, "@include stands at the top, outside all groups");
	else if (len == 0 || len >= SCAN_NAME_MAX)
		MISTAKE(s, s->line, "after @include comes the name of a file in quotes");
	else if (s->scan->n_includes == SCAN_INCLUDES_MAX)
		MISTAKE(s, s->line, "more than %d files are included", SCAN_INCLUDES_MAX);
	else {
		*i = (struct scan_include){ .line = s->line };
		memcpy(i->name, open + 1, len);
		if (include_name_valid(i->name))
			s->scan->n_includes++;
		else
			MISTAKE(s, s->line, "'%s' is not below the profiles folder", i->name);
	}
	s->p += line_len;
}

static void scan_one(struct scanner *s)
{
	if (*s->p == '"') {
		skip_string(s);
	} else if (*s->p == '#' || (s->p[0] == '/' && s->p[1] == '/')) {
		skip_to(s, "\n", 1);
	} else if (s->p[0] == '/' && s->p[1] == '*') {
		skip_to(s, "*/", 2);
	} else if (*s->p == '@') {
		scan_include(s);
	} else if (name_char(*s->p)) {
		scan_word(s);
	} else {
		s->depth += (*s->p == '{') - (*s->p == '}');
		add(s, 1);
	}
}

int scan_file(const char *file, const char *bytes, size_t len, struct scan *ret_scan,
	      struct text *mistakes)
{
	struct scanner s = {
		.file = file,
		.p = bytes,
		.end = bytes + len,
		.line = 1,
		.scan = ret_scan,
		.mistakes = mistakes,
	};

	*ret_scan = (struct scan){ 0 };
	if (memchr(bytes, '\0', len)) {
		MISTAKE(&s, 0, "has a zero byte, this is not a settings file");
		return -EINVAL;
	}
	while (s.p < s.end)
		scan_one(&s);
	if (!text_ok(&ret_scan->text))
		return -ENOMEM;
	return s.mistaken ? -EINVAL : 0;
}

void scan_done(struct scan *s)
{
	text_done(&s->text);
}

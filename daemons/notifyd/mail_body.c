// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/mail_body.h"

#include <string.h>

/* RFC 2045, 6.7: at most so many characters of a line, with the = of a soft break. */
#define QUOTED_LINE_MAX 76
#define SHORTENED	"[The rest of this message had no room: the unit and its journal have it.]"

static bool line_plain(const char *line, size_t n, size_t most)
{
	if (n > most || line[0] == '.' || strncmp(line, "From ", 5) == 0 ||
	    (n > 0 && line[n - 1] == ' '))
		return false;
	for (size_t i = 0; i < n; i++)
		if (line[i] < 0x20 || line[i] > 0x7e)
			return false;
	return true;
}

bool mail_body_plain(const char *lines, size_t line_most)
{
	while (*lines) {
		size_t n = strcspn(lines, "\n");

		if (!line_plain(lines, n, line_most))
			return false;
		lines += n + (lines[n] == '\n');
	}
	return true;
}

static bool as_it_is(const char *line, size_t n, size_t i)
{
	unsigned char c = (unsigned char)line[i];

	if (i == 0 && (c == '.' || strncmp(line, "From ", 5) == 0))
		return false;
	if (c == ' ')
		return i + 1 < n;
	return c > 0x20 && c < 0x7f && c != '=';
}

void mail_body_line(struct text *out, const char *line, size_t n, bool plain)
{
	size_t column = 0;

	if (plain) {
		text_add_n(out, line, n);
		text_add(out, "\r\n");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		bool itself = as_it_is(line, n, i);
		size_t wide = itself ? 1 : 3;

		/* the last column is that of the soft break */
		if (column + wide > QUOTED_LINE_MAX - 1) {
			text_add(out, "=\r\n");
			column = 0;
		}
		/* a dot or "From " could begin a line behind a soft break too */
		if (itself && !(column == 0 && i > 0 && (line[i] == '.' || line[i] == 'F')))
			text_add_char(out, line[i]);
		else {
			text_printf(out, "=%02X", (unsigned char)line[i]);
			wide = 3;
		}
		column += wide;
	}
	text_add(out, "\r\n");
}

static void add_lines(struct text *out, const char *lines, bool plain)
{
	while (*lines) {
		size_t n = strcspn(lines, "\n");

		mail_body_line(out, lines, n, plain);
		lines += n + (lines[n] == '\n');
	}
}

void mail_body(struct text *out, const char *lines, const char *foot, bool plain, size_t most)
{
	AUTO_TEXT struct text end = TEXT_INIT, one = TEXT_INIT;
	size_t begin = out->len, note = strlen(SHORTENED) + 2, whole;

	add_lines(&end, foot, plain);
	add_lines(&one, lines, plain);
	whole = one.len;
	for (; *lines;) {
		size_t n = strcspn(lines, "\n");

		text_clear(&one);
		mail_body_line(&one, lines, n, plain);
		if (whole + end.len > most && out->len - begin + one.len + note + end.len > most) {
			mail_body_line(out, SHORTENED, strlen(SHORTENED), true);
			break;
		}
		text_add_n(out, text_get(&one), one.len);
		lines += n + (lines[n] == '\n');
	}
	text_add_n(out, text_get(&end), end.len);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/mistake.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/settings/path.h"

void mistake_add(struct text *mistakes, const char *file, unsigned line, const char *path,
		 const char *fmt, ...)
{
	AUTO_FREE char *what = NULL;
	va_list ap;

	if (mistakes->len > MISTAKES_BYTES_MAX)
		return;
	va_start(ap, fmt);
	if (vasprintf(&what, fmt, ap) < 0)
		what = NULL;
	va_end(ap);
	if (!what)
		mistakes->failed = true;
	if (file)
		text_printf(mistakes, line ? "%s:%u: " : "%s: ", file, line);
	if (path)
		text_printf(mistakes, "%s: ", path);
	text_printf(mistakes, "%s\n", what ? what : "");
	if (mistakes->len > MISTAKES_BYTES_MAX)
		text_add(mistakes, "there are more mistakes than can be listed\n");
}

/* A path whose subject exists: also of a setting that does not. */
static bool like_path(const char *part)
{
	char subject[32];
	size_t len = strcspn(part, ".");

	if (len >= sizeof(subject) || strchr(part, ' '))
		return false;
	memcpy(subject, part, len);
	subject[len] = '\0';
	return schema_subject(subject) != NULL;
}

bool mistake_next(const char **at, struct mistake *ret_mistake)
{
	struct mistake *m = ret_mistake;
	size_t len = strcspn(*at, "\n");
	char *part, *colon;

	if (len == 0)
		return false;
	(void)snprintf(m->line, sizeof(m->line), "%.*s", (int)MIN(len, sizeof(m->line) - 1), *at);
	*at += len + ((*at)[len] == '\n');
	m->place = m->path = "";
	m->sentence = m->line;
	/* "place: path: sentence", "path: sentence", "place: sentence" or just that */
	for (part = m->line; (colon = strstr(part, ": ")) && part < m->line + len;
	     part = colon + 2) {
		*colon = '\0';
		if (like_path(part)) {
			m->path = part;
			m->place = part == m->line ? "" : m->line;
			m->sentence = colon + 2;
			if (part != m->line)
				part[-2] = '\0';
			return true;
		}
		*colon = ':';
	}
	return true;
}

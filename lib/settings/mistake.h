// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The one shape of a mistake: "file:line: path: what is wrong, what is allowed", a line each. */
#include "lib/base/text.h"

/* Some hundred lines: more are not read, and a hostile file shall not fill a log. */
#define MISTAKES_BYTES_MAX 65536

/* Adds a mistake; `file` NULL where there is none, `line` 0 for the whole file, `path` NULL
 * likewise. */
void mistake_add(struct text *mistakes, const char *file, unsigned line, const char *path,
		 const char *fmt, ...) PRINTF_LIKE(5, 6);

/* A mistake taken apart again; the parts point into the line's copy in `line`. */
struct mistake {
	char line[1024];
	const char *place; /* "file:line", or "" */
	const char *path;  /* a setting's path, or "" */
	const char *sentence;
};

/* Takes the next mistake off the text at *at; false when there is none left. */
bool mistake_next(const char **at, struct mistake *ret_mistake);

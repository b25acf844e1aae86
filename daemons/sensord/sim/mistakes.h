// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Mistakes of a text file, collected: "file:line: what is wrong, what is allowed", up to a limit.
 */
#include <stdbool.h>
#include <stddef.h>

#include "lib/base/text.h"

#define MISTAKES_MAX 20 /* more than a person corrects in one go */

struct mistakes {
	const char *file; /* NULL: a line that somebody typed; then sentences alone */
	unsigned line;	  /* 0: the file as a whole */
	unsigned n;
	struct text *out;
};

/* Adds one for the present line. Always returns false, so that a parser can end with it. */
bool mistakes_add(struct mistakes *m, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The word is none of these: names the nearest, or all. Returns false. */
bool mistakes_unknown(struct mistakes *m, const char *what, const char *word,
		      const char *const *words, size_t n);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The one shape of a mistake: "file:line: path: what is wrong, what is allowed", a line each. */
#include "lib/base/text.h"

/* Adds a mistake; `file` NULL where there is none, `line` 0 for the whole file, `path` NULL
 * likewise. */
void mistake_add(struct text *mistakes, const char *file, unsigned line, const char *path,
		 const char *fmt, ...) PRINTF_LIKE(5, 6);

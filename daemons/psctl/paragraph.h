// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Words in lines that are not too long. */
#include "lib/base/text.h"

/*
 * Adds the words of `s` in lines of at most `columns` (0: one line); `used` characters of the first
 * line are taken, the lines behind it begin with `indent` spaces.
 */
void paragraph_add(struct text *out, const char *s, unsigned columns, unsigned used,
		   unsigned indent);

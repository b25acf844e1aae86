// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Looks a file over before libconfig reads it, because libconfig (1.5 above all) is silent where it
 * must not be: 5000000000 without an L becomes 705032704, a zero byte ends the text, @include opens
 * any file relative to wherever the program runs.
 */
#include "lib/base/text.h"

/* A profile and what it includes: model, common parts. More is a maze. */
#define SCAN_INCLUDES_MAX 8
#define SCAN_NAME_MAX	  64

struct scan_include {
	unsigned line;
	char name[SCAN_NAME_MAX];
};

struct scan {
	struct scan_include includes[SCAN_INCLUDES_MAX];
	unsigned n_includes;
	struct text text; /* for libconfig: same lines, includes blanked, large integers marked */
};

/* Fills in *ret_scan (scan_done); adds mistakes with their lines, 0 or -EINVAL when there were
 * some. */
int scan_file(const char *file, const char *bytes, size_t len, struct scan *ret_scan,
	      struct text *mistakes);
void scan_done(struct scan *s);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* From what a person asks for to a range of the history. Knows the zone of this machine. */
#include "lib/base/text.h"
#include "lib/history/report.h"

struct history_span {
	const char *since, *until, *step; /* as typed; NULL: not given */
	int64_t last;			  /* the newest thing in the history, seconds since 1970 */
	unsigned lines;			  /* at most about so many buckets when no step is given */
	bool exact;			  /* then just as many, wherever they begin: a chart */
};

/* The range, or -EINVAL with a sentence about what is wrong. */
int history_span_range(const struct history_span *span, struct history_range *ret,
		       struct text *why);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What is asked of the history: checked words, and the range that they mean. Knows the zone of this
 * machine. */
#include "lib/base/text.h"
#include "lib/history/report.h"
#include "lib/model/channel.h"

/* Lines on a page; each has a sum of 32 bytes a step while it is read. */
#define HISTORY_QUERY_CHANNELS 12
/* No screen has more columns. */
#define HISTORY_QUERY_POINTS_MAX 2000
#define HISTORY_QUERY_POINTS	 500

/* As they came; NULL: not given. */
struct history_words {
	const char *channels, *from, *to, *points;
};

struct history_query {
	unsigned n;
	char ids[HISTORY_QUERY_CHANNELS][CHANNEL_ID_MAX];
	int64_t from; /* seconds since 1970; or */
	int64_t span; /* seconds before the end; 0: `from` counts */
	int64_t to;   /* behind the last one; 0: with the newest that there is */
	unsigned points;
};

/* 0, or -EINVAL with a sentence added to *why. No channels are no mistake. */
int history_query_read(const struct history_words *words, struct history_query *ret,
		       struct text *why);

/*
 * In steps that are easy to read, and no finer than what is kept of the time: half of them would be
 * gaps that are none. `apart` is how far its seconds are apart (history_spacing). -EINVAL with a
 * sentence: nothing can be in it.
 */
int history_query_range(const struct history_query *q, const struct history_extent *extent,
			const struct history_sizes *sizes, int64_t apart, struct history_range *ret,
			struct text *why);

/* Adds "from=24h&to=…&channels=a,b", of other words where these are not NULL. */
void history_query_link(struct text *out, const struct history_query *q, const char *from,
			const char *channels);

/* The spans that a page offers. */
struct history_query_span {
	const char *word, *label;
	int64_t seconds;
};
#define HISTORY_QUERY_SPANS 6
extern const struct history_query_span history_query_spans[HISTORY_QUERY_SPANS];

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/* What is asked of the history: four words, a line each. A query that is taken leads to a range and
 * to a link that is taken again. */
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/history_query.h"

#define NEWEST INT64_C(1795636800)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char copy[512], *words[4] = { 0 }, *at = copy;
	AUTO_TEXT struct text why = TEXT_INIT, link = TEXT_INIT;
	static const struct history_extent extent = { .first_second = NEWEST - 7200,
						      .first_minute = NEWEST - 100000,
						      .last = NEWEST };
	static const struct history_sizes sizes = { .seconds = 7200, .hours = 48, .blocks = 4 };
	struct history_range range;
	struct history_query q;

	if (size >= sizeof(copy))
		return 0;
	memcpy(copy, data, size);
	copy[size] = '\0';
	for (size_t i = 0; i < 4; i++)
		words[i] = strsep(&at, "\n");
	{
		const struct history_words w = { words[0], words[1], words[2], words[3] };

		if (history_query_read(&w, &q, &why) < 0) {
			if (why.len == 0)
				abort();
			return 0;
		}
	}
	if (q.n > HISTORY_QUERY_CHANNELS || q.points < 1 || q.points > HISTORY_QUERY_POINTS_MAX)
		abort();
	if (history_query_range(&q, &extent, &sizes, 1, &range, &why) == 0 &&
	    (range.to <= range.from || range.buckets < 1 || range.buckets > q.points + 3))
		abort();
	history_query_link(&link, &q, NULL, NULL);
	return 0;
}

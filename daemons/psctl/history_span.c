// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/history_span.h"

#include <errno.h>
#include <inttypes.h>

#include "lib/present/event_filter.h"
#include "lib/base/calendar.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"

#define SINCE_DEFAULT "24h"

/* A moment, or a span back from `end`; seconds. */
static int take_time(const char *option, const char *word, int64_t end, int64_t *ret,
		     struct text *why)
{
	int64_t us;

	if (event_filter_since(word, end * USEC_PER_SEC, &us) >= 0 && us >= 0) {
		*ret = us / USEC_PER_SEC;
		return 0;
	}
	text_printf(why,
		    "--%s '%s' is no time: 2026-11-25, \"2026-11-25 14:00\", or 2h for two hours "
		    "before the end",
		    option, word);
	return -EINVAL;
}

static int take_step(const struct history_span *span, int64_t seconds, int64_t *ret,
		     struct text *why)
{
	int64_t us;

	if (!span->step) {
		*ret = history_span_step(seconds, span->lines);
		return 0;
	}
	if (parse_span_us(span->step, &us) >= 0 && us >= USEC_PER_SEC && us % USEC_PER_SEC == 0) {
		*ret = us / USEC_PER_SEC;
		return 0;
	}
	text_printf(why, "--step '%s' is no whole number of seconds: 10s, 5min, 1h or 1d",
		    span->step);
	return -EINVAL;
}

/* As many buckets as the chart has columns. */
static int take_columns(const struct history_span *span, int64_t from, int64_t to,
			struct history_range *ret)
{
	*ret = (struct history_range){ from, to, (unsigned)MIN(to - from, (int64_t)span->lines) };
	return 0;
}

static int take_steps(int64_t from, int64_t to, int64_t step, struct history_range *ret,
		      struct text *why)
{
	int64_t start = history_span_align(from, step);
	int64_t n = (to - start + step - 1) / step;

	if (n > HISTORY_BUCKETS_MAX) {
		text_printf(why,
			    "that would be %" PRId64 " values, and at most %d are read at once: "
			    "take a longer --step or less time",
			    n, HISTORY_BUCKETS_MAX);
		return -EINVAL;
	}
	*ret = (struct history_range){ start, start + n * step, (unsigned)n };
	return 0;
}

int history_span_range(const struct history_span *span, struct history_range *ret, struct text *why)
{
	/* behind the newest second, so that it is in */
	int64_t to = span->last + 1, from = 0, step = 0;
	int r = 0;

	if (span->until)
		r = take_time("until", span->until, to, &to, why);
	if (r == 0)
		r = take_time("since", span->since ? span->since : SINCE_DEFAULT, to, &from, why);
	if (r == 0 && from >= to) {
		text_printf(why, "--since %s is not before the end",
			    span->since ? span->since : SINCE_DEFAULT);
		r = -EINVAL;
	}
	if (r == 0)
		r = take_step(span, to - from, &step, why);
	if (r < 0)
		return r;
	if (span->exact && !span->step)
		return take_columns(span, from, to, ret);
	return take_steps(from, to, step, ret, why);
}

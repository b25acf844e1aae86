// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/history_query.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/calendar.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"

#define MINUTE_S  INT64_C(60)
#define HOUR_S	  (60 * MINUTE_S)
#define DAY_S	  (24 * HOUR_S)
#define FROM_WORD "24h"
/* Longer than any ring of hours that a card has room for. */
#define SPAN_MAX_S (100 * 366 * DAY_S)

const struct history_query_span history_query_spans[HISTORY_QUERY_SPANS] = {
	{ "1h", "1 h", HOUR_S },    { "6h", "6 h", 6 * HOUR_S },   { "24h", "24 h", DAY_S },
	{ "7d", "7 d", 7 * DAY_S }, { "30d", "30 d", 30 * DAY_S }, { "1y", "1 y", 365 * DAY_S },
};

/* ------------------------------------------------------------------ channels */

static bool is_id(const char *s, size_t len)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

	return len > 0 && len < CHANNEL_ID_MAX && strspn(s, letters) >= len;
}

static bool is_in(const struct history_query *q, const char *id)
{
	for (unsigned i = 0; i < q->n; i++)
		if (streq(q->ids[i], id))
			return true;
	return false;
}

static int take_channel(struct history_query *q, const char *s, size_t len, struct text *why)
{
	char id[CHANNEL_ID_MAX];

	if (!is_id(s, len)) {
		text_add(why, "channels are ids with commas between them, e.g. "
			      "channels=ac_line,volts_battery");
		return -EINVAL;
	}
	(void)snprintf(id, sizeof(id), "%.*s", (int)len, s);
	if (is_in(q, id)) {
		text_printf(why, "channels has '%s' twice", id);
		return -EINVAL;
	}
	if (q->n == HISTORY_QUERY_CHANNELS) {
		text_printf(why, "channels takes at most %d at a time", HISTORY_QUERY_CHANNELS);
		return -EINVAL;
	}
	memcpy(q->ids[q->n++], id, sizeof(id));
	return 0;
}

static int take_channels(struct history_query *q, const char *list, struct text *why)
{
	int r = 0;

	while (r == 0 && *list) {
		size_t len = strcspn(list, ",");

		r = take_channel(q, list, len, why);
		list += len;
		/* a comma at the end has nothing behind it */
		if (r == 0 && *list && !*++list)
			r = take_channel(q, "", 0, why);
	}
	return r;
}

/* ------------------------------------------------------------------ times */

/* "24h", "1w", "1y" */
static int parse_back(const char *word, int64_t *ret_s)
{
	char number[16];
	size_t len = strlen(word);
	uint64_t n;
	int64_t us;

	if (len > 1 && len < sizeof(number) && (word[len - 1] == 'y' || word[len - 1] == 'w')) {
		(void)snprintf(number, sizeof(number), "%.*s", (int)len - 1, word);
		if (parse_u64(number, &n) < 0 || n > (uint64_t)(SPAN_MAX_S / DAY_S))
			return -EINVAL;
		*ret_s = (int64_t)n * (word[len - 1] == 'y' ? 365 : 7) * DAY_S;
	} else if (parse_span_us(word, &us) == 0) {
		*ret_s = us / USEC_PER_SEC;
	} else {
		return -EINVAL;
	}
	return *ret_s >= 1 && *ret_s <= SPAN_MAX_S ? 0 : -EINVAL;
}

static int take_moment(const char *word, int64_t *ret_s)
{
	int64_t us;

	if (calendar_parse(word, &us) < 0 || us / USEC_PER_SEC < HISTORY_TIME_SET)
		return -EINVAL;
	*ret_s = us / USEC_PER_SEC;
	return 0;
}

static int take_from(struct history_query *q, const char *word, struct text *why)
{
	if (parse_back(word, &q->span) == 0 || take_moment(word, &q->from) == 0)
		return 0;
	text_add(why, "from is a time since 2020, as 2026-11-25 or 2026-11-25T14:00:00Z, or how "
		      "long before the end: 1h, 24h, 7d, 1y");
	return -EINVAL;
}

static int take_to(struct history_query *q, const char *word, struct text *why)
{
	if (take_moment(word, &q->to) == 0)
		return 0;
	text_add(why, "to is a time since 2020, as 2026-11-25 or 2026-11-25T14:00:00Z; without it "
		      "the newest is the end");
	return -EINVAL;
}

static int take_points(struct history_query *q, const char *word, struct text *why)
{
	uint64_t n;

	if (parse_u64(word, &n) == 0 && n >= 1 && n <= HISTORY_QUERY_POINTS_MAX) {
		q->points = (unsigned)n;
		return 0;
	}
	text_printf(why, "points is a number from 1 to %d", HISTORY_QUERY_POINTS_MAX);
	return -EINVAL;
}

static bool is_given(const char *word)
{
	return word && *word;
}

int history_query_read(const struct history_words *words, struct history_query *ret,
		       struct text *why)
{
	struct history_query q = { .points = HISTORY_QUERY_POINTS };
	int r = words->channels ? take_channels(&q, words->channels, why) : 0;

	if (r == 0)
		r = take_from(&q, is_given(words->from) ? words->from : FROM_WORD, why);
	/* an empty field of a form */
	if (r == 0 && is_given(words->to))
		r = take_to(&q, words->to, why);
	if (r == 0 && words->points)
		r = take_points(&q, words->points, why);
	if (r == 0)
		*ret = q;
	return r;
}

/* The finest step in which there is a value in each: seconds go first, then minutes. */
static int64_t finest(const struct history_extent *e, const struct history_sizes *sizes,
		      int64_t from)
{
	/* before its ring was full there was nothing that hours could have kept */
	bool full = e->last - e->first_minute >= ((int64_t)sizes->hours - 2) * HOUR_S;

	if (from < e->first_minute && full)
		return HOUR_S;
	return e->first_second == 0 || MAX(from, e->first_minute) < e->first_second ? MINUTE_S : 1;
}

int history_query_range(const struct history_query *q, const struct history_extent *extent,
			const struct history_sizes *sizes, int64_t apart, struct history_range *ret,
			struct text *why)
{
	/* behind the newest second, so that it is in */
	int64_t to = q->to ? MIN(q->to, extent->last + 1) : extent->last + 1;
	int64_t from = MAX(q->span ? to - q->span : q->from, HISTORY_TIME_SET);
	int64_t step, n;
	char newest[CALENDAR_SHORT_MAX];

	if (extent->last < HISTORY_TIME_SET) {
		text_add(why, "there is no history yet");
		return -EINVAL;
	}
	if (from >= to) {
		calendar_second(extent->last * USEC_PER_SEC, newest);
		text_printf(why, "from is not before the end; the newest in the history is of %s",
			    newest);
		return -EINVAL;
	}
	step = history_span_step(to - from, q->points);
	step = MAX(step, finest(extent, sizes, from));
	step = MAX(step, history_span_step(apart, 1));
	from = history_span_align(from, step);
	n = (to - from + step - 1) / step;
	*ret = (struct history_range){ from, from + n * step, (unsigned)n };
	return 0;
}

/* ------------------------------------------------------------------ links */

/* As few letters as say it. */
static void add_back(struct text *out, int64_t seconds)
{
	for (unsigned i = 0; i < HISTORY_QUERY_SPANS; i++)
		if (history_query_spans[i].seconds == seconds) {
			text_add(out, history_query_spans[i].word);
			return;
		}
	text_printf(out, "%" PRId64 "s", seconds);
}

static void add_moment(struct text *out, int64_t t)
{
	char when[CLOCK_RFC3339_MAX];

	clock_format_utc(t * USEC_PER_SEC, when);
	text_printf(out, "%.19sZ", when);
}

void history_query_link(struct text *out, const struct history_query *q, const char *from,
			const char *channels)
{
	text_add(out, "from=");
	if (from)
		text_add(out, from);
	else if (q->span)
		add_back(out, q->span);
	else
		add_moment(out, q->from);
	if (!from && q->to) {
		text_add(out, "&to=");
		add_moment(out, q->to);
	}
	text_add(out, "&channels=");
	if (channels)
		text_add(out, channels);
	for (unsigned i = 0; !channels && i < q->n; i++)
		text_printf(out, "%s%s", i ? "," : "", q->ids[i]);
}

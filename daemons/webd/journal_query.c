// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/journal_query.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemons/webd/html.h"
#include "daemons/webd/public.h"
#include "lib/base/calendar.h"
#include "lib/base/parse.h"
#include "lib/base/utf8.h"
#include "lib/base/util.h"
#include "lib/present/event.h"
#include "lib/present/event_filter.h"

struct reader {
	const char *(*get)(const void *ctx, const char *name);
	const void *ctx;
	int64_t now_us;
	struct text *why;
};

static int refuse(const struct reader *r, const char *name, const char *value, const char *is)
{
	text_printf(r->why, "%s '%s': %s", name, utf8_printable(value) ? value : "...", is);
	return -EINVAL;
}

static int take_word(const struct reader *r, const char *name, char ret[JOURNAL_WORD_MAX])
{
	const char *value = r->get(r->ctx, name);

	ret[0] = '\0';
	if (!value)
		return 0;
	if (strlen(value) >= JOURNAL_WORD_MAX || !utf8_printable(value))
		return refuse(r, name, "...",
			      "at most 63 bytes of UTF-8 without control characters");
	(void)snprintf(ret, JOURNAL_WORD_MAX, "%s", value);
	return 0;
}

/* An empty field of a form is none. */
static int take_time(const struct reader *r, const char *name, char ret_said[JOURNAL_WORD_MAX],
		     int64_t *ret_us)
{
	int e = take_word(r, name, ret_said);

	if (e < 0 || !*ret_said)
		return e;
	if (event_filter_since(ret_said, r->now_us, ret_us) < 0)
		return refuse(r, name, ret_said,
			      "a time is 2026-11-25, 2026-11-25 14:00, or how long ago, e.g. 2h");
	return 0;
}

static int take_number(const struct reader *r, const char *name, uint64_t *ret)
{
	const char *value = r->get(r->ctx, name);

	if (!value || !*value || parse_u64(value, ret) == 0)
		return 0;
	return refuse(r, name, value, "it is the number of an event");
}

static int take_limit(const struct reader *r, unsigned *ret)
{
	const char *value = r->get(r->ctx, "limit");
	uint64_t limit;

	*ret = JOURNAL_LIMIT_DEFAULT;
	if (!value || !*value)
		return 0;
	if (parse_u64(value, &limit) < 0 || limit == 0)
		return refuse(r, "limit", value, "it is a number, 1 to 200");
	if (limit > JOURNAL_LIMIT_MAX)
		return refuse(r, "limit", value, "at most 200 at once; `before` has the next ones");
	*ret = (unsigned)limit;
	return 0;
}

static int take_kind(const struct reader *r, struct journal_query *q)
{
	int e = take_word(r, "kind", q->kind);

	if (e < 0 || !*q->kind)
		return e;
	return event_filter_check_kind(q->kind, r->why);
}

int journal_query_read(struct journal_query *q,
		       const char *(*get)(const void *ctx, const char *name), const void *ctx,
		       int64_t now_us, struct text *why)
{
	struct reader r = { .get = get, .ctx = ctx, .now_us = now_us, .why = why };
	int64_t day;
	int e;

	*q = (struct journal_query){
		.from_us = INT64_MIN, .to_us = INT64_MAX, .before = UINT64_MAX, .people = q->people
	};
	e = take_kind(&r, q);
	if (e == 0)
		e = take_word(&r, "channel", q->channel);
	if (e == 0)
		e = take_word(&r, "words", q->words);
	if (e == 0)
		e = take_time(&r, "from", q->from, &q->from_us);
	if (e == 0)
		e = take_time(&r, "to", q->to, &q->to_us);
	if (e == 0)
		e = take_number(&r, "after", &q->after);
	if (e == 0)
		e = take_number(&r, "before", &q->before);
	if (e == 0)
		e = take_limit(&r, &q->limit);
	/* "to 2026-11-25" is all of that day */
	if (e == 0 && strlen(q->to) == strlen("2026-11-25") && calendar_parse(q->to, &day) == 0)
		q->to_us += 24 * 3600 * USEC_PER_SEC - 1;
	return e;
}

static const char *only(const void *ctx, const char *name)
{
	(void)name;
	return ctx;
}

int journal_query_since(const char *word, int64_t now_us, char ret_said[JOURNAL_WORD_MAX],
			int64_t *ret_us, struct text *why)
{
	const struct reader r = { .get = only, .ctx = word, .now_us = now_us, .why = why };

	return take_time(&r, "since", ret_said, ret_us);
}

bool journal_query_plain(const struct journal_query *q)
{
	return !*q->kind && !*q->channel && !*q->words && q->from_us == INT64_MIN &&
	       q->to_us == INT64_MAX;
}

/* ASCII letters in any case; all others as they are. */
static bool contains(const char *s, const char *words)
{
	for (; *s; s++) {
		size_t n = 0;

		while (words[n] && tolower((unsigned char)s[n]) == tolower((unsigned char)words[n]))
			n++;
		if (!words[n])
			return true;
	}
	return false;
}

static bool has_words(const struct journal_query *q, const struct event *e,
		      const struct present_table *t)
{
	AUTO_TEXT struct text line = TEXT_INIT;

	if (!*q->words)
		return true;
	present_event_words(&line, e, t);
	return contains(text_get(&line), q->words);
}

bool journal_query_passes(const struct journal_query *q, struct event *e,
			  const struct present_table *t)
{
	struct event_filter f = EVENT_FILTER_INIT;

	f.since_us = q->from_us;
	f.channel = *q->channel ? q->channel : NULL;
	f.kind = *q->kind ? q->kind : NULL;
	if (!q->people)
		public_event(e);
	return e->number > q->after && e->number < q->before && e->now.wall_us <= q->to_us &&
	       event_filter_passes(&f, e) && has_words(q, e, t);
}

void journal_query_link(struct text *out, const struct journal_query *q, uint64_t before)
{
	AUTO_TEXT struct text link = TEXT_INIT;
	char number[24] = "";

	html_argument(&link, "kind", q->kind);
	html_argument(&link, "channel", q->channel);
	html_argument(&link, "words", q->words);
	html_argument(&link, "from", q->from);
	html_argument(&link, "to", q->to);
	if (q->after) {
		(void)snprintf(number, sizeof(number), "%" PRIu64, q->after);
		html_argument(&link, "after", number);
	}
	before = before ? before : q->before;
	if (before != UINT64_MAX) {
		(void)snprintf(number, sizeof(number), "%" PRIu64, before);
		html_argument(&link, "before", number);
	}
	if (q->limit != JOURNAL_LIMIT_DEFAULT) {
		(void)snprintf(number, sizeof(number), "%u", q->limit);
		html_argument(&link, "limit", number);
	}
	text_add(out, text_get(&link));
	out->failed |= link.failed;
}

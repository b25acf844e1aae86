// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/words.h"

#include <inttypes.h>

#include "lib/base/calendar.h"

/* What most programs show of a subject, and more than a telephone does. */
#define SUBJECT_MOST 240
/* Of the journal's hash: enough that nobody finds another one. */
#define HEAD_BYTES 8
#define NO_NAME	   "RMCU"

void words_site(struct text *out, const struct letter *l)
{
	const char *name = l->settings->site.name;

	if (!*name)
		name = *l->host ? l->host : NO_NAME;
	words_clean(out, name);
}

static void add_range(struct text *out, const struct letter *l)
{
	uint64_t first = l->notices[0].event.number, last = first;

	for (unsigned i = 0; i < l->n; i++) {
		first = MIN(first, l->notices[i].event.number);
		last = MAX(last, l->notices[i].event.number);
	}
	text_add(out, " (of ");
	words_number(out, first);
	text_add(out, " to ");
	words_number(out, last);
	text_add_char(out, ')');
}

static void add_news_subject(struct text *out, struct text *tail, const struct letter *l)
{
	const struct notice *n = words_foremost(l);

	if (!n) {
		text_add(out, "nothing new");
		return;
	}
	if (l->n > 1)
		text_printf(out, "%u events, foremost ", l->n + l->left_out);
	words_happened(out, l, n);
	text_add_char(tail, ' ');
	words_number(tail, n->event.number);
	if (l->n > 1)
		add_range(tail, l);
}

static void add_own_subject(struct text *out, const struct letter *l)
{
	switch (l->kind) {
	case LETTER_STATUS:
		text_add(out, "status: ");
		words_headline(out, l);
		return;
	case LETTER_BOOT:
		text_add(out, "the unit has booted");
		return;
	case LETTER_LAST_WORDS:
		text_add(out, "last words: ");
		words_clean(out, l->words);
		return;
	case LETTER_TEST:
		text_add(out, "test message");
		return;
	case LETTER_NEWS:
	case LETTER_KIND_MAX:
		return;
	}
}

void words_subject(struct text *out, const struct letter *l)
{
	AUTO_TEXT struct text front = TEXT_INIT, tail = TEXT_INIT;
	size_t fits;

	words_site(&front, l);
	text_add(&front, ": ");
	if (l->kind == LETTER_NEWS)
		add_news_subject(&front, &tail, l);
	else
		add_own_subject(&front, l);
	/* the id is what stays */
	fits = words_fit(text_get(&front), SUBJECT_MOST);
	text_add_n(out, text_get(&front), fits);
	if (fits < front.len)
		text_add(out, "...");
	text_add(out, text_get(&tail));
}

static void add_place(struct text *out, const struct letter *l)
{
	words_site(out, l);
	if (*l->settings->site.location) {
		text_add(out, ", ");
		words_clean(out, l->settings->site.location);
	}
	text_add(out, "\n\n");
}

static void add_left_out(struct text *out, unsigned n)
{
	if (n)
		text_printf(out, "\n%u more %s not in here: the journal has %s.\n", n,
			    n == 1 ? "event is" : "events are", n == 1 ? "it" : "them");
}

static void add_news(struct text *out, const struct letter *l)
{
	unsigned n = MIN(l->n, (unsigned)LETTER_LINES_MAX);
	bool whole = l->n <= LETTER_WHOLE_MAX;

	for (unsigned i = 0; i < n; i++) {
		if (whole && i > 0)
			text_add_char(out, '\n');
		if (whole)
			words_notice(out, l, &l->notices[i]);
		else
			words_digest_line(out, l, &l->notices[i]);
	}
	add_left_out(out, l->left_out + l->n - n);
}

void words_body(struct text *out, const struct letter *l)
{
	add_place(out, l);
	if (l->kind == LETTER_NEWS) {
		add_news(out, l);
		return;
	}
	if (*l->words) {
		words_clean(out, l->words);
		text_add(out, "\n\n");
	}
	words_status(out, l);
}

void words_foot(struct text *out, const struct letter *l)
{
	char when[CALENDAR_SHORT_MAX];

	calendar_second(l->now_us, when);
	text_printf(out, "\nWritten %s%s\n", when, l->wall_insane ? ", the clock was not set" : "");
	if (l->head) {
		text_printf(out, "Journal #%" PRIu64 " ", l->head);
		for (unsigned i = 0; i < HEAD_BYTES; i++)
			text_printf(out, "%02x", l->head_hash[i]);
		text_add_char(out, '\n');
	}
	if (*l->url) {
		words_clean(out, l->url);
		text_add_char(out, '\n');
	}
}

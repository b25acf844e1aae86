// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl events: what the journal says, one line each. */
#include <inttypes.h>
#include <stdlib.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "lib/present/event_filter.h"
#include "daemons/psctl/event_reader.h"
#include "daemons/psctl/find.h"
#include "daemons/psctl/terminal.h"
#include "lib/base/parse.h"
#include "lib/present/event.h"

/* A screen or two. */
#define LAST_DEFAULT 50
/* They are kept until all were read; who wants more takes --since. */
#define LAST_MOST 10000

struct show {
	const struct call *call;
	struct alarm_link *link;
	struct terminal terminal;
	struct event_filter filter;
	uint64_t last;	    /* only so many are wanted; UINT64_MAX: all */
	struct event *ring; /* the last ones so far, owned; NULL: they are printed as they come */
	uint64_t n_passed;
};

static int print_line(const struct show *s, const struct text *line)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	if (s->call->json)
		text_add(&out, text_get(line));
	else
		terminal_ink(&out, &s->terminal, INK_PLAIN, text_get(line));
	text_add_char(&out, '\n');
	out.failed |= line->failed;
	return cmd_write(&out);
}

static int print_event(const struct show *s, const struct event *e)
{
	struct present_table names =
		alarm_link_table(s->link, !s->call->json && !s->terminal.unicode);
	AUTO_TEXT struct text line = TEXT_INIT;
	struct json j;

	if (s->call->json) {
		json_begin(&j, &line, false);
		present_event_json(&j, e, &names);
	} else {
		present_event(&line, e, &names);
	}
	return print_line(s, &line);
}

static int take_event(void *ctx, const struct event *e)
{
	struct show *s = ctx;
	int code;

	if (!event_filter_passes(&s->filter, e))
		return -1;
	s->n_passed++;
	if (s->ring) {
		s->ring[s->n_passed % s->last] = *e;
		return -1;
	}
	code = print_event(s, e);
	return code == EX_OK ? -1 : code;
}

static int take_gap(void *ctx, const struct msg_fact_gap *gap)
{
	AUTO_TEXT struct text line = TEXT_INIT;
	const struct show *s = ctx;
	int code;

	if (s->call->json)
		text_printf(&line, "{\"lost\":%" PRIu64 ",\"next\":%" PRIu64 "}", gap->lost,
			    gap->next);
	else
		text_printf(&line, "(%" PRIu64 " earlier ones are gone)", gap->lost);
	code = print_line(s, &line);
	return code == EX_OK ? -1 : code;
}

static int print_ring(struct show *s)
{
	uint64_t n = MIN(s->n_passed, s->last);

	for (uint64_t i = s->n_passed - n + 1; i <= s->n_passed; i++) {
		int code = print_event(s, &s->ring[i % s->last]);

		if (code != EX_OK)
			return code;
	}
	free(s->ring);
	s->ring = NULL;
	return EX_OK;
}

/* Nothing was found: perhaps because what it was looked for by is no such thing. */
static int check_words(const struct show *s)
{
	const struct msg_hello *h = &s->link->link.hello;
	AUTO_TEXT struct text why = TEXT_INIT;
	int r = 0;

	if (s->filter.channel && channel_find(h->channels, h->n_channels, s->filter.channel) < 0)
		r = find_channel(h->channels, h->n_channels, s->filter.channel, false, &why);
	if (r >= 0 && s->filter.alarm)
		r = find_alarm(s->link->book.list, s->link->book.n, s->filter.alarm, &why);
	if (r >= 0)
		return EX_OK;
	complain(text_get(&why));
	return EX_USAGE;
}

static int read_past(struct show *s, const struct event_reader *r)
{
	const struct msg_alarm_summary *m = &s->link->book.summary;
	uint64_t head = m->head, from = m->anchor + 1;
	int code;

	/* unfiltered, the last ones are the newest numbers */
	if (event_filter_empty(&s->filter) && head - m->anchor > s->last)
		from = head - s->last + 1;
	if (s->last == 0)
		from = head + 1;
	code = event_reader_ask(r, from);
	if (code == EX_OK && from <= head)
		code = event_reader_run(r, head);
	return code == EX_OK && s->ring ? print_ring(s) : code;
}

static int show_events(struct show *s, bool follow)
{
	struct event_reader r = { .link = s->link, .event = take_event, .gap = take_gap, .ctx = s };
	int code;

	if (s->last != UINT64_MAX && s->last > 0) {
		s->ring = calloc(s->last, sizeof(*s->ring));
		if (!s->ring)
			return cmd_no_memory();
	}
	code = read_past(s, &r);
	if (code == EX_OK && s->n_passed == 0 && s->last > 0)
		code = check_words(s);
	return code == EX_OK && follow ? event_reader_run(&r, UINT64_MAX) : code;
}

/* A person names a channel as everywhere; one that is gone by the id that events have. */
static void take_channel(struct show *s, const char *word)
{
	const struct msg_hello *h = &s->link->link.hello;
	AUTO_TEXT struct text why = TEXT_INIT;
	int i;

	if (!word)
		return;
	i = find_channel(h->channels, h->n_channels, word, false, &why);
	s->filter.channel = i < 0 ? word : h->channels[i].id;
}

static int take_last(struct show *s, const char *last, bool since)
{
	s->last = since ? UINT64_MAX : LAST_DEFAULT;
	if (!last || (parse_u64(last, &s->last) >= 0 && s->last <= LAST_MOST))
		return EX_OK;
	complain("--last wants a number up to 10000; --since has no such limit");
	return EX_USAGE;
}

static int take_kind(struct show *s)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	if (!s->filter.kind || event_filter_check_kind(s->filter.kind, &why) >= 0)
		return EX_OK;
	complain(text_get(&why));
	return EX_USAGE;
}

static int take_options(struct show *s)
{
	const char *since = call_option(s->call, "since");
	int code = take_last(s, call_option(s->call, "last"), since);

	s->filter.kind = call_option(s->call, "kind");
	s->filter.alarm = call_option(s->call, "alarm");
	if (code == EX_OK)
		code = take_kind(s);
	return code == EX_OK && since ? cmd_check_since(since) : code;
}

/* What only the unit knows: its time, and its channels. */
static void take_unit(struct show *s)
{
	const char *since = call_option(s->call, "since");

	if (since)
		(void)event_filter_since(since, link_now_us(&s->link->link), &s->filter.since_us);
	take_channel(s, call_option(s->call, "channel"));
}

int cmd_events(const struct call *c)
{
	struct show s = { .call = c, .filter = EVENT_FILTER_INIT };
	AUTO_ALARM_LINK struct alarm_link *a = NULL;
	int code = take_options(&s);

	if (code != EX_OK)
		return code;
	if (alarm_link_new(&a) < 0)
		return cmd_no_memory();
	s.link = a;
	/* the ids of all alarms, for who looks for one that there is not */
	a->all = s.filter.alarm;
	code = alarm_link_open(a);
	if (code != EX_OK)
		return code;
	take_unit(&s);
	terminal_look(c->plain, &s.terminal);
	code = show_events(&s, call_option(c, "follow"));
	free(s.ring);
	return code;
}

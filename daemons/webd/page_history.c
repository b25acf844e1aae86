// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/page_history.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemons/webd/html.h"
#include "daemons/webd/page_history_internal.h"
#include "lib/base/calendar.h"
#include "lib/present/state.h"

/* As many lines as can be told apart on the charts of a screen. */
#define CHOSEN 4
/* Dashes and colours of the lines (www/style.css, .k1 to .k4). */
#define KEYS 4

static int place_of(const struct history_query *q, const char *id)
{
	for (unsigned i = 0; i < q->n; i++)
		if (streq(q->ids[i], id))
			return (int)i;
	return -1;
}

/* The channel of a column, where it is one that a person sees. */
static const struct history_channel *shown(const struct history_channels *c, unsigned column)
{
	const struct history_channel *d = history_channels_of_column(c, column);

	return d && !channel_hidden(&d->info) && history_channels_find(c, d->info.id) == d ? d
											   : NULL;
}

void page_history_choose(struct history_query *q, const struct history_channels *channels)
{
	for (unsigned i = 0; i < HISTORY_COLUMNS_MAX && q->n < CHOSEN; i++) {
		const struct history_channel *d = shown(channels, i);

		if (d && !d->gone && !channel_digital(&d->info))
			(void)snprintf(q->ids[q->n++], CHANNEL_ID_MAX, "%s", d->info.id);
	}
}

static void add_link(struct text *out, const char *path, const struct history_query *q,
		     const char *from, const char *channels)
{
	AUTO_TEXT struct text words = TEXT_INIT;

	history_query_link(&words, q, from, channels);
	text_printf(out, "%s?", path);
	html_add(out, &words);
}

/* ------------------------------------------------------------------ what to show */

static void add_head(struct text *out, const struct page_history *p)
{
	text_add(out, "<div class=\"head\"><h1>History</h1><span class=\"row\">");
	if (p) {
		text_add(out, "<a class=\"btn sm\" href=\"");
		add_link(out, "/api/v1/history.csv", p->query, NULL, NULL);
		text_add(out, "\">");
		html_sign(out, "i", "down", NULL);
		text_add(out, "CSV of this view</a>");
	}
	text_add(out, "<a class=\"btn sm\" href=\"/RMCU.CSV\">");
	html_sign(out, "i", "down", NULL);
	text_add(out, "Log, RMCU.CSV</a></span></div>\n");
}

static void add_spans(struct text *out, const struct history_query *q)
{
	text_add(out, "<div class=\"chips\" role=\"group\" aria-label=\"Span\">");
	for (unsigned i = 0; i < HISTORY_QUERY_SPANS; i++) {
		const struct history_query_span *s = &history_query_spans[i];

		text_add(out, "<a class=\"chip\" href=\"");
		add_link(out, "/history", q, s->word, NULL);
		text_printf(out, "\"%s>%s</a>",
			    q->span == s->seconds && !q->to ? " aria-current=\"true\"" : "",
			    s->label);
	}
	text_add(out, "</div>");
}

/* Without a channel that is in, with one that is not. */
static void toggle(struct text *out, const struct history_query *q, const char *id)
{
	bool in = false;

	for (unsigned i = 0; i < q->n; i++) {
		bool same = streq(q->ids[i], id);

		in |= same;
		if (!same)
			text_printf(out, "%s%s", out->len ? "," : "", q->ids[i]);
	}
	if (!in)
		text_printf(out, "%s%s", out->len ? "," : "", id);
}

void page_history_key(struct text *out, int place)
{
	text_printf(out,
		    "<svg class=\"k\" viewBox=\"0 0 24 12\" aria-hidden=\"true\"><path "
		    "class=\"k%d\" d=\"M0 6h24\"/></svg>",
		    place % KEYS + 1);
}

static void add_channels(struct text *out, const struct page_history *p)
{
	text_add(out, "<div class=\"chips\" role=\"group\" aria-label=\"Channels\">");
	for (unsigned i = 0; i < HISTORY_COLUMNS_MAX; i++) {
		const struct history_channel *d = shown(p->channels, i);
		AUTO_TEXT struct text with = TEXT_INIT;
		int place;

		if (!d)
			continue;
		place = place_of(p->query, d->info.id);
		toggle(&with, p->query, d->info.id);
		text_add(out, "<a class=\"chip\" href=\"");
		add_link(out, "/history", p->query, NULL, text_get(&with));
		text_add(out, place < 0 ? "\">" : "\" aria-current=\"true\">");
		if (place >= 0)
			page_history_key(out, place);
		html_text(out, d->info.name);
		text_add(out, "</a>");
	}
	text_add(out, "</div>\n");
}

static void add_field(struct text *out, const char *name, const char *label, int64_t t)
{
	char when[CALENDAR_SHORT_MAX];

	calendar_short(t * USEC_PER_SEC, 0, when);
	text_printf(out,
		    "<label class=\"row\">%s <span class=\"in\"><input type=\"text\" "
		    "name=\"%s\" value=\"%s\" size=\"16\" autocomplete=\"off\"></span></label>",
		    label, name, when);
}

static void add_form(struct text *out, const struct page_history *p)
{
	text_add(out, "<form class=\"row\" method=\"get\" action=\"/history\">");
	add_field(out, "from", "From", p->report->range.from);
	add_field(out, "to", "to", p->report->range.to);
	text_add(out, "<input type=\"hidden\" name=\"channels\" value=\"");
	for (unsigned i = 0; i < p->query->n; i++)
		text_printf(out, "%s%s", i ? "," : "", p->query->ids[i]);
	text_add(out, "\"><button class=\"btn sm\" type=\"submit\">Show</button></form>\n");
}

static void add_span_words(struct text *out, const struct page_history *p)
{
	char from[CALENDAR_SHORT_MAX], to[CALENDAR_SHORT_MAX];

	calendar_short(p->report->range.from * USEC_PER_SEC, 0, from);
	calendar_short(p->report->range.to * USEC_PER_SEC, 0, to);
	text_printf(out, "<p class=\"mut\" id=\"span\">%s to %s, one point is ", from, to);
	present_span(out, history_report_step(p->report) * USEC_PER_SEC);
	text_add(out, "</p>\n");
}

static void add_choice(struct text *out, const struct page_history *p)
{
	text_add(out, "<section class=\"card stack\" aria-label=\"What to show\">");
	add_spans(out, p->query);
	add_span_words(out, p);
	add_channels(out, p);
	add_form(out, p);
	text_add(out, "</section>\n");
}

/* For the script: hidden until it has something to show. */
static void add_charts(struct text *out, const struct page_history *p)
{
	const struct history_range *r = &p->report->range;

	text_add(out, "<section class=\"card\" aria-label=\"Charts\" id=\"charts\" hidden "
		      "data-channels=\"");
	for (unsigned i = 0; i < p->query->n; i++)
		text_printf(out, "%s%s", i ? "," : "", p->query->ids[i]);
	text_printf(out,
		    "\" data-from=\"%" PRId64 "\" data-to=\"%" PRId64 "\" data-east=\"%" PRId64
		    "\" data-fahrenheit=\"%d\"></section>\n",
		    r->from, r->to, calendar_east_s(r->to * USEC_PER_SEC), p->facts->fahrenheit);
}

/* ------------------------------------------------------------------ the whole */

void page_history(struct text *out, const struct page_history *p)
{
	add_head(out, p);
	add_choice(out, p);
	add_charts(out, p);
	page_history_numbers(out, p);
	page_history_boxes(out, p);
	page_history_files(out, p);
}

void page_history_failed(struct text *out, const char *why)
{
	add_head(out, NULL);
	text_add(out, "<section class=\"card stack\"><h2>The history cannot be shown</h2><p>");
	html_sentence(out, why);
	text_add(out, ".</p><p>Measurements are live on <a href=\"/\">Status</a>. <a "
		      "href=\"/history\">Show the last 24 hours</a></p></section>\n");
}

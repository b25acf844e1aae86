// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/page_history.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemons/webd/html.h"
#include "lib/base/calendar.h"
#include "lib/present/bytes.h"
#include "lib/present/state.h"
#include "lib/present/value.h"

/* As many lines as can be told apart on the charts of a screen. */
#define CHOSEN 4
/* Dashes and colours of the lines (www/style.css, .k1 to .k4). */
#define KEYS 4
/* Black boxes that are listed; /api/v1/boxes has all. */
#define BOXES 10
/* Files of the log that are listed; /api/v1/log/files has all. */
#define FILES 10

static struct present_style style_of(const struct page_history *p)
{
	return (struct present_style){ .fahrenheit = p->facts->fahrenheit };
}

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

static void add_key(struct text *out, int place)
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
			add_key(out, place);
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

/* ------------------------------------------------------------------ in numbers */

/* What a channel did over the whole time. */
struct seen {
	struct history_sum sum;
	int64_t low_at, high_at; /* beginnings of the steps, seconds */
};

static struct seen look(const struct history_report *r, unsigned i)
{
	struct seen s = { 0 };

	for (unsigned b = 0; b < r->range.buckets; b++) {
		const struct history_sum *sum = &r->sums[i][b];

		if (sum->seconds == 0)
			continue;
		if (s.sum.seconds == 0 || sum->min < s.sum.min)
			s.low_at = history_bucket_start(&r->range, b);
		if (s.sum.seconds == 0 || sum->max > s.sum.max)
			s.high_at = history_bucket_start(&r->range, b);
		history_sum_merge(&s.sum, sum);
	}
	return s;
}

static void add_cell(struct text *out, const struct text *what)
{
	text_add(out, "<td class=\"n\">");
	html_add(out, what);
	text_add(out, "</td>");
}

static void add_value(struct text *out, const struct page_history *p,
		      const struct history_channel *c, int64_t steps)
{
	const struct present_style style = style_of(p);
	AUTO_TEXT struct text value = TEXT_INIT;

	present_micro(&value, &c->info, steps * c->step, &style);
	add_cell(out, &value);
}

static void add_time(struct text *out, const struct page_history *p, int64_t t)
{
	char when[CALENDAR_SHORT_MAX];

	calendar_short(t * USEC_PER_SEC, (p->report->range.to - 1) * USEC_PER_SEC, when);
	text_printf(out, "<td class=\"n\">%s</td>", when);
}

/* A state: for how much of the time; never 0 or 100 where it was both. */
static void add_share(struct text *out, const struct history_channel *c,
		      const struct history_sum *sum)
{
	AUTO_TEXT struct text share = TEXT_INIT;
	int64_t percent = sum->sum * 100 / (sum->seconds * MAX(sum->max, 1));

	if (sum->min == sum->max)
		text_add(&share, present_state_text(&c->info, sum->max != 0));
	else
		text_printf(&share, "%" PRId64 " %% %s", MAX(MIN(percent, INT64_C(99)), INT64_C(1)),
			    present_state_text(&c->info, true));
	add_cell(out, &share);
}

static void add_row(struct text *out, const struct page_history *p, unsigned i)
{
	const struct history_channel *c = p->report->channels[i];
	const struct history_fact *fact = history_fact_of(p->facts, c->info.id);
	const struct seen s = look(p->report, i);
	AUTO_TEXT struct text now = TEXT_INIT;

	text_add(out, "<tr><th scope=\"row\">");
	add_key(out, (int)i);
	html_text(out, present_name(&c->info));
	text_add(out, "</th>");
	if (s.sum.seconds == 0) {
		text_add(out, "<td class=\"n\" colspan=\"5\">no value in this time</td>");
	} else {
		add_value(out, p, c, s.sum.min);
		add_time(out, p, s.low_at);
		if (channel_digital(&c->info))
			add_share(out, c, &s.sum);
		else
			add_value(out, p, c, history_mean(&s.sum));
		add_value(out, p, c, s.sum.max);
		add_time(out, p, s.high_at);
	}
	text_add(&now, fact && *fact->now ? fact->now : "--");
	add_cell(out, &now);
	text_add(out, "</tr>\n");
}

static void add_numbers(struct text *out, const struct page_history *p)
{
	text_add(out, "<section class=\"card\" aria-labelledby=\"hn\"><div class=\"head\"><h2 "
		      "id=\"hn\">What is seen, in numbers</h2></div><section class=\"scroll\" "
		      "aria-label=\"Numbers, table\" tabindex=\"0\"><table "
		      "id=\"numbers\"><thead><tr><th scope=\"col\">Channel</th><th scope=\"col\" "
		      "class=\"n\">Lowest</th><th scope=\"col\" class=\"n\">at</th><th "
		      "scope=\"col\" class=\"n\">Average</th><th scope=\"col\" "
		      "class=\"n\">Highest</th><th scope=\"col\" class=\"n\">at</th><th "
		      "scope=\"col\" class=\"n\">Now</th></tr></thead><tbody>\n");
	for (unsigned i = 0; i < p->report->n; i++)
		add_row(out, p, i);
	text_add(out, "</tbody></table></section></section>\n");
}

/* ------------------------------------------------------------------ black boxes */

static void add_box(struct text *out, const struct history_box *b)
{
	char when[CALENDAR_SHORT_MAX];

	calendar_second(b->t_us, when);
	text_printf(out, "<tr><td>%s</td><td>", when);
	html_id(out, b->alarm);
	text_add(out, "</td><td>");
	if (b->from_us)
		text_printf(out,
			    "<a href=\"/api/v1/boxes/%" PRId64 "\">CSV<span class=\"vh\"> of %s"
			    "</span></a>",
			    b->box, when);
	else
		text_add(out, "nothing of it is left");
	text_add(out, b->damaged ? ", damaged</td></tr>\n" : "</td></tr>\n");
}

static void add_boxes(struct text *out, const struct page_history *p)
{
	text_add(out, "<section class=\"card\" aria-labelledby=\"hb\"><div class=\"head\"><h2 "
		      "id=\"hb\">Black boxes: the seconds around each alarm</h2></div>");
	if (p->n_boxes == 0) {
		text_add(out, "<p>None is kept.</p></section>\n");
		return;
	}
	text_add(out,
		 "<section class=\"scroll\" aria-label=\"Black boxes, table\" "
		 "tabindex=\"0\"><table class=\"fold\"><thead><tr><th scope=\"col\">Raised</th><th "
		 "scope=\"col\">Alarm</th><th scope=\"col\">Recording</th></tr></thead>"
		 "<tbody>\n");
	for (unsigned i = p->n_boxes; i-- > 0 && p->n_boxes - i <= BOXES;)
		add_box(out, &p->boxes[i]);
	text_add(out, "</tbody></table></section></section>\n");
}

/* ------------------------------------------------------------------ the log */

static void add_row_time(struct text *out, const struct log_file *f, int64_t ms)
{
	char when[CALENDAR_SHORT_MAX] = "clock not set";

	if (log_file_has_time(f, ms))
		calendar_second(ms * USEC_PER_MSEC, when);
	if (log_file_rows(f) == 0)
		(void)snprintf(when, sizeof(when), "--");
	/* a narrow column breaks behind the day, not in it */
	text_printf(out, "<td><span class=\"nb\">%.*s</span>%s</td>", (int)strcspn(when, " "), when,
		    when + strcspn(when, " "));
}

static void add_file(struct text *out, const struct log_file *f)
{
	char name[LOG_NAME_MAX];

	log_file_name(f, name);
	text_printf(out, "<tr><td><a href=\"/api/v1/log/files/%" PRId64 "\">%s</a>%s</td>", f->file,
		    name, f->ended ? "" : ", being written");
	add_row_time(out, f, f->first_ms);
	add_row_time(out, f, f->last_ms);
	text_printf(out, "<td class=\"n\">%" PRId64 "</td><td class=\"n\">", log_file_rows(f));
	present_bytes(out, (uint64_t)f->bytes);
	text_add(out, "</td></tr>\n");
}

static void add_files(struct text *out, const struct page_history *p)
{
	text_add(out, "<section class=\"card\" aria-labelledby=\"hl\"><div class=\"head\"><h2 "
		      "id=\"hl\">Files of the log</h2></div>");
	if (p->n_files == 0) {
		text_add(out, "<p>The log is empty.</p></section>\n");
		return;
	}
	text_add(out, "<section class=\"scroll\" aria-label=\"Files of the log, "
		      "table\" tabindex=\"0\"><table class=\"list\"><thead><tr><th "
		      "scope=\"col\">File</th><th "
		      "scope=\"col\">First row</th><th scope=\"col\">Last row</th><th "
		      "scope=\"col\" class=\"n\">Rows</th><th scope=\"col\" "
		      "class=\"n\">Size</th></tr></thead><tbody>\n");
	for (unsigned i = p->n_files; i-- > 0 && p->n_files - i <= FILES;)
		add_file(out, &p->files[i]);
	text_add(out, "</tbody></table></section>");
	if (p->n_files > FILES)
		text_printf(out,
			    "<p>Older ones: <a href=\"/api/v1/log/files\">all %u, for "
			    "programs</a>.</p>",
			    p->n_files);
	text_add(out, "</section>\n");
}

/* ------------------------------------------------------------------ the whole */

void page_history(struct text *out, const struct page_history *p)
{
	add_head(out, p);
	add_choice(out, p);
	add_charts(out, p);
	add_numbers(out, p);
	add_boxes(out, p);
	add_files(out, p);
}

void page_history_failed(struct text *out, const char *why)
{
	add_head(out, NULL);
	text_add(out, "<section class=\"card stack\"><h2>The history cannot be shown</h2><p>");
	html_sentence(out, why);
	text_add(out, ".</p><p>Measurements are live on <a href=\"/\">Status</a>. <a "
		      "href=\"/history\">Show the last 24 hours</a></p></section>\n");
}

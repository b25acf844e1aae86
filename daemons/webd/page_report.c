// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/page_report.h"

#include <inttypes.h>

#include "daemons/webd/html.h"
#include "daemons/webd/journal_query.h"
#include "daemons/webd/page.h"
#include "lib/base/calendar.h"
#include "lib/base/util.h"
#include "lib/present/state.h"

/* The periods that the page offers. */
static const struct {
	const char *word, *label;
} periods[] = {
	{ "24h", "24 h" },
	{ "7d", "7 d" },
	{ "30d", "30 d" },
	{ "365d", "1 y" },
};

/* ------------------------------------------------------------------ the period */

static void add_head(struct text *out, const struct report_result *r)
{
	AUTO_TEXT struct text link = TEXT_INIT;

	html_argument(&link, "since", r->since);
	text_add(out, "<div class=\"head\"><h1>Alarm report</h1><span class=\"row\"><a "
		      "class=\"row\" href=\"/alarms\">Back to Alarms</a><a class=\"btn sm\" "
		      "href=\"/api/v1/alarms/report?");
	html_add(out, &link);
	text_add(out, "\">This view as JSON</a></span></div>\n");
}

static void add_periods(struct text *out, const char *since)
{
	text_add(out, "<section class=\"card\" aria-label=\"Period\"><div class=\"chips\" "
		      "role=\"group\" aria-label=\"Span\">");
	for (size_t i = 0; i < ARRAY_SIZE(periods); i++)
		text_printf(out, "<a class=\"chip\" href=\"/alarms/report?since=%s\"%s>%s</a>",
			    periods[i].word,
			    streq(periods[i].word, since) ? " aria-current=\"true\"" : "",
			    periods[i].label);
	text_printf(out,
		    "</div><form class=\"find\" method=\"get\" action=\"/alarms/report\">"
		    "<label>Since<span class=\"in\"><input type=\"text\" name=\"since\" "
		    "maxlength=\"%d\" placeholder=\"2026-11-25 14:00, or 2h\" "
		    "autocomplete=\"off\" value=\"",
		    JOURNAL_WORD_MAX - 1);
	html_text(out, since);
	text_add(out, "\"></span></label><button type=\"submit\" "
		      "class=\"btn\">Show</button></form></section>\n");
}

/* ------------------------------------------------------------------ all together */

static void add_times(struct text *out, const char *what, unsigned n)
{
	text_printf(out, "%s %u time%s", what, n, n == 1 ? "" : "s");
}

static void add_sums(struct text *out, const struct alarm_report *r)
{
	char since[CALENDAR_SHORT_MAX];

	calendar_short(r->since_us, r->now_us, since);
	text_printf(out, "<p>Since %s: ", since);
	add_times(out, "raised", r->raises);
	text_printf(out, ". Active now: %u", r->active);
	if (r->stale > 0)
		text_printf(out, ", %u of them stale: for longer than a day", r->stale);
	text_add(out, ".</p><p>");
	add_times(out, "Acknowledged", r->acknowledged);
	if (r->acknowledged > 0) {
		text_add(out, ", after ");
		present_age(out, r->ack_mean_us);
		text_add(out, " on average, half of them within ");
		present_age(out, r->ack_median_us);
	}
	text_add(out, ".</p>");
	if (r->left_out > 0)
		text_printf(out, "<p>Events that are left out, there are too many: %u.</p>",
			    r->left_out);
	if (r->not_looked_at > 0)
		text_printf(out, "<p>Older events that were not looked at: %" PRIu64 ".</p>",
			    r->not_looked_at);
}

/* ------------------------------------------------------------------ one by one */

/* By its channel's name, which people know, and by its id, which may be one of several of it. */
static void add_alarm(struct text *out, const struct alarm_report_row *row,
		      const struct present_table *t)
{
	int i = channel_find(t->channels, t->n_channels, row->channel);

	text_add(out, "<th scope=\"row\">");
	if (i >= 0) {
		html_text(out, present_name(&t->channels[i]));
		text_add(out, " <span class=\"mut s\">");
	}
	html_id(out, row->alarm);
	text_add(out, i >= 0 ? "</span></th>" : "</th>");
}

static void add_priority(struct text *out, enum alarm_priority p)
{
	char class[] = "sym p0", id[] = "p0";

	class[5] = id[1] = (char)('0' + page_priority(p));
	text_add(out, "<td>");
	html_sign(out, class, id, page_priority_word(p));
	text_add(out, "</td>");
}

static void add_span(struct text *out, int64_t us, bool known)
{
	text_add(out, "<td class=\"n nb\">");
	if (known)
		present_age(out, us);
	text_add(out, "</td>");
}

static void add_now(struct text *out, const struct alarm_report_row *row)
{
	text_add(out, "<td class=\"nb\">");
	if (row->active) {
		text_add(out, "active for ");
		present_age(out, row->now_us);
	}
	if (row->active && row->now_us > ALARM_REPORT_STALE_US)
		text_add(out, ", <b>stale</b>");
	text_add(out, "</td>");
}

static void add_row(struct text *out, const struct alarm_report_row *row,
		    const struct present_table *t)
{
	text_add(out, "<tr>");
	add_alarm(out, row, t);
	add_priority(out, row->priority);
	text_printf(out, "<td class=\"n\">%u</td><td class=\"n\">%u</td>", row->raises,
		    row->chatters);
	add_span(out, row->active_us, true);
	add_span(out, row->ack_mean_us, row->acknowledged > 0);
	add_span(out, row->ack_median_us, row->acknowledged > 0);
	add_now(out, row);
	text_add(out, "</tr>\n");
}

static void add_table(struct text *out, const struct alarm_report *r, const struct present_table *t)
{
	text_add(out,
		 "<section class=\"scroll\" aria-label=\"Alarms, table\" tabindex=\"0\"><table "
		 "id=\"report\">"
		 "<thead><tr><th scope=\"col\">Alarm</th><th "
		 "scope=\"col\"><span class=\"vh\">Priority</span></th><th scope=\"col\" "
		 "class=\"n\">Raised</th><th scope=\"col\" class=\"n\">Chattered</th><th "
		 "scope=\"col\" class=\"n\">Active in all</th><th scope=\"col\" "
		 "class=\"n\">Seen after</th><th scope=\"col\" class=\"n\">Median</th><th "
		 "scope=\"col\">Now</th></tr></thead><tbody>\n");
	for (unsigned i = 0; i < r->n; i++)
		add_row(out, &r->rows[i], t);
	text_add(out, "</tbody></table></section>\n");
}

void page_report(struct text *out, const struct report_result *r, const struct present_table *t)
{
	add_head(out, r);
	add_periods(out, r->since);
	text_add(out, "<section class=\"card\" aria-labelledby=\"ar\"><div class=\"head\"><h2 "
		      "id=\"ar\">The noisiest first</h2></div>\n");
	if (r->why) {
		text_add(out, "<p class=\"msg\" role=\"alert\">");
		html_sign(out, "i", "x", NULL);
		text_add(out, "<span>");
		html_sentence(out, r->why);
		text_add(out, "</span></p>");
	} else {
		add_sums(out, r->report);
		if (r->report->n > 0)
			add_table(out, r->report, t);
		else
			text_add(out, "<p>No alarm was raised or active in this time.</p>");
	}
	text_add(out, "</section>\n");
}

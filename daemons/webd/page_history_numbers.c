// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What is seen of the history, in numbers. */
#include <inttypes.h>

#include "daemons/webd/html.h"
#include "daemons/webd/page_history_internal.h"
#include "lib/base/calendar.h"
#include "lib/present/state.h"
#include "lib/present/value.h"

static struct present_style style_of(const struct page_history *p)
{
	return (struct present_style){ .fahrenheit = p->facts->fahrenheit };
}

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
	page_history_key(out, (int)i);
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

void page_history_numbers(struct text *out, const struct page_history *p)
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

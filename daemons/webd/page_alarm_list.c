// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* /alarms: those that stand, what follows from one under it, and the shelf. */
#include "daemons/webd/html.h"
#include "daemons/webd/page_forms.h"
#include "lib/base/calendar.h"
#include "lib/base/util.h"
#include "lib/present/alarm.h"
#include "lib/present/state.h"

struct list {
	const struct present_status *s;
	const struct settings *st;
	const struct visitor *who;
	unsigned n;
	const struct alarm *alarms[ALARMS_MAX];
	bool shown[ALARMS_MAX];
};

/* What nobody has acknowledged first, then by priority, then the newest; < 0: a before b. */
static int order(const struct alarm *a, const struct alarm *b)
{
	if (a->acknowledged != b->acknowledged)
		return a->acknowledged ? 1 : -1;
	if (a->priority != b->priority)
		return a->priority > b->priority ? -1 : 1;
	if (a->raised.wall_us != b->raised.wall_us)
		return a->raised.wall_us > b->raised.wall_us ? -1 : 1;
	return 0;
}

/* Into its place: they come nearly sorted already. */
static void insert(struct list *l, const struct alarm *a)
{
	unsigned at = l->n++;

	for (; at > 0 && order(a, l->alarms[at - 1]) < 0; at--)
		l->alarms[at] = l->alarms[at - 1];
	l->alarms[at] = a;
}

/* The id of the rule that it may follow from, "" without one. */
static const char *cause_of(const struct list *l, const struct alarm *a)
{
	for (unsigned i = 0; a->consequence && i < l->st->n_alarms; i++)
		if (streq(l->st->alarms[i].id, a->id))
			return l->st->alarms[i].cause;
	return "";
}

static bool has_cause(const struct list *l, const struct alarm *a)
{
	const char *cause = cause_of(l, a);

	for (unsigned i = 0; i < l->n; i++)
		if (*cause && l->alarms[i] != a && streq(l->alarms[i]->id, cause))
			return true;
	return false;
}

/* One, and under it those that follow from it: of two that name each other none is shown twice. */
static void add(struct text *out, struct list *l, unsigned i, bool below)
{
	const struct page_place place = { .back = "alarms", .whole = true, .below = below };

	if (l->shown[i])
		return;
	l->shown[i] = true;
	page_alarm(out, l->s, l->st, l->alarms[i], l->who, &place);
	for (unsigned k = 0; k < l->n; k++)
		if (streq(cause_of(l, l->alarms[k]), l->alarms[i]->id))
			add(out, l, k, true);
}

static void add_active(struct text *out, struct list *l)
{
	text_add(out, "<section class=\"stack\" aria-labelledby=\"ha\"><h2 id=\"ha\">Active</h2>");
	if (l->n == 0) {
		text_add(out, "<p class=\"card row\">");
		html_sign(out, "i okay", "ok", NULL);
		text_add(out, "No active alarms</p></section>\n");
		return;
	}
	text_add(out, "<ul class=\"alarms\">\n");
	for (unsigned i = 0; i < l->n; i++)
		if (!has_cause(l, l->alarms[i]))
			add(out, l, i, false);
	/* those that name each other in a ring */
	for (unsigned i = 0; i < l->n; i++)
		add(out, l, i, false);
	text_add(out, "</ul></section>\n");
}

/* ------------------------------------------------------------------ the shelf */

static void add_until(struct text *out, const struct alarm *a, int64_t now_us)
{
	char until[CALENDAR_SHORT_MAX];

	calendar_short(a->shelved_until_us, now_us, until);
	text_add(out, "Shelved");
	if (*a->by) {
		text_add(out, " by ");
		html_text(out, a->by);
	}
	text_printf(out, " until <b>%s</b> (in <span", until);
	html_live(out, "left", a->id);
	text_add_char(out, '>');
	present_span(out, MAX(a->shelved_until_us - now_us, INT64_C(0)));
	text_add(out, "</span>)");
	if (*a->note) {
		text_add(out, "<br><span class=\"s mut\">Reason: ");
		html_text(out, a->note);
		text_add(out, "</span>");
	}
}

static void add_shelved(struct text *out, const struct list *l, const struct alarm *a)
{
	const struct present_table t = present_status_table(l->s);
	AUTO_TEXT struct text subject = TEXT_INIT;

	present_alarms_subject(&subject, l->s->alarms, a, &t);
	text_add(out, "<tr><td>");
	html_sign(out, "i", "shelf", "Shelved");
	text_add(out, "</td><td><b>");
	html_add(out, &subject);
	text_printf(out, "</b><br><span class=\"s mut\">%s · %s</span></td><td class=\"w\">",
		    page_priority_word(a->priority), a->active ? "active" : "normal");
	add_until(out, a, l->s->snapshot->now.wall_us);
	text_add(out, "</td><td class=\"w\">");
	page_unshelve_form(out, a, text_get(&subject), l->who);
	text_add(out, "</td></tr>\n");
}

static void add_shelf(struct text *out, const struct list *l)
{
	const struct present_alarms *all = l->s->alarms;
	bool any = false;

	for (unsigned i = 0; i < all->n; i++) {
		if (!all->list[i]->shelved)
			continue;
		if (!any)
			text_add(out, "<section class=\"card\" data-live=\"page.shelf\" "
				      "aria-labelledby=\"hs\"><div "
				      "class=\"head\"><h2 id=\"hs\">Shelved</h2></div><table "
				      "class=\"fold\"><thead><tr><th scope=\"col\"><span "
				      "class=\"vh\">State</span></th><th scope=\"col\">Alarm</th>"
				      "<th scope=\"col\">Shelved</th><th scope=\"col\"><span "
				      "class=\"vh\">Action</span></th></tr></thead><tbody>\n");
		any = true;
		add_shelved(out, l, all->list[i]);
	}
	if (any)
		text_add(out, "</tbody></table></section>\n");
}

/* ------------------------------------------------------------------ the whole */

static void add_head(struct text *out, const struct present_status *s)
{
	AUTO_TEXT struct text line = TEXT_INIT;

	text_add(out,
		 "<div class=\"head\"><h1>Alarms</h1><p class=\"mut\" data-live=\"page.line\">");
	if (s && s->alarms->watched)
		present_alarms_headline(&line, s->alarms, s->snapshot->now.wall_us);
	html_sentence(out, text_get(&line));
	text_add(out, "</p></div>\n");
}

/* Alarms that are not known are not none. */
static void add_unknown(struct text *out, const char *why)
{
	text_add(out, "<section class=\"card verdict lost\">");
	html_sign(out, "i", "q", NULL);
	text_add(out, "<div><h2>Alarms are unknown</h2><p>");
	html_sentence(out, why);
	text_add(out, ".</p></div></section>\n");
}

static void add_known(struct text *out, const struct present_status *s, const struct settings *st,
		      const struct visitor *who)
{
	static struct list l; /* large */

	l = (struct list){ .s = s, .st = st, .who = who };
	for (unsigned i = 0; i < s->alarms->n; i++)
		if (alarm_standing(s->alarms->list[i]) && !s->alarms->list[i]->shelved)
			insert(&l, s->alarms->list[i]);
	add_active(out, &l);
	add_shelf(out, &l);
}

void page_alarm_list(struct text *out, const struct present_status *s, const struct settings *st,
		     const struct visitor *who)
{
	bool known = s && s->alarms->watched;

	text_printf(out, "<div class=\"stack\" data-live=\"page.alarms\"%s>\n",
		    known ? "" : " data-unknown");
	add_head(out, s);
	if (known)
		add_known(out, s, st, who);
	else
		add_unknown(out, s ? s->alarms->why_not : "sensord does not answer");
	text_add(out, "</div>\n");
}

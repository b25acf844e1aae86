// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* /m (S86, S87): the same data for a telephone and a slow line, in one piece without a menu. */
#include "daemons/webd/html.h"
#include "daemons/webd/page_forms.h"
#include "lib/base/calendar.h"
#include "lib/base/util.h"
#include "lib/present/alarm.h"
#include "lib/present/state.h"

/* The groups in their order, and how many cells a row of each has room for. */
enum group {
	GROUP_LINE, /* mains and temperature */
	GROUP_ANALOG,
	GROUP_INPUT,
	GROUP_OUTPUT,
	GROUP_MAX,
};

static enum group group_of(const struct channel *c)
{
	if (c->kind == CHANNEL_DIGITAL_OUT)
		return GROUP_OUTPUT;
	if (c->kind == CHANNEL_DIGITAL_IN)
		return GROUP_INPUT;
	return c->role == ROLE_AC_LINE || c->role == ROLE_TEMPERATURE ? GROUP_LINE : GROUP_ANALOG;
}

static const struct output_state *output_of(const struct present_status *s, unsigned channel)
{
	for (unsigned i = 0; i < s->snapshot->n_outputs; i++)
		if (s->snapshot->outputs[i].channel == channel)
			return &s->snapshot->outputs[i];
	return NULL;
}

/* What is special about it, in words that a sign's name has. */
static void add_mark(struct text *out, const struct present_status *s, unsigned i,
		     const struct alarm *a)
{
	const struct output_state *o = output_of(s, i);
	AUTO_TEXT struct text words = TEXT_INIT;
	char id[4] = "p0";

	if (a) {
		id[1] = (char)('0' + page_priority(a->priority));
		text_printf(&words, "%s alarm", page_priority_word(a->priority));
		html_sign(out, "sym", id, text_get(&words));
	} else if (s->snapshot->samples[i].quality != QUALITY_OK) {
		html_sign(out, "i", "q", "No value");
	} else if (o && (o->fault || o->vetoed)) {
		html_sign(out, "i", "x", o->fault ? "Cannot be driven" : "Interlocked");
	} else if (o && o->unconfirmed) {
		html_sign(out, "i", "clock", "Waits for confirmation");
	} else if (present_reading_bad(&s->channels[i], &s->snapshot->samples[i])) {
		html_sign(out, "i", "x", "Not as usual");
	}
}

static void add_number(struct text *out, const struct present_status *s, unsigned i)
{
	const struct present_table t = present_status_table(s);
	const struct output_state *o = output_of(s, i);
	const struct channel *c = &s->channels[i];
	AUTO_TEXT struct text number = TEXT_INIT;
	const char *unit = present_unit(c, &t.style);

	if (o)
		text_add(&number, present_state_text(c, o->active));
	else
		present_value_number(&number, c, &s->snapshot->samples[i], &t.style);
	html_add(out, &number);
	if (*unit && !channel_digital(c))
		text_printf(out, " <small>%s</small>", unit);
	if (o && o->unconfirmed) {
		text_add(out, " <small>");
		html_text(out, present_state_text(c, !o->active));
		text_add(out, " in ");
		present_countdown(out, o->until_us - s->snapshot->now.mono_us);
		text_add(out, "</small>");
	} else if (o && o->holder != HOLDER_NONE) {
		text_printf(out, " <small>by %s</small>", holder_to_name(o->holder));
	}
}

static void add_cell(struct text *out, const struct present_status *s, unsigned i)
{
	const struct channel *c = &s->channels[i];
	const struct alarm *a = page_alarm_of(s, c->id);

	if (channel_hidden(c)) {
		text_add(out, "<div class=\"cell nil\"><dt class=\"vh\">Not used</dt><dd>---</dd>"
			      "</div>");
		return;
	}
	text_add(out, "<div class=\"cell");
	if (a)
		text_printf(out, " bad p%u%s", page_priority(a->priority),
			    a->acknowledged ? "" : " un");
	text_add(out, "\"><dt>");
	html_text(out, c->name);
	add_mark(out, s, i, a);
	text_add(out, "</dt><dd>");
	add_number(out, s, i);
	text_add(out, "</dd></div>");
}

static void add_group(struct text *out, const struct present_status *s, enum group group)
{
	static const char *const titles[GROUP_MAX] = { "Line and temperature", "Analog inputs",
						       "Digital inputs", "Outputs" };
	bool any = false;

	for (unsigned i = 0; i < present_n_readings(s); i++) {
		const struct channel *c = &s->channels[i];

		/* what is worked out of others has no place of its own when nobody wants it */
		if (group_of(c) != group || (channel_hidden(c) && c->source == SOURCE_DERIVED))
			continue;
		if (!any)
			text_printf(out, "<h2 class=\"vh\">%s</h2><dl class=\"%s\">", titles[group],
				    group == GROUP_ANALOG ? "g" : "g two");
		any = true;
		add_cell(out, s, i);
	}
	if (any)
		text_add(out, "</dl>\n");
}

/* ------------------------------------------------------------------ the verdict */

/* Of those that call for a person the first, which is the loudest. */
static const struct alarm *loudest(const struct present_status *s)
{
	for (unsigned i = 0; i < s->alarms->n; i++)
		if (present_alarm_calls(s->alarms->list[i]))
			return s->alarms->list[i];
	return NULL;
}

static void add_verdict(struct text *out, const struct present_status *s)
{
	static struct verdict v; /* large */
	const struct alarm *a = loudest(s);
	AUTO_TEXT struct text headline = TEXT_INIT, alarms = TEXT_INIT;
	char id[4] = "p0";

	present_verdict(s, &v);
	present_headline(&headline, s, &v);
	if (a) {
		id[1] = (char)('0' + page_priority(a->priority));
		text_printf(out, "<section class=\"card verdict %s %s\">", id,
			    a->acknowledged ? "ak" : "un");
		html_sign(out, "sym", id, NULL);
	} else {
		text_add(out, "<section class=\"card verdict\">");
		html_sign(out, v.n ? "i" : "i okay", v.n ? "x" : "ok", NULL);
	}
	text_add(out, "<div><h1>");
	html_sentence(out, text_get(&headline));
	text_add(out, "</h1><p>");
	if (s->alarms->watched)
		present_alarms_headline(&alarms, s->alarms, s->snapshot->now.wall_us);
	else
		text_add(&alarms, s->alarms->why_not);
	html_sentence(out, text_get(&alarms));
	text_add(out, ".</p></div></section>\n");
}

/* The one alarm that a thumb shall reach first, and the way to all. */
static void add_acts(struct text *out, const struct present_status *s, const struct visitor *who)
{
	const struct present_table t = present_status_table(s);
	const struct alarm *a = loudest(s);
	AUTO_TEXT struct text subject = TEXT_INIT;

	text_add(out, "<div class=\"row\">");
	if (a && !a->acknowledged && page_may_act(who)) {
		present_alarms_subject(&subject, s->alarms, a, &t);
		page_form_begin(out, NULL, "alarms", a->id, "acknowledge", "m", who);
		text_printf(out, "<input type=\"hidden\" name=\"occurrence\" value=\"%llu\">",
			    (unsigned long long)a->occurrence);
		text_add(out, "<button type=\"submit\" class=\"btn go\">Acknowledge: ");
		html_add(out, &subject);
		text_add(out, "</button></form>");
	}
	text_add(out, "<a class=\"btn\" href=\"/alarms\">Alarms");
	if (s->alarms->watched && s->alarms->active)
		text_printf(out, " (%u)", s->alarms->active);
	text_add(out, "</a></div>\n");
}

static void add_pending(struct text *out, const struct present_status *s, const struct visitor *who)
{
	for (unsigned i = 0; i < s->snapshot->n_outputs; i++) {
		const struct output_state *o = &s->snapshot->outputs[i];

		if (o->unconfirmed && o->channel < s->n_channels && page_may_act(who))
			page_pending(out, &s->channels[o->channel], o, s->snapshot->now.mono_us,
				     "m", who);
	}
}

/* ------------------------------------------------------------------ the whole */

static void add_top(struct text *out, const struct page *p)
{
	char now[CLOCK_RFC3339_MAX];

	calendar_format(p->now_us, now);
	text_add(out,
		 "<div class=\"shell\"><main class=\"m\" id=\"main\"><div class=\"head\"><p><b>");
	html_text(out, p->site);
	text_add(out, "</b><br><span class=\"s mut\">");
	html_text(out, p->model);
	text_printf(out,
		    "</span></p><span class=\"live\"><time datetime=\"%s\">%.8s</time></span>"
		    "</div>\n",
		    now, now + 11);
}

static void add_foot(struct text *out, const struct page *p)
{
	text_add(out, "<footer class=\"foot\"><a href=\"/\">Full page</a>");
	if (p->who && p->who->role != USER_DISABLED) {
		text_add(out, "<span>Signed in as ");
		html_text(out, p->who->name);
		text_add(out, "</span>");
	} else {
		text_add(out, "<a href=\"/login?next=/m\">Login</a>");
	}
	text_add(out, "</footer></main></div></body></html>\n");
}

void page_small(struct text *out, const struct page *p, const struct present_status *s)
{
	page_head(out, p);
	text_add(out, "<body>");
	page_some_signs(out, "p1 p2 p3 p4 ok x q clock");
	add_top(out, p);
	if (s) {
		add_verdict(out, s);
		add_acts(out, s, p->who);
		add_pending(out, s, p->who);
		for (enum group g = 0; g < GROUP_MAX; g++)
			add_group(out, s, g);
	} else {
		text_add(out, "<section class=\"card verdict lost\">");
		html_sign(out, "i", "q", NULL);
		text_add(out, "<div><h1>Nothing is known</h1><p>sensord does not answer.</p></div>"
			      "</section>\n");
	}
	add_foot(out, p);
}

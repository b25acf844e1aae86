// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Status: is all well, in words and shape and colour; then alarms, the power path and every value.
 */
#include "daemons/webd/html.h"
#include "daemons/webd/page.h"
#include "lib/present/alarm.h"

/* The alarm that gives the verdict its colour: what nobody has acknowledged comes first. */
static const struct alarm *loudest(const struct present_status *s)
{
	for (unsigned i = 0; i < s->alarms->n; i++)
		if (present_alarm_calls(s->alarms->list[i]))
			return s->alarms->list[i];
	return NULL;
}

static void begin_verdict(struct text *out, const struct present_status *s, const struct verdict *v)
{
	const struct alarm *a = loudest(s);
	unsigned p = a ? page_priority(a->priority) : 0;
	char id[4] = { 'p', (char)('0' + p) };

	if (a)
		text_printf(out,
			    "<section data-live=\"page.verdict\" class=\"card verdict p%u %s\">", p,
			    a->acknowledged ? "ak" : "un");
	else
		text_add(out, "<section data-live=\"page.verdict\" class=\"card verdict\">");
	if (a)
		html_sign(out, "sym", id, NULL);
	else
		html_sign(out, v->n ? "i" : "i okay", v->n ? "x" : "ok", NULL);
}

/* What else there is to look at, beside the alarms that are listed. */
static void add_findings(struct text *out, const struct present_status *s, const struct verdict *v)
{
	for (unsigned i = 0; i < v->n; i++) {
		AUTO_TEXT struct text finding = TEXT_INIT;

		if (v->findings[i].kind == FINDING_ALARM)
			continue;
		present_finding(&finding, s, &v->findings[i]);
		text_add(out, "<br>");
		html_add(out, &finding);
		text_add(out, ".");
	}
}

static void add_verdict(struct text *out, const struct present_status *s, const struct verdict *v)
{
	AUTO_TEXT struct text headline = TEXT_INIT, alarms = TEXT_INIT;

	present_headline(&headline, s, v);
	begin_verdict(out, s, v);
	text_add(out, "<div><h1 data-live=\"page.headline\">");
	html_sentence(out, text_get(&headline));
	text_add(out, "</h1><p data-live=\"page.story\">");
	if (s->alarms->watched)
		present_alarms_headline(&alarms, s->alarms, s->snapshot->now.wall_us);
	html_sentence(out, text_get(&alarms));
	text_add(out, alarms.len ? "." : "");
	add_findings(out, s, v);
	text_add(out, "</p></div></section>\n");
}

static void add_lost(struct text *out)
{
	text_add(out, "<section data-live=\"page.verdict\" class=\"card verdict lost\">");
	html_sign(out, "i", "q", NULL);
	text_add(out,
		 "<div><h1>Nothing is known</h1><p>sensord does not answer. Nothing is measured "
		 "and no output is driven, or it has just started.</p></div></section>\n");
}

static void add_fact(struct text *out, const char *label, const char *value)
{
	if (!*value)
		return;
	text_printf(out, "<span>%s ", label);
	html_text(out, value);
	text_add(out, "</span>");
}

/* Which unit it is (S138); what people have set of it is for people of the unit. */
static void add_foot(struct text *out, const struct present_status *s, const struct settings *st,
		     const struct visitor *who)
{
	text_add(out, "<footer class=\"foot\">");
	add_fact(out, "Model", s->model);
	if (who && who->role >= USER_VIEWER) {
		add_fact(out, "Serial number", st->device.serial);
		add_fact(out, "Hardware", st->device.hardware);
	}
	add_fact(out, "Version", s->version);
	if (s->simulated)
		text_add(out, "<span>Simulated</span>");
	text_add(out, "<a href=\"/m\">Small page</a></footer>\n");
}

void page_status(struct text *out, const struct present_status *s, const struct settings *st,
		 const struct visitor *who)
{
	static struct verdict v; /* large */

	if (!s) {
		add_lost(out);
		return;
	}
	present_verdict(s, &v);
	add_verdict(out, s, &v);
	page_alarms(out, s, st, who);
	page_path(out, s);
	page_channels(out, s, st, who);
	add_foot(out, s, st, who);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Outputs: a switch of two positions (S25, S26), what it means to press it, and the count-down. */
#include "daemons/webd/html.h"
#include "daemons/webd/page_forms.h"
#include "lib/base/util.h"
#include "lib/present/state.h"
#include "lib/present/value.h"

bool page_may_switch(const struct visitor *who, const struct channel *c)
{
	return page_may_act(who) && (c->source == SOURCE_GPIO || c->source == SOURCE_SIM);
}

static const char *state_word(bool active)
{
	return active ? "active" : "inactive";
}

/* One position. Where it stands already there is nothing to press. */
static void add_position(struct text *out, const struct channel *c, bool active, bool now)
{
	text_printf(out, "<button type=\"%s\" class=\"%s\" aria-pressed=\"%s\"",
		    active == now ? "button" : "submit", html_colour(c->colour[active]),
		    active == now ? "true" : "false");
	if (active != now)
		text_printf(out, " name=\"state\" value=\"%s\"", state_word(active));
	text_add(out, ">");
	html_text(out, present_state_text(c, active));
	text_add(out, "</button>");
}

/* One button that asks for a state of an output. */
static void add_state_form(struct text *out, const struct channel *c, const char *state,
			   const char *class, const char *back, const struct visitor *who,
			   const struct text *label)
{
	page_form_begin(out, NULL, "outputs", c->id, "", back, who);
	text_printf(out,
		    "<input type=\"hidden\" name=\"state\" value=\"%s\"><button type=\"submit\" "
		    "class=\"%s\" aria-label=\"",
		    state, class);
	html_text(out, present_name(c));
	text_add(out, ": ");
	html_add(out, label);
	text_add(out, "\">");
	html_add(out, label);
	text_add(out, "</button></form>");
}

static void add_release(struct text *out, const struct channel *c, const struct visitor *who)
{
	AUTO_TEXT struct text label = TEXT_INIT;

	text_add(&label, "Release");
	text_add(out, "<div class=\"note row\">");
	add_state_form(out, c, "release", "btn sm plain", "status", who, &label);
	text_add(out, "</div>");
}

void page_pending(struct text *out, const struct channel *c, const struct output_state *o,
		  int64_t mono_us, const char *back, const struct visitor *who)
{
	AUTO_TEXT struct text keep = TEXT_INIT, revert = TEXT_INIT;

	text_printf(&keep, "Keep %s", present_state_text(c, o->active));
	text_printf(&revert, "Return to %s now", present_state_text(c, !o->active));
	text_add(out, "<div class=\"pend\" role=\"group\" aria-label=\"");
	html_text(out, present_name(c));
	text_add(out, " waits for confirmation\"><p class=\"row\"><b>");
	/* elsewhere it stands in the row of its output */
	if (streq(back, "m")) {
		html_text(out, present_name(c));
		text_add(out, ": ");
	}
	html_text(out, present_state_text(c, o->active));
	text_add(out, ", returns to ");
	html_text(out, present_state_text(c, !o->active));
	text_add(out, " in</b> <span class=\"clock\" role=\"timer\"");
	html_live(out, "left", c->id);
	text_add_char(out, '>');
	present_countdown(out, o->until_us - mono_us);
	text_add(out, "</span></p><p class=\"s\">If you are cut off, it returns by itself.</p>"
		      "<div class=\"row\">");
	page_form_begin(out, NULL, "outputs", c->id, "confirm", back, who);
	text_add(out, "<button type=\"submit\" class=\"btn go\" aria-label=\"");
	html_text(out, present_name(c));
	text_add(out, ": ");
	html_add(out, &keep);
	text_add(out, "\">");
	html_add(out, &keep);
	text_add(out, "</button></form>");
	add_state_form(out, c, "return", "btn", back, who, &revert);
	text_add(out, "</div></div>");
}

/* What cannot be done by mistake is asked for on a page of its own first. */
static void begin_switch(struct text *out, const struct channel *c, const struct visitor *who)
{
	if (!c->confirm) {
		page_form_begin(out, "seg", "outputs", c->id, "", "status", who);
		return;
	}
	text_add(out, "<form class=\"seg\" method=\"get\" action=\"/outputs/");
	html_text(out, c->id);
	text_add(out, "\">");
}

void page_switch(struct text *out, const struct channel *c, const struct output_state *o,
		 int64_t mono_us, const struct visitor *who)
{
	/* where the button of the active state stands; two on one side keep this order */
	bool left = c->side[1] == SIDE_LEFT;

	begin_switch(out, c, who);
	text_add(out, "<fieldset class=\"bare\"><legend class=\"vh\">");
	html_text(out, present_name(c));
	text_add(out, "</legend>");
	add_position(out, c, left, o->active);
	add_position(out, c, !left, o->active);
	text_add(out, "</fieldset></form>");
	if (o->unconfirmed)
		page_pending(out, c, o, mono_us, "status", who);
	else if (o->holder == HOLDER_MANUAL)
		add_release(out, c, who);
}

/* ------------------------------------------------------------------ before it is done */

static int64_t confirm_s(const struct settings *st, const struct channel *c)
{
	for (unsigned i = 0; i < st->n_channels; i++)
		if (streq(st->channels[i].info.id, c->id))
			return st->channels[i].confirm_s;
	return 0;
}

static const struct output_state *find_output(const struct present_status *s, unsigned channel)
{
	for (unsigned i = 0; i < s->snapshot->n_outputs; i++)
		if (s->snapshot->outputs[i].channel == channel)
			return &s->snapshot->outputs[i];
	return NULL;
}

/* What is fed at the moment, by which he sees what hangs on it. */
static void add_load(struct text *out, const struct present_status *s)
{
	static const enum channel_role roles[] = { ROLE_AC_LINE, ROLE_SUPPLY_AMPS,
						   ROLE_BATTERY_AMPS, ROLE_SUPPLY_WATTS };
	const struct present_table t = present_status_table(s);
	bool any = false;

	for (unsigned i = 0; i < present_n_readings(s); i++) {
		AUTO_TEXT struct text value = TEXT_INIT;
		const struct channel *c = &s->channels[i];
		bool wanted = false;

		for (size_t k = 0; k < ARRAY_SIZE(roles); k++)
			wanted |= c->role == roles[k];
		if (!wanted || channel_hidden(c))
			continue;
		present_value(&value, c, &s->snapshot->samples[i], &t.style);
		text_add(out, any ? ", " : "<p>At the moment: ");
		html_text(out, c->name);
		text_add(out, " <b class=\"nb\">");
		html_add(out, &value);
		text_add(out, "</b>");
		any = true;
	}
	if (any)
		text_add(out, ".</p>");
}

static void add_consequence(struct text *out, const struct settings *st, const struct channel *c,
			    const struct output_state *o, bool active)
{
	AUTO_TEXT struct text span = TEXT_INIT;

	if (o->unconfirmed) {
		text_add(out, "<p>This takes back the change that waits for confirmation.</p>");
		return;
	}
	if (!c->confirm) {
		text_add(out, "<p>It stays so until somebody switches it again.</p>");
		return;
	}
	present_span(&span, confirm_s(st, c) * USEC_PER_SEC);
	text_add(out, "<p>Whatever is fed through it is switched with it, and the way to this unit "
		      "may be a part of that. It returns to ");
	html_text(out, present_state_text(c, !active));
	text_add(out, " by itself after <b class=\"nb\">");
	html_add(out, &span);
	text_add(out, "</b>, unless you keep it.</p>");
}

static void add_question(struct text *out, const struct present_status *s,
			 const struct settings *st, unsigned channel, bool active,
			 const struct visitor *who)
{
	const struct channel *c = &s->channels[channel];
	const struct output_state *o = find_output(s, channel);
	AUTO_TEXT struct text label = TEXT_INIT;

	add_consequence(out, st, c, o, active);
	add_load(out, s);
	text_printf(&label, "%s to %s", o->unconfirmed ? "Return" : "Switch",
		    present_state_text(c, active));
	if (c->confirm && !o->unconfirmed) {
		text_add(&label, " for ");
		present_span(&label, confirm_s(st, c) * USEC_PER_SEC);
	}
	text_add(out, "<div class=\"row\"><a class=\"btn\" href=\"/\">Cancel</a>");
	add_state_form(out, c, o->unconfirmed ? "return" : state_word(active), "btn go", "status",
		       who, &label);
	text_add(out, "</div>");
}

void page_output(struct text *out, const struct present_status *s, const struct settings *st,
		 unsigned channel, bool active, const struct visitor *who)
{
	const struct channel *c = &s->channels[channel];
	const struct output_state *o = find_output(s, channel);

	text_add(out, "<section class=\"card stack\"><h1>");
	html_text(out, present_name(c));
	text_add(out, "</h1><p>It is <b>");
	html_text(out, o ? present_state_text(c, o->active) : "not known");
	text_add(out, "</b> now.</p>");
	if (o && o->active != active && page_may_switch(who, c))
		add_question(out, s, st, channel, active, who);
	else
		text_add(out, "<p class=\"row\"><a class=\"btn\" href=\"/\">Back</a></p>");
	text_add(out, "</section>\n");
}

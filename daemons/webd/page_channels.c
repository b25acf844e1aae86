// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Every channel with its value, in the order of S83: AC, analogs, contacts, outputs, temperature.
 */
#include "daemons/webd/html.h"
#include "daemons/webd/page.h"
#include "daemons/webd/page_forms.h"
#include "lib/base/util.h"
#include "lib/present/alarm.h"
#include "lib/present/state.h"

/* What a row is about, and how it looks. */
struct row {
	const struct present_status *s;
	const struct settings *st;
	const struct channel *c;
	const struct sample *sample;
	const struct output_state *output; /* NULL: it is none */
	const struct alarm *alarm;	   /* that speaks for it */
	const struct visitor *who;
};

static const struct output_state *output_of(const struct present_status *s, unsigned channel)
{
	for (unsigned i = 0; i < s->snapshot->n_outputs; i++)
		if (s->snapshot->outputs[i].channel == channel)
			return &s->snapshot->outputs[i];
	return NULL;
}

static struct row row_of(const struct present_status *s, const struct settings *st,
			 const struct visitor *who, unsigned i)
{
	return (struct row){
		.s = s,
		.st = st,
		.c = &s->channels[i],
		.sample = &s->snapshot->samples[i],
		.output = output_of(s, i),
		.alarm = page_alarm_of(s, s->channels[i].id),
		.who = who,
	};
}

/* A limit on this side that an alarm is made of; SETTINGS_UNSET when there is none. */
static int64_t limit_of(const struct row *r, enum alarm_when when)
{
	for (unsigned i = 0; i < r->st->n_alarms; i++) {
		const struct settings_alarm *a = &r->st->alarms[i];

		if (a->enabled && a->when == when && streq(a->channel, r->c->id))
			return a->setpoint;
	}
	return SETTINGS_UNSET;
}

static bool has_rule(const struct row *r)
{
	for (unsigned i = 0; i < r->st->n_alarms; i++)
		if (r->st->alarms[i].enabled && streq(r->st->alarms[i].channel, r->c->id))
			return true;
	return false;
}

/* Where the value stands, and the place of its last hour; the text says all of it. */
static void add_pictures(struct text *out, const struct row *r)
{
	page_bar(out, r->c, r->sample, limit_of(r, ALARM_BELOW), limit_of(r, ALARM_ABOVE));
	text_add(out, "<span class=\"sp\"><svg class=\"spark\" viewBox=\"0 0 100 24\" "
		      "preserveAspectRatio=\"none\" aria-hidden=\"true\" data-spark=\"");
	html_text(out, r->c->id);
	text_add(out, "\"></svg></span>");
}

/* "12.00 to 15.00 V", "above 12.00 V", "No limits set". */
static void add_limits(struct text *out, const struct row *r)
{
	const struct present_table t = present_status_table(r->s);
	int64_t low = limit_of(r, ALARM_BELOW), high = limit_of(r, ALARM_ABOVE);

	if (low == SETTINGS_UNSET && high == SETTINGS_UNSET) {
		text_add(out, has_rule(r) ? "watched" : "no limits set");
		return;
	}
	if (low == SETTINGS_UNSET)
		text_add(out, "up to ");
	else if (high == SETTINGS_UNSET)
		text_add(out, "from ");
	if (low != SETTINGS_UNSET)
		present_micro(out, r->c, low, &t.style);
	if (low != SETTINGS_UNSET && high != SETTINGS_UNSET)
		text_add(out, " to ");
	if (high != SETTINGS_UNSET)
		present_micro(out, r->c, high, &t.style);
}

/* How a value stands: what is wrong with it, else its limits. */
static void add_standing(struct text *out, const struct row *r)
{
	const struct present_table t = present_status_table(r->s);

	if (!r->alarm && channel_digital(r->c))
		return;
	text_add(out, out->len ? ", " : "");
	if (r->alarm)
		present_alarms_what(out, r->s->alarms, r->alarm, &t);
	else
		add_limits(out, r);
}

/* What stands in small letters below the name: what is wrong, else who holds it or its limits. */
static void add_note(struct text *out, const struct row *r)
{
	AUTO_TEXT struct text note = TEXT_INIT;
	int64_t now_us = r->s->snapshot->now.mono_us;

	if (r->output) {
		present_output_note(&note, r->c, r->output, now_us);
		if (note.len == 0)
			present_holder(&note, r->output, r->s->holds, r->s->n_holds);
		if (note.len == 0)
			text_add(&note, "nobody holds it");
	} else {
		present_reading_note(&note, r->c, r->sample, now_us);
		/* why there is no value is all there is to say; that it is approximate is not */
		if (r->sample->quality == QUALITY_OK)
			add_standing(&note, r);
	}
	if (note.len > 0) {
		text_add(out, "<small");
		html_live(out, "note", r->c->id);
		text_add_char(out, '>');
		html_sentence(out, text_get(&note));
		text_add(out, "</small>");
	}
}

static void add_alarm_sign(struct text *out, const struct row *r)
{
	unsigned p = page_priority(r->alarm->priority);
	AUTO_TEXT struct text words = TEXT_INIT, class = TEXT_INIT;
	char id[4] = { 'p', (char)('0' + p) };

	text_printf(&class, "sym p%u%s", p, r->alarm->acknowledged ? "" : " un");
	text_printf(&words, "%s alarm", page_priority_word(r->alarm->priority));
	html_sign(out, text_get(&class), id, text_get(&words));
}

/* The colours of an output are those of its switch. */
static void add_output_sign(struct text *out, const struct row *r)
{
	if (r->output->fault || r->output->vetoed)
		html_sign(out, "i", r->output->fault ? "x" : "lock",
			  r->output->fault ? "Cannot be driven" : "Interlocked");
	else if (r->output->unconfirmed)
		html_sign(out, "i", "clock", "Waits for confirmation");
	else if (present_reading_bad(r->c, r->sample))
		html_sign(out, "i", "x", "Not as usual");
	else
		html_sign(out, "i okay", "ok", "Normal");
}

/* An alarm that nobody is told of for a while is one all the same. */
static bool has_shelved(const struct row *r)
{
	for (unsigned i = 0; i < r->s->alarms->n; i++) {
		const struct alarm *a = r->s->alarms->list[i];

		if (a->active && a->shelved && streq(a->channel, r->c->id))
			return true;
	}
	return false;
}

/* A sign in the colour that was chosen for the state (S22, S23): an analog channel's in alarm, and
 * a contact's active. What it says it says by its shape too. */
static void add_chosen(struct text *out, const struct row *r, bool bad, const char *id,
		       const char *words)
{
	AUTO_TEXT struct text class = TEXT_INIT;
	bool second = channel_digital(r->c) ? sample_active(r->sample) : bad;

	text_printf(&class, "i %s", html_colour(r->c->colour[second]));
	html_sign(out, text_get(&class), id, words);
}

static void add_sign(struct text *out, const struct row *r)
{
	bool watched = has_rule(r);

	if (r->alarm)
		add_alarm_sign(out, r);
	else if (r->sample->quality != QUALITY_OK)
		html_sign(out, "i", "q", "No value");
	else if (r->output)
		add_output_sign(out, r);
	else if (has_shelved(r))
		add_chosen(out, r, true, "shelf", "Its alarm is shelved");
	else if (present_reading_bad(r->c, r->sample))
		add_chosen(out, r, true, "x", "Not as usual");
	else if (watched || channel_digital(r->c))
		/* nothing is claimed of what nobody watches */
		add_chosen(out, r, false, watched ? "ok" : "ring",
			   watched ? "Normal" : "No limits set");
	else
		html_sign(out, "i mut", "ring", "No limits set");
}

static void add_value(struct text *out, const struct row *r)
{
	const struct present_table t = present_status_table(r->s);
	AUTO_TEXT struct text number = TEXT_INIT;
	const char *unit = present_unit(r->c, &t.style);

	if (r->output)
		text_add(&number, present_state_text(r->c, r->output->active));
	else
		present_value_number(&number, r->c, r->sample, &t.style);
	text_add(out, "<span class=\"num\"><span");
	html_live(out, NULL, r->c->id);
	text_add_char(out, '>');
	html_add(out, &number);
	text_add(out, "</span>");
	if (*unit && !channel_digital(r->c)) {
		text_add(out, " <small>");
		html_text(out, unit);
		text_add(out, "</small>");
	}
	text_add(out, "</span>");
}

/* What is measured leads to its past. */
static void add_name(struct text *out, const struct channel *c)
{
	if (channel_digital(c)) {
		html_text(out, c->name);
		return;
	}
	text_add(out, "<a href=\"/history?channels=");
	html_text(out, c->id);
	text_add(out, "\">");
	html_text(out, c->name);
	text_add(out, "</a>");
}

static void add_row(struct text *out, const struct row *r)
{
	text_add(out, "<li");
	html_live(out, "row", r->c->id);
	if (r->alarm)
		text_printf(out, " class=\"bad p%u%s\">", page_priority(r->alarm->priority),
			    r->alarm->acknowledged ? "" : " un");
	else
		text_add(out, r->sample->quality == QUALITY_OK ? ">" : " class=\"stale\">");
	add_sign(out, r);
	text_add(out, "<span class=\"nm2\">");
	add_name(out, r->c);
	add_note(out, r);
	text_add(out, "</span>");
	if (r->output && page_may_switch(r->who, r->c))
		page_switch(out, r->c, r->output, r->s->snapshot->now.mono_us, r->who);
	else
		add_value(out, r);
	if (!channel_digital(r->c))
		add_pictures(out, r);
	text_add(out, "</li>\n");
}

/* ------------------------------------------------------------------ cards */

enum card {
	CARD_AC,
	CARD_ANALOG,
	CARD_INPUT,
	CARD_OUTPUT,
	CARD_TEMPERATURE,
	CARD_MAX,
};

static enum card card_of(const struct channel *c)
{
	if (c->kind == CHANNEL_DIGITAL_OUT)
		return CARD_OUTPUT;
	if (c->kind == CHANNEL_DIGITAL_IN)
		return CARD_INPUT;
	if (c->unit == UNIT_CELSIUS)
		return CARD_TEMPERATURE;
	return c->role == ROLE_AC_LINE ? CARD_AC : CARD_ANALOG;
}

static void add_rows(struct text *out, const struct present_status *s, const struct settings *st,
		     const struct visitor *who, enum card card)
{
	for (unsigned i = 0; i < present_n_readings(s); i++) {
		struct row r = row_of(s, st, who, i);

		if (!channel_hidden(r.c) && card_of(r.c) == card)
			add_row(out, &r);
	}
}

static void add_card(struct text *out, const char *id, const char *title, const char *class,
		     const struct text *rows)
{
	out->failed |= rows->failed;
	if (rows->len == 0)
		return;
	text_printf(out,
		    "<section class=\"card\" data-live=\"card.%s\" aria-labelledby=\"%s\"><div "
		    "class=\"head\"><h2 id=\"%s\">%s</h2></div><ul class=\"%s\">\n",
		    id, id, id, title, class);
	text_add_n(out, text_get(rows), rows->len);
	text_add(out, "</ul></section>\n");
}

void page_channels(struct text *out, const struct present_status *s, const struct settings *st,
		   const struct visitor *who)
{
	AUTO_TEXT struct text measured = TEXT_INIT, inputs = TEXT_INIT, outputs = TEXT_INIT,
			      temperatures = TEXT_INIT;

	add_rows(&measured, s, st, who, CARD_AC);
	add_rows(&measured, s, st, who, CARD_ANALOG);
	add_rows(&inputs, s, st, who, CARD_INPUT);
	add_rows(&outputs, s, st, who, CARD_OUTPUT);
	add_rows(&temperatures, s, st, who, CARD_TEMPERATURE);
	text_add(out, "<div class=\"cols\">\n");
	add_card(out, "hm", "Measurements", "ch meas", &measured);
	text_add(out, "<div class=\"stack\">\n");
	add_card(out, "hi", "Inputs", "ch", &inputs);
	add_card(out, "ho", "Outputs", "ch", &outputs);
	add_card(out, "ht", "Temperature", "ch", &temperatures);
	text_add(out, "</div></div>\n");
	if (measured.len + inputs.len + outputs.len + temperatures.len == 0)
		text_add(out, "<p>No channel has a name yet.</p>\n");
}

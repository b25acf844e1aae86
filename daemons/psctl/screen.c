// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/screen.h"

#include <inttypes.h>

#include "daemons/psctl/paragraph.h"
#include "daemons/psctl/table.h"
#include "lib/base/util.h"
#include "lib/present/alarm.h"
#include "lib/present/state.h"
#include "lib/present/value.h"
#include "lib/present/verdict.h"

/* Columns of values and units: a picture must not shift when mains volts fall from 115.0 to 0.0. */
#define VALUE_COLUMN	  2
#define NOTE_COLUMN	  4
#define VALUE_WIDTH_LEAST 6
#define UNIT_WIDTH_LEAST  4

/* What the parts of a picture need. */
struct picture {
	struct text *out;
	const struct present_status *s;
	const struct terminal *t;
	struct present_style style;
	bool old; /* the connection is gone: nothing is in full ink, nothing has a sign */
	struct table table;
};

static void add_headline(struct picture *p, const struct verdict *v,
			 const struct screen_state *state)
{
	const struct present_status *s = p->s;
	bool waits = v->n > 0 && v->findings[0].kind == FINDING_UNCONFIRMED;
	enum sign sign = p->old	     ? SIGN_UNKNOWN
			 : v->n == 0 ? SIGN_WELL
			 : waits     ? SIGN_WAITS
				     : SIGN_BAD;
	enum ink ink = p->old ? INK_ODD : v->n == 0 ? INK_STRONG : waits ? INK_WAITS : INK_BAD;
	AUTO_TEXT struct text words = TEXT_INIT, line = TEXT_INIT;

	text_printf(&words, "%s: ", *s->site ? s->site : "RMCU");
	if (p->old)
		text_add(&words, state->lost);
	else
		present_headline(&words, s, v);
	/* nobody may take a simulator for the mountain top */
	if (s->simulated)
		text_add(&words, " (simulated)");
	terminal_ink(p->out, p->t, v->n == 0 && !p->old ? INK_PLAIN : ink,
		     terminal_sign(p->t, sign));
	text_add_char(p->out, ' ');
	table_cut(&line, p->t, text_get(&words), p->t->columns > 2 ? p->t->columns - 2 : 0);
	terminal_ink(p->out, p->t, ink, text_get(&line));
	text_add_char(p->out, '\n');
}

static bool waits_for_person(const struct picture *p, const struct finding *f)
{
	return (f->kind == FINDING_UNCONFIRMED || f->kind == FINDING_OUTPUT) &&
	       p->s->snapshot->outputs[f->index].unconfirmed;
}

enum ink screen_priority_ink(enum alarm_priority priority)
{
	switch (priority) {
	case PRIORITY_CRITICAL:
	case PRIORITY_HIGH:
		return INK_BAD;
	case PRIORITY_MEDIUM:
		return INK_ODD;
	case PRIORITY_LOW:
	case ALARM_PRIORITY_MAX:
		return INK_STRONG;
	}
	return INK_STRONG;
}

/* In lines that fit: a long one would shift the picture of `watch`. The sign has the ink. */
static void add_line(struct picture *p, enum ink ink, const char *sign, const char *s)
{
	AUTO_TEXT struct text harmless = TEXT_INIT;

	terminal_ink(&harmless, p->t, INK_PLAIN, s);
	text_add(p->out, "  ");
	terminal_ink(p->out, p->t, ink, sign);
	text_add_char(p->out, ' ');
	paragraph_add(p->out, text_get(&harmless), p->t->columns, 4, 4);
}

static void add_finding(struct picture *p, const struct finding *f, const char *s)
{
	const struct alarm *a;

	if (!f || f->kind != FINDING_ALARM) {
		add_line(p, INK_PLAIN, "-", s);
		return;
	}
	a = p->s->alarms->list[f->index];
	add_line(p, screen_priority_ink(a->priority), terminal_sign(p->t, SIGN_BAD), s);
}

/* What is not in the findings: alarms that are over, shelved, or of which nobody is told. */
static void add_alarms(struct picture *p)
{
	const struct present_alarms *a = p->s->alarms;
	AUTO_TEXT struct text line = TEXT_INIT;

	if (!a || !a->watched || !present_alarms_any(a))
		return;
	text_add(&line, "alarms: ");
	present_alarms_headline(&line, a, p->s->snapshot->now.wall_us);
	/* a person's words may stand at the end */
	text_add(&line, a->maintenance_until_us ? " (psctl alarms)" : ": psctl alarms");
	add_line(p, INK_PLAIN, "-", text_get(&line));
}

static const struct trouble *trouble_of(const struct picture *p, const struct finding *f)
{
	if (f->kind == FINDING_TROUBLE)
		return &p->s->health->troubles[f->index];
	if (f->kind == FINDING_ALARMD)
		return &p->s->alarms->health->troubles[f->index];
	if (f->kind == FINDING_LOGGERD)
		return &p->s->log_health->troubles[f->index];
	return NULL;
}

/* What a person can do about it from here, or since when it is so. */
static void add_hint(struct picture *p, const struct finding *f, struct text *line)
{
	const struct snapshot *now = p->s->snapshot;
	const struct trouble *t = trouble_of(p, f);

	if (waits_for_person(p, f)) {
		text_printf(line, ": psctl confirm %s",
			    p->s->channels[now->outputs[f->index].channel].id);
	} else if (t) {
		text_add(line, " (for ");
		present_span(line, now->now.wall_us - t->since_wall_us);
		text_add_char(line, ')');
	}
}

static void add_findings(struct picture *p, const struct verdict *v)
{
	for (unsigned i = 0; i < v->n; i++) {
		const struct finding *f = &v->findings[i];
		AUTO_TEXT struct text line = TEXT_INIT;

		/* what stands in the headline is said, unless there is more to say about it */
		if (f->kind == FINDING_MAINS)
			continue;
		if (v->n == 1 && !waits_for_person(p, f) && !trouble_of(p, f))
			continue;
		present_finding(&line, p->s, f);
		add_hint(p, f, &line);
		add_finding(p, f, text_get(&line));
	}
	if (p->s->health->troubles_left_out > 0)
		add_finding(p, NULL, "more troubles than sensord has room to tell");
	add_alarms(p);
}

static void add_section(struct picture *p, const char *title)
{
	table_heading(&p->table, INK_PLAIN, "");
	table_heading(&p->table, INK_STRONG, title);
}

/* The cell at the margin: the sign of a row that is not as usual. */
static void add_sign(struct picture *p, enum ink ink)
{
	bool odd = !p->old && (ink == INK_BAD || ink == INK_ODD);

	table_row(&p->table);
	table_cell(&p->table, ink, ALIGN_RIGHT,
		   odd ? terminal_sign(p->t, ink == INK_BAD ? SIGN_BAD : SIGN_UNKNOWN) : " ");
}

static void add_reading(struct picture *p, const struct channel *c, const struct sample *s)
{
	enum ink ink = p->old ? INK_FAINT : s->quality == QUALITY_OK ? INK_PLAIN : INK_ODD;
	AUTO_TEXT struct text value = TEXT_INIT, note = TEXT_INIT;

	present_value_number(&value, c, s, &p->style);
	present_reading_note(&note, c, s, p->s->snapshot->now.mono_us);
	if (ink == INK_PLAIN && present_reading_bad(c, s))
		ink = INK_BAD;
	add_sign(p, ink);
	table_cell(&p->table, p->old ? INK_FAINT : INK_PLAIN, ALIGN_LEFT, c->name);
	table_cell(&p->table, ink, channel_digital(c) ? ALIGN_SPAN : ALIGN_RIGHT, text_get(&value));
	table_cell(&p->table, p->old ? INK_FAINT : INK_PLAIN, ALIGN_LEFT,
		   present_unit(c, &p->style));
	table_cell(&p->table, ink == INK_ODD ? INK_ODD : INK_FAINT, ALIGN_LEFT, text_get(&note));
}

static void add_readings(struct picture *p, enum channel_kind kind, const char *title)
{
	bool any = false;

	for (unsigned i = 0; i < present_n_readings(p->s); i++) {
		const struct channel *c = &p->s->channels[i];

		if (c->kind != kind || channel_hidden(c))
			continue;
		if (!any)
			add_section(p, title);
		any = true;
		add_reading(p, c, &p->s->snapshot->samples[i]);
	}
}

static enum ink output_ink(const struct picture *p, const struct channel *c,
			   const struct output_state *o)
{
	if (p->old)
		return INK_FAINT;
	if (o->fault || o->vetoed)
		return INK_ODD;
	return c->colour[o->active] == COLOUR_RED ? INK_BAD : INK_PLAIN;
}

/* A second row for who holds it, where what is special about it takes the first. */
static void add_holder_row(struct picture *p, const char *holder)
{
	table_row(&p->table);
	for (int i = 0; i < NOTE_COLUMN; i++)
		table_cell(&p->table, INK_PLAIN,
			   i == 0 || i == VALUE_COLUMN ? ALIGN_RIGHT : ALIGN_LEFT, "");
	table_cell(&p->table, p->old ? INK_FAINT : INK_PLAIN, ALIGN_LEFT, holder);
}

static void add_output(struct picture *p, const struct channel *c, const struct output_state *o)
{
	AUTO_TEXT struct text note = TEXT_INIT, holder = TEXT_INIT;
	enum ink ink = output_ink(p, c, o);

	present_output_note(&note, c, o, p->s->snapshot->now.mono_us);
	present_holder(&holder, o, p->s->holds, p->s->n_holds);
	add_sign(p, ink);
	table_cell(&p->table, p->old ? INK_FAINT : INK_PLAIN, ALIGN_LEFT, c->name);
	table_cell(&p->table, ink, ALIGN_SPAN, present_state_text(c, o->active));
	table_cell(&p->table, INK_PLAIN, ALIGN_LEFT, "");
	table_cell(&p->table,
		   p->old	    ? INK_FAINT
		   : o->unconfirmed ? INK_WAITS
				    : INK_PLAIN,
		   ALIGN_LEFT, text_get(note.len ? &note : &holder));
	if (note.len > 0 && holder.len > 0)
		add_holder_row(p, text_get(&holder));
}

static void add_outputs(struct picture *p)
{
	const struct snapshot *now = p->s->snapshot;
	bool any = false;

	for (unsigned i = 0; i < now->n_outputs; i++) {
		const struct output_state *o = &now->outputs[i];

		if (o->channel >= p->s->n_channels || channel_hidden(&p->s->channels[o->channel]))
			continue;
		if (!any)
			add_section(p, "Outputs");
		any = true;
		add_output(p, &p->s->channels[o->channel], o);
	}
}

static void add_part(struct picture *p, struct text *line, const char *part)
{
	if (line->len > 0)
		text_add(line, terminal_sign(p->t, SIGN_DOT));
	text_add(line, part);
}

/* Ticks missed, a faster or unset clock: "" when all is as usual. */
static void add_oddities(struct picture *p, struct text *line)
{
	const struct snapshot *now = p->s->snapshot;

	if (now->missed_ticks > 0)
		text_printf(line, "%s%" PRIu64 " tick%s missed", terminal_sign(p->t, SIGN_DOT),
			    now->missed_ticks, now->missed_ticks == 1 ? "" : "s");
	else
		text_printf(line, "%sno tick missed", terminal_sign(p->t, SIGN_DOT));
	if (now->rate_milli != 1000)
		text_printf(line, "%s%u.%u times real time", terminal_sign(p->t, SIGN_DOT),
			    now->rate_milli / 1000, now->rate_milli % 1000 / 100);
	if (!now->wall_sane)
		text_printf(line, "%sthe clock was never set", terminal_sign(p->t, SIGN_DOT));
}

static void add_foot(struct picture *p, const struct screen_state *state)
{
	const struct present_status *s = p->s;
	AUTO_TEXT struct text line = TEXT_INIT, part = TEXT_INIT, cut = TEXT_INIT;

	if (*s->model)
		add_part(p, &line, s->model);
	text_printf(&part, "sensord %s", s->version);
	add_part(p, &line, text_get(&part));
	text_clear(&part);
	text_add(&part, "up ");
	present_span(&part, (s->snapshot->now.wall_us - s->health->started_wall_us) / USEC_PER_SEC *
				    USEC_PER_SEC);
	add_part(p, &line, text_get(&part));
	add_oddities(p, &line);
	text_add_char(p->out, '\n');
	table_cut(&cut, p->t, text_get(&line), p->t->columns);
	terminal_ink(p->out, p->t, INK_FAINT, text_get(&cut));
	text_add_char(p->out, '\n');
	if (!state->note)
		return;
	text_clear(&cut);
	table_cut(&cut, p->t, state->note, p->t->columns);
	terminal_ink(p->out, p->t, INK_FAINT, text_get(&cut));
	text_add_char(p->out, '\n');
}

void screen_status(struct text *out, const struct present_status *status, const struct terminal *t,
		   const struct screen_state *state)
{
	struct present_status s = *status;
	struct picture p = {
		.out = out,
		.s = &s,
		.t = t,
		.style = { .fahrenheit = s.fahrenheit, .ascii = !t->unicode },
		.old = state->lost,
	};
	struct verdict v;

	s.ascii = !t->unicode;
	present_verdict(&s, &v);
	add_headline(&p, &v, state);
	if (!p.old)
		add_findings(&p, &v);
	p.table.least[VALUE_COLUMN] = VALUE_WIDTH_LEAST;
	p.table.least[VALUE_COLUMN + 1] = UNIT_WIDTH_LEAST;
	add_readings(&p, CHANNEL_ANALOG_IN, "Readings");
	add_readings(&p, CHANNEL_DIGITAL_IN, "Inputs");
	add_outputs(&p);
	table_print(&p.table, out, t);
	table_done(&p.table);
	add_foot(&p, state);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/verdict.h"

#include "lib/present/state.h"
#include "lib/present/value.h"

/* No mains of this world, 100 to 240 V, is this low; what is in between is a matter of alarm
 * limits. */
#define MAINS_FAILED_BELOW (50 * MICRO)
/* A battery that feeds the load gives more than a converter's noise. */
#define ON_BATTERY_ABOVE (MICRO / 5)

static bool is_failed_mains(const struct channel *c, const struct sample *s)
{
	return c->role == ROLE_AC_LINE && s->quality == QUALITY_OK && s->value < MAINS_FAILED_BELOW;
}

static bool in_red_state(const struct channel *c, const struct sample *s)
{
	return channel_digital(c) && !channel_hidden(c) && s->quality == QUALITY_OK &&
	       c->colour[sample_active(s)] == COLOUR_RED;
}

bool present_reading_bad(const struct channel *c, const struct sample *s)
{
	return in_red_state(c, s) || is_failed_mains(c, s);
}

static bool mains_failed(const struct present_status *s)
{
	for (unsigned i = 0; i < present_n_readings(s); i++)
		if (is_failed_mains(&s->channels[i], &s->snapshot->samples[i]))
			return true;
	return false;
}

static void find(struct verdict *v, enum finding_kind kind, unsigned index)
{
	if (v->n < FINDINGS_MAX)
		v->findings[v->n++] = (struct finding){ .kind = kind, .index = index };
}

/* A trouble that names the channel says more than its quality. */
static bool has_trouble(const struct health *h, const char *id)
{
	for (unsigned i = 0; i < h->n_troubles; i++)
		if (streq(h->troubles[i].subject, id))
			return true;
	return false;
}

/* An output that is named for another reason already. */
static bool is_special(const struct snapshot *now, unsigned channel)
{
	for (unsigned i = 0; i < now->n_outputs; i++)
		if (now->outputs[i].channel == channel)
			return now->outputs[i].fault || now->outputs[i].vetoed ||
			       now->outputs[i].unconfirmed;
	return false;
}

static void find_channels(const struct present_status *s, struct verdict *v)
{
	for (unsigned i = 0; i < present_n_readings(s); i++) {
		const struct channel *c = &s->channels[i];
		enum quality q = s->snapshot->samples[i].quality;

		if (q != QUALITY_OK && q != QUALITY_DISABLED && !channel_hidden(c) &&
		    !has_trouble(s->health, c->id))
			find(v, FINDING_QUALITY, i);
	}
	for (unsigned i = 0; i < present_n_readings(s); i++)
		if (in_red_state(&s->channels[i], &s->snapshot->samples[i]) &&
		    !is_special(s->snapshot, i))
			find(v, FINDING_STATE, i);
}

void present_verdict(const struct present_status *s, struct verdict *ret_verdict)
{
	const struct snapshot *now = s->snapshot;

	ret_verdict->n = 0;
	if (mains_failed(s))
		find(ret_verdict, FINDING_MAINS, 0);
	for (unsigned i = 0; i < s->health->n_troubles; i++)
		find(ret_verdict, FINDING_TROUBLE, i);
	for (unsigned i = 0; i < now->n_outputs; i++)
		if (now->outputs[i].fault || now->outputs[i].vetoed)
			find(ret_verdict, FINDING_OUTPUT, i);
	find_channels(s, ret_verdict);
	for (unsigned i = 0; i < now->n_outputs; i++)
		if (now->outputs[i].unconfirmed && !now->outputs[i].fault &&
		    !now->outputs[i].vetoed)
			find(ret_verdict, FINDING_UNCONFIRMED, i);
}

static const char *shown_name(const struct channel *c)
{
	return channel_hidden(c) ? c->id : c->name;
}

static void add_output(struct text *out, const struct present_status *s, unsigned index)
{
	const struct output_state *o = &s->snapshot->outputs[index];
	const struct channel *c;

	if (o->channel >= s->n_channels)
		return;
	c = &s->channels[o->channel];
	text_printf(out, "%s is %s, ", shown_name(c), present_state_text(c, o->active));
	present_output_note(out, c, o, s->snapshot->now.mono_us);
}

static bool on_battery(const struct present_status *s)
{
	for (unsigned i = 0; i < present_n_readings(s); i++)
		if (s->channels[i].role == ROLE_BATTERY_AMPS &&
		    s->snapshot->samples[i].quality == QUALITY_OK)
			return s->snapshot->samples[i].value > ON_BATTERY_ABOVE;
	return false;
}

static void add_trouble(struct text *out, const struct present_status *s, unsigned index)
{
	const struct trouble *t = &s->health->troubles[index];
	int i = channel_find(s->channels, s->n_channels, t->subject);

	text_printf(out, "%s: %s", i < 0 ? t->subject : shown_name(&s->channels[i]), t->text);
}

static void add_quality(struct text *out, const struct present_status *s, unsigned index)
{
	const struct channel *c = &s->channels[index];

	text_printf(out, "%s: ", c->name);
	present_reading_note(out, c, &s->snapshot->samples[index], s->snapshot->now.mono_us);
}

static void add_state(struct text *out, const struct present_status *s, unsigned index)
{
	const struct channel *c = &s->channels[index];

	text_printf(out, "%s is %s", c->name,
		    present_state_text(c, sample_active(&s->snapshot->samples[index])));
}

void present_finding(struct text *out, const struct present_status *s, const struct finding *f)
{
	switch (f->kind) {
	case FINDING_MAINS:
		text_add(out, on_battery(s) ? "on battery, mains failed" : "mains failed");
		return;
	case FINDING_TROUBLE:
		add_trouble(out, s, f->index);
		return;
	case FINDING_OUTPUT:
	case FINDING_UNCONFIRMED:
		add_output(out, s, f->index);
		return;
	case FINDING_QUALITY:
		add_quality(out, s, f->index);
		return;
	case FINDING_STATE:
		add_state(out, s, f->index);
		return;
	case FINDING_KIND_MAX:
		break;
	}
}

void present_headline(struct text *out, const struct present_status *s, const struct verdict *v)
{
	if (v->n == 0) {
		text_add(out, "all is well");
		return;
	}
	if (v->n == 1 || v->findings[0].kind == FINDING_MAINS)
		present_finding(out, s, &v->findings[0]);
	else
		text_printf(out, "%u things to look at", v->n);
	if (v->n > 1 && v->findings[0].kind == FINDING_MAINS)
		text_printf(out, ", and %u more thing%s to look at", v->n - 1,
			    v->n == 2 ? "" : "s");
}

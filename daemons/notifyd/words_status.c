// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* How the unit is. */
#include <stdlib.h>

#include "daemons/notifyd/words.h"
#include "lib/base/cleanup.h"
#include "lib/present/state.h"
#include "lib/present/verdict.h"

#define AWAY "sensord is away: nothing is known of the unit"

static void add_clean(struct text *out, struct text *words)
{
	words_clean(out, text_get(words));
	text_clear(words);
}

void words_headline(struct text *out, const struct letter *l)
{
	AUTO_FREE struct verdict *v = calloc(1, sizeof(*v));
	AUTO_TEXT struct text words = TEXT_INIT;

	if (!l->status || !v) {
		text_add(out, l->status ? "" : AWAY);
		return;
	}
	present_verdict(l->status, v);
	present_headline(&words, l->status, v);
	add_clean(out, &words);
}

static void add_findings(struct text *out, const struct letter *l)
{
	AUTO_FREE struct verdict *v = calloc(1, sizeof(*v));
	AUTO_TEXT struct text words = TEXT_INIT;

	if (!v)
		return;
	present_verdict(l->status, v);
	for (unsigned i = 0; i < v->n; i++) {
		present_finding(&words, l->status, &v->findings[i]);
		text_add(out, "- ");
		add_clean(out, &words);
		text_add_char(out, '\n');
	}
}

static void add_reading(struct text *out, const struct letter *l, unsigned i)
{
	const struct present_status *s = l->status;
	const struct channel *c = &s->channels[i];
	AUTO_TEXT struct text words = TEXT_INIT;

	text_add(&words, present_name(c));
	text_add(&words, ": ");
	present_value(&words, c, &s->snapshot->samples[i], &l->table->style);
	add_clean(out, &words);
	text_add_char(out, '\n');
}

/* An output has no sample that is its state: it stands in the snapshot's own list. */
static const struct output_state *output_of(const struct present_status *s, unsigned channel)
{
	for (unsigned i = 0; i < s->snapshot->n_outputs; i++)
		if (s->snapshot->outputs[i].channel == channel)
			return &s->snapshot->outputs[i];
	return NULL;
}

static void add_output(struct text *out, const struct letter *l, const struct output_state *o)
{
	const struct channel *c = &l->status->channels[o->channel];
	AUTO_TEXT struct text words = TEXT_INIT;

	text_printf(&words, "%s: %s", present_name(c), present_state_text(c, o->active));
	if (o->holder != HOLDER_NONE) {
		text_add(&words, ", held by ");
		present_holder(&words, o, l->status->holds, l->status->n_holds);
	}
	add_clean(out, &words);
	text_add_char(out, '\n');
}

void words_status(struct text *out, const struct letter *l)
{
	words_headline(out, l);
	text_add_char(out, '\n');
	if (!l->status)
		return;
	add_findings(out, l);
	text_add_char(out, '\n');
	for (unsigned i = 0; i < present_n_readings(l->status); i++) {
		const struct output_state *o = output_of(l->status, i);

		/* without a name it is hidden */
		if (!*l->status->channels[i].name)
			continue;
		if (o)
			add_output(out, l, o);
		else
			add_reading(out, l, i);
	}
}

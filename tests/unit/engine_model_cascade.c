// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Cascades: all raises of one, and the first of them. */
#include "tests/unit/engine_model_internal.h"

static struct model_alarm *at(struct model *m, int rule)
{
	return &m->alarms[rule];
}

bool model_comes_before(const struct model *m, int a, int64_t a_us, int b, int64_t b_us)
{
	const struct rule *x = &m->rules.rules[a], *y = &m->rules.rules[b];

	if (a_us != b_us)
		return a_us < b_us;
	return x->channel != y->channel ? x->channel < y->channel : a < b;
}

/* The first of all that were raised in it, or RULE_NONE. */
static int first_of(const struct model *m, const struct model_cascade *c)
{
	int best = RULE_NONE;
	int64_t best_us = 0;

	for (unsigned i = 0; i < c->n; i++) {
		const struct model_join *j = &c->joins[i];

		if (best != RULE_NONE &&
		    !model_comes_before(m, j->rule, j->onset_us, best, best_us))
			continue;
		best = j->rule;
		best_us = j->onset_us;
	}
	return best;
}

void model_join(struct model *m, int rule)
{
	struct model_cascade *c = &m->cascades[m->rules.rules[rule].group];

	at(m, rule)->alarm.first_out = false;
	if (c->n)
		at(m, first_of(m, c))->alarm.first_out = false;
	c->joins[c->n++] = (struct model_join){ rule, at(m, rule)->alarm.onset.mono_us };
	at(m, first_of(m, c))->alarm.first_out = true;
}

void model_end_cascades(struct model *m)
{
	bool active[MODEL_GROUPS] = { false };

	for (unsigned i = 0; i < m->rules.n; i++)
		active[m->alarms[i].rule.group] |= m->alarms[i].alarm.active;
	for (unsigned g = 0; g < MODEL_GROUPS; g++)
		if (!active[g])
			m->cascades[g].n = 0;
	for (int i = 0; i < (int)m->rules.n; i++)
		if (at(m, i)->alarm.acknowledged &&
		    first_of(m, &m->cascades[at(m, i)->rule.group]) != i)
			at(m, i)->alarm.first_out = false;
}

/* After a restart or other rules: who has the mark, by what the alarms still say. */
static int heir(const struct model *m, unsigned group)
{
	int active = RULE_NONE, marked = RULE_NONE, gone = RULE_NONE;

	for (int i = 0; i < (int)m->rules.n; i++) {
		const struct alarm *a = &m->alarms[i].alarm;
		int *best = !a->active ? &gone : a->first_out ? &marked : &active;
		const struct alarm *b = *best == RULE_NONE ? NULL : &m->alarms[*best].alarm;
		bool before;

		if (m->alarms[i].rule.group != group || (!a->active && !a->first_out))
			continue;
		before = !b || model_comes_before(m, i, a->onset.mono_us, *best, b->onset.mono_us);
		if (b && best == &gone && a->raised.mono_us != b->raised.mono_us)
			before = a->raised.mono_us > b->raised.mono_us;
		if (before)
			*best = i;
	}
	if (marked == RULE_NONE && active == RULE_NONE)
		return RULE_NONE;
	return marked != RULE_NONE ? marked : gone != RULE_NONE ? gone : active;
}

void model_inherit(struct model *m)
{
	for (unsigned g = 0; g < MODEL_GROUPS; g++) {
		int first = heir(m, g);

		m->cascades[g].n = 0;
		for (unsigned i = 0; i < m->rules.n; i++)
			if (m->alarms[i].rule.group == g && m->alarms[i].alarm.active)
				m->alarms[i].alarm.first_out = false;
		if (first == RULE_NONE)
			continue;
		m->cascades[g].n = 1;
		m->cascades[g].joins[0] =
			(struct model_join){ first, at(m, first)->alarm.onset.mono_us };
		at(m, first)->alarm.first_out = true;
	}
	model_end_cascades(m);
}

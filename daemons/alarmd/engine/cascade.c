// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/engine/engine_internal.h"

/* A cause whose condition ended so long before may still be the cause. */
#define CAUSE_LASTS_US (10 * USEC_PER_SEC)

static struct alarm *alarm_of(struct engine *e, int rule)
{
	return &e->states[rule].alarm;
}

static struct cascade *cascade_of(struct engine *e, int rule)
{
	return &e->cascades[e->rules.rules[rule].group];
}

/* Ties go to the order of the channels, then of the rules. */
bool cascade_earlier(const struct engine *e, int a, int64_t a_us, int b, int64_t b_us)
{
	const struct rule *rules = e->rules.rules;

	if (a_us != b_us)
		return a_us < b_us;
	if (rules[a].channel != rules[b].channel)
		return rules[a].channel < rules[b].channel;
	return a < b;
}

void cascade_join(struct engine *e, int rule)
{
	struct cascade *c = cascade_of(e, rule);
	int64_t onset_us = alarm_of(e, rule)->onset.mono_us;

	if (c->runs && c->first == rule)
		return; /* it began before, and keeps the mark */
	if (c->runs && !cascade_earlier(e, rule, onset_us, c->first, c->onset_us)) {
		alarm_of(e, rule)->first_out = false;
		return;
	}
	if (c->runs)
		alarm_of(e, c->first)->first_out = false;
	*c = (struct cascade){ .runs = true, .first = rule, .onset_us = onset_us };
	alarm_of(e, rule)->first_out = true;
}

/* The mark goes when the cascade is over and somebody has seen it. */
static void drop_marks(struct engine *e)
{
	for (int i = 0; i < (int)e->rules.n; i++) {
		const struct cascade *c = cascade_of(e, i);
		struct alarm *a = alarm_of(e, i);

		if (a->first_out && a->acknowledged && !(c->runs && c->first == i))
			a->first_out = false;
	}
}

void cascade_settle(struct engine *e)
{
	bool active[ALARMS_MAX] = { false };

	if (e->cascades_stale)
		return;
	for (int i = 0; i < (int)e->rules.n; i++)
		if (alarm_of(e, i)->active)
			active[e->rules.rules[i].group] = true;
	for (unsigned g = 0; g < ALARMS_MAX; g++)
		e->cascades[g].runs &= active[g];
	drop_marks(e);
}

/*
 * True when alarm a has more claim to the mark of the running cascade than b: one that has it and
 * is active; one that has it and is the last that was raised; the earliest of the active ones.
 */
static bool claims_more(struct engine *e, int a, int b)
{
	const struct alarm *x = alarm_of(e, a), *y = alarm_of(e, b);

	if (x->first_out != y->first_out)
		return x->first_out;
	if (x->active != y->active)
		return x->active;
	if (!x->active && x->raised.mono_us != y->raised.mono_us)
		return x->raised.mono_us > y->raised.mono_us;
	return cascade_earlier(e, a, x->onset.mono_us, b, y->onset.mono_us);
}

static void take_over(struct engine *e, struct cascade *c, int rule)
{
	struct alarm *a = alarm_of(e, rule);

	c->runs |= a->active;
	if (!a->active && !a->first_out)
		return;
	if (c->first == RULE_NONE || claims_more(e, rule, c->first))
		c->first = rule;
}

void cascade_rebuild(struct engine *e)
{
	for (unsigned g = 0; g < ALARMS_MAX; g++)
		e->cascades[g] = (struct cascade){ .first = RULE_NONE };
	for (int i = 0; i < (int)e->rules.n; i++)
		take_over(e, cascade_of(e, i), i);
	for (unsigned g = 0; g < ALARMS_MAX; g++) {
		struct cascade *c = &e->cascades[g];

		if (!c->runs)
			continue;
		c->onset_us = alarm_of(e, c->first)->onset.mono_us;
		alarm_of(e, c->first)->first_out = true;
	}
	for (int i = 0; i < (int)e->rules.n; i++)
		if (alarm_of(e, i)->active)
			alarm_of(e, i)->first_out = cascade_of(e, i)->first == i;
	e->cascades_stale = false;
	drop_marks(e);
}

bool cascade_cause_first(const struct engine *e, int rule)
{
	const struct delay *cause = &e->states[e->rules.rules[rule].cause].delay;
	int64_t onset_us = e->states[rule].delay.begun_us;

	if (cause->holds && cause->begun_us < onset_us)
		return true;
	/* what ended last; before the first end, that time is before every other */
	return cause->past_us < onset_us && cause->ended_us > onset_us - CAUSE_LASTS_US;
}

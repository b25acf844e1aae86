// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/alarmd/engine/engine_internal.h"

static bool has_rate(const struct rule *r)
{
	return r->when == ALARM_RISING || r->when == ALARM_FALLING;
}

static void describe(struct alarm *a, const struct rule *r)
{
	(void)snprintf(a->id, sizeof(a->id), "%s", r->id);
	(void)snprintf(a->channel, sizeof(a->channel), "%s", r->channel_id);
	a->when = r->when;
	a->priority = r->priority;
	a->setpoint = r->setpoint;
}

void engine_forget(struct engine *e, int rule, bool blind)
{
	const struct rule *r = &e->rules.rules[rule];
	struct state *s = &e->states[rule];

	*s = (struct state){
		.rate = s->rate,
		.seen_us = INT64_MAX,
		.quality = QUALITY_STALE,
		.chatter.gaps = s->chatter.gaps,
	};
	delay_start(&s->delay);
	chatter_start(&s->chatter);
	if (s->rate)
		rate_start(s->rate, r->window_us, r->when == ALARM_FALLING, blind);
	describe(&s->alarm, r);
}

static void start_states(struct engine *e)
{
	struct rate *rate = e->rates;

	for (unsigned i = 0; i < e->rules.n; i++) {
		if (has_rate(&e->rules.rules[i]))
			e->states[i].rate = rate++;
		e->states[i].chatter.gaps = e->gaps + i * e->rules.chatter_count;
		engine_forget(e, (int)i, false);
	}
}

int engine_new(const struct rules *rules, struct engine **ret_engine)
{
	struct engine *e = calloc(1, sizeof(*e));
	size_t n_rates = 0;

	if (!e)
		return -ENOMEM;
	e->rules = *rules;
	e->rules.chatter_count = MIN(rules->chatter_count, RULE_CHATTER_COUNT_MAX);
	e->rules.chatter_us = MIN(rules->chatter_us, RULE_CHATTER_US_MAX);
	for (unsigned i = 0; i < rules->n; i++)
		n_rates += has_rate(&rules->rules[i]);
	/* one more each: what calloc() says of nothing is up to it */
	e->states = calloc(rules->n + 1, sizeof(*e->states));
	e->rates = calloc(n_rates + 1, sizeof(*e->rates));
	e->gaps = calloc((size_t)rules->n * e->rules.chatter_count + 1, sizeof(*e->gaps));
	if (!e->states || !e->rates || !e->gaps) {
		engine_free(e);
		return -ENOMEM;
	}
	start_states(e);
	*ret_engine = e;
	return 0;
}

static void free_inside(struct engine *e)
{
	free(e->states);
	free(e->rates);
	free(e->gaps);
	free(e->gone);
}

struct engine *engine_free(struct engine *e)
{
	if (!e)
		return NULL;
	free_inside(e);
	free(e);
	return NULL;
}

bool engine_same_alarm(const struct alarm *a, const struct rule *r)
{
	return a->when == r->when && streq(a->id, r->id) && streq(a->channel, r->channel_id);
}

/* The rule that goes on with this alarm, or RULE_NONE. */
static int successor(const struct engine *fresh, const struct alarm *a)
{
	for (unsigned i = 0; i < fresh->rules.n; i++)
		if (engine_same_alarm(a, &fresh->rules.rules[i]))
			return (int)i;
	return RULE_NONE;
}

/* The window, if it is as long as before; else it begins anew. */
static void adopt_rate(struct state *s, const struct state *old, struct rate *rate)
{
	s->rate = rate;
	if (!rate)
		return;
	if (rate->step_us == old->rate->step_us)
		*rate = *old->rate;
	else
		rate->blind = old->delay.up;
}

/* Whether the alarm that may be the cause is the same one as before. */
static bool same_cause(const struct engine *fresh, const struct rule *r, const struct engine *e,
		       int old_rule)
{
	int before = e->rules.rules[old_rule].cause;

	return engine_has(e, before) && engine_has(fresh, r->cause) &&
	       engine_same_alarm(&e->states[before].alarm, &fresh->rules.rules[r->cause]);
}

static bool same_chatter(const struct rules *a, const struct rules *b)
{
	return a->chatter_count == b->chatter_count && a->chatter_us == b->chatter_us;
}

static void adopt(struct engine *fresh, int rule, const struct engine *e, int old_rule)
{
	const struct rule *r = &fresh->rules.rules[rule];
	const struct state *old = &e->states[old_rule];
	struct state *s = &fresh->states[rule];
	struct rate *rate = s->rate;
	uint32_t *gaps = s->chatter.gaps;

	*s = *old;
	adopt_rate(s, old, rate);
	s->chatter.gaps = gaps;
	if (same_chatter(&fresh->rules, &e->rules))
		memcpy(gaps, old->chatter.gaps, fresh->rules.chatter_count * sizeof(*gaps));
	else if (!s->chatter.on)
		chatter_start(&s->chatter);
	s->consequence &= same_cause(fresh, r, e, old_rule);
	describe(&s->alarm, r);
}

/* The alarms that nobody goes on with, as cleared; with `gone` NULL only their number. */
static unsigned clear_gone(struct engine *e, const struct engine *fresh, struct instant now,
			   struct alarm *gone, struct transitions *ret)
{
	unsigned n = 0;

	for (unsigned i = 0; i < e->rules.n; i++) {
		struct state *s = &e->states[i];
		unsigned at = ret->n;

		if (!s->alarm.active || successor(fresh, &s->alarm) != RULE_NONE)
			continue;
		n++;
		if (!gone)
			continue;
		engine_end(s, now);
		engine_tell(e, EVENT_ALARM_CLEARED, (int)i, now, 0, ret);
		gone[n - 1] = s->alarm;
		if (ret->n > at) {
			ret->list[at].rule = RULE_NONE;
			ret->list[at].gone = &gone[n - 1];
		}
	}
	return n;
}

/* `fresh` becomes the engine; what was in it goes. */
static void become(struct engine *e, struct engine *fresh)
{
	fresh->may_raise = e->may_raise;
	fresh->maintenance_until_us = e->maintenance_until_us;
	fresh->onsets_version = e->onsets_version + 1;
	free_inside(e);
	*e = *fresh;
	free(fresh);
	cascade_rebuild(e);
}

int engine_configure(struct engine *e, const struct rules *rules, struct instant now,
		     struct transitions *ret)
{
	struct engine *fresh;
	int r = engine_new(rules, &fresh);

	if (r < 0)
		return r;
	fresh->gone = calloc(clear_gone(e, fresh, now, NULL, ret) + 1, sizeof(*fresh->gone));
	if (!fresh->gone) {
		engine_free(fresh);
		return -ENOMEM;
	}
	(void)clear_gone(e, fresh, now, fresh->gone, ret);
	for (int i = 0; i < (int)e->rules.n; i++) {
		int rule = successor(fresh, &e->states[i].alarm);

		if (rule != RULE_NONE)
			adopt(fresh, rule, e, i);
	}
	become(e, fresh);
	return 0;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/engine/engine_internal.h"

/* One step, while it is taken. */
struct step {
	struct engine *e;
	const struct engine_input *in;
	struct transitions *ret;
	bool ended; /* some alarm did */
	unsigned n_pending, n_raised;
	int pending[ALARMS_MAX]; /* rules with a cause whose on-delay runs */
	int raised[ALARMS_MAX];	 /* to be raised, in the order of their onsets */
};

struct instant engine_at(struct instant now, int64_t mono_us)
{
	return (struct instant){ now.wall_us - (now.mono_us - mono_us), mono_us };
}

/* Kinds of which the settings may want a message (S45). */
static bool is_message(enum event_kind kind)
{
	return kind == EVENT_ALARM_RAISED || kind == EVENT_ALARM_CLEARED ||
	       kind == EVENT_ALARM_RECOVERED || kind == EVENT_ALARM_RESET ||
	       kind == EVENT_ALARM_CHATTERING || kind == EVENT_ALARM_QUIET;
}

static void tell(const struct engine *e, struct transition t, struct transitions *ret)
{
	const struct state *s = t.rule == RULE_NONE ? NULL : &e->states[t.rule];

	if (engine_in_maintenance(e) || (s && s->alarm.shelved))
		t.flags |= EVENT_FLAG_QUIET;
	else if (s && e->rules.rules[t.rule].message && is_message(t.kind))
		t.flags |= EVENT_FLAG_MESSAGE;
	if (ret->n < TRANSITIONS_MAX)
		ret->list[ret->n++] = t;
}

void engine_tell(const struct engine *e, enum event_kind kind, int rule, struct instant now,
		 uint16_t flags, struct transitions *ret)
{
	const struct state *s = &e->states[rule];

	tell(e,
	     (struct transition){ .kind = kind,
				  .rule = rule,
				  .now = now,
				  .value = s->value,
				  .quality = s->quality,
				  .flags = flags },
	     ret);
}

void engine_tell_value(const struct engine *e, enum event_kind kind, int rule, struct instant now,
		       int64_t value, struct transitions *ret)
{
	tell(e, (struct transition){ .kind = kind, .rule = rule, .now = now, .value = value }, ret);
}

void engine_end(struct state *s, struct instant now)
{
	s->alarm.active = s->alarm.latched = s->alarm.chattering = false;
	s->alarm.cleared = now;
	s->chatter.on = s->recovered = false;
}

static const struct sample *sample_of(const struct rule *r, const struct engine_input *in)
{
	if (!in->snapshot || r->channel < 0 || r->channel >= in->snapshot->n_samples)
		return NULL;
	return &in->snapshot->samples[r->channel];
}

static enum answer ask(struct state *s, const struct rule *r, const struct sample *sample,
		       const struct engine_input *in)
{
	enum answer answer = condition_ask(r, sample, in->silent, in->log, s->rate);

	/* What was before a restart is forgotten: less than a whole window does not say "no". */
	if (answer == ANSWER_NO && s->delay.up && s->rate && s->rate->blind)
		return ANSWER_UNKNOWN;
	return answer;
}

/*
 * When what is new in this sample happened. A contact's sample has the time of its edge, which may
 * lie before the last step when it bounced; everything else happens when we see it.
 */
static int64_t moment_us(const struct state *s, const struct rule *r, const struct sample *sample,
			 int64_t now_us)
{
	if ((r->when != ALARM_ACTIVE && r->when != ALARM_INACTIVE) || !sample ||
	    sample->quality != QUALITY_OK || s->seen_us == INT64_MAX)
		return now_us;
	if (sample->mono_us > now_us || sample->mono_us <= MAX(s->seen_us, 0) ||
	    sample->mono_us < MAX(s->delay.begun_us, s->delay.ended_us))
		return now_us;
	return sample->mono_us;
}

static void see(struct state *s, const struct sample *sample)
{
	s->quality = sample ? sample->quality : QUALITY_STALE;
	s->value = s->quality == QUALITY_OK ? sample->value : 0;
	if (sample)
		s->seen_us = sample->mono_us;
}

static void condition_changed(struct step *t, struct state *s)
{
	s->alarm.condition = s->delay.holds;
	s->consequence = false;
	t->e->onsets_version++;
	if (s->alarm.latched && s->delay.holds) {
		s->alarm.latched = false;
		s->delay.up = true;
	}
}

static void put_in_order(struct step *t, int rule)
{
	const struct engine *e = t->e;
	unsigned at = t->n_raised++;

	for (; at > 0; at--) {
		int before = t->raised[at - 1];

		if (!cascade_earlier(e, rule, e->states[rule].delay.begun_us, before,
				     e->states[before].delay.begun_us))
			break;
		t->raised[at] = before;
	}
	t->raised[at] = rule;
}

static void begin_chatter(struct step *t, int rule)
{
	struct state *s = &t->e->states[rule];

	s->alarm.chattering = true;
	engine_tell_value(t->e, EVENT_ALARM_CHATTERING, rule, t->in->now, s->chatter.total * MICRO,
			  t->ret);
}

/* Ends the chattering when it is time. False while it goes on. */
static bool end_chatter(struct step *t, int rule)
{
	struct state *s = &t->e->states[rule];

	if (t->in->now.mono_us < chatter_due_us(&s->chatter, &t->e->rules))
		return false;
	s->alarm.chattering = false;
	engine_tell_value(t->e, EVENT_ALARM_QUIET, rule, t->in->now, s->chatter.total * MICRO,
			  t->ret);
	chatter_start(&s->chatter);
	return true;
}

static void clear(struct step *t, int rule)
{
	engine_end(&t->e->states[rule], t->in->now);
	engine_tell(t->e, EVENT_ALARM_CLEARED, rule, t->in->now, 0, t->ret);
	t->ended = true;
}

static void recover(struct step *t, int rule)
{
	struct state *s = &t->e->states[rule];

	s->alarm.latched = true;
	if (s->recovered)
		return;
	s->recovered = true;
	engine_tell(t->e, EVENT_ALARM_RECOVERED, rule, t->in->now, 0, t->ret);
}

static void run_active(struct step *t, int rule)
{
	struct state *s = &t->e->states[rule];

	if (s->chatter.on && !s->alarm.chattering) {
		begin_chatter(t, rule);
		return;
	}
	if (s->alarm.chattering && !end_chatter(t, rule))
		return;
	if (s->delay.up)
		return;
	if (!t->e->rules.rules[rule].latched)
		clear(t, rule);
	else if (s->delay.holds)
		s->delay.up = true; /* it was latched while it chattered, and is not over */
	else if (!s->alarm.latched)
		recover(t, rule);
}

static void hide(struct step *t, int rule)
{
	struct state *s = &t->e->states[rule];

	chatter_start(&s->chatter);
	if (s->alarm.active)
		clear(t, rule);
}

static void run_delays(struct step *t, int rule)
{
	struct state *s = &t->e->states[rule];
	const struct rule *r = &t->e->rules.rules[rule];

	if (delay_pending(&s->delay) && engine_has(t->e, r->cause))
		t->pending[t->n_pending++] = rule;
	if (delay_run(&s->delay, r, t->in->now.mono_us, t->in->may_raise) == TURN_NONE)
		return;
	t->e->onsets_version++;
	if (!r->latched || s->chatter.on)
		(void)chatter_add(&s->chatter, &t->e->rules, t->in->now.mono_us);
}

static void run_rule(struct step *t, int rule)
{
	struct state *s = &t->e->states[rule];
	const struct rule *r = &t->e->rules.rules[rule];
	const struct sample *sample = sample_of(r, t->in);
	enum answer answer = ask(s, r, sample, t->in);
	int64_t now_us = t->in->now.mono_us;

	if (delay_take(&s->delay, answer, moment_us(s, r, sample, now_us), now_us))
		condition_changed(t, s);
	see(s, sample);
	if (answer == ANSWER_HIDDEN) {
		hide(t, rule);
		return;
	}
	run_delays(t, rule);
	if (s->alarm.active)
		run_active(t, rule);
	else if (s->delay.up)
		put_in_order(t, rule);
}

static void begin(struct state *s, struct instant now)
{
	struct alarm *a = &s->alarm;

	a->active = true;
	a->acknowledged = a->latched = a->chattering = false;
	a->consequence = s->consequence;
	a->occurrence = 0;
	a->count++;
	a->onset = engine_at(now, s->delay.begun_us);
	a->raised = now;
	a->cleared = (struct instant){ 0 };
	a->value = s->value;
	a->quality = s->quality;
	s->recovered = false;
	s->note[0] = s->by[0] = '\0';
	shelf_show_acknowledgement(s);
}

static void raise_alarm(struct step *t, int rule)
{
	struct state *s = &t->e->states[rule];
	uint16_t flags = s->consequence ? EVENT_FLAG_CONSEQUENCE : 0;

	begin(s, t->in->now);
	cascade_join(t->e, rule);
	if (s->alarm.first_out)
		flags |= EVENT_FLAG_FIRST_OUT;
	engine_tell(t->e, EVENT_ALARM_RAISED, rule, t->in->now, flags, t->ret);
	if (s->chatter.on)
		begin_chatter(t, rule);
}

void engine_step(struct engine *e, const struct engine_input *in, struct transitions *ret)
{
	struct step t;

	t.e = e;
	t.in = in;
	t.ret = ret;
	t.ended = false;
	t.n_pending = t.n_raised = 0;
	if (e->cascades_stale)
		cascade_rebuild(e);
	e->may_raise = in->may_raise;
	shelf_expire(e, in->now, ret);
	for (int i = 0; i < (int)e->rules.n; i++)
		run_rule(&t, i);
	/* all conditions of this moment are known now */
	for (unsigned i = 0; i < t.n_pending; i++)
		e->states[t.pending[i]].consequence |= cascade_cause_first(e, t.pending[i]);
	for (unsigned i = 0; i < t.n_raised; i++)
		raise_alarm(&t, t.raised[i]);
	/* after what was raised: a cascade whose last alarm goes as the next one comes goes on */
	if (t.ended)
		cascade_settle(e);
}

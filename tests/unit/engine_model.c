// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/engine_model_internal.h"

static struct model_alarm *at(struct model *m, int rule)
{
	return &m->alarms[rule];
}

void model_tell(struct model *m, enum event_kind kind, int rule, struct instant now, int64_t value,
		enum quality quality, uint16_t flags, struct transitions *ret)
{
	bool message = kind == EVENT_ALARM_RAISED || kind == EVENT_ALARM_CLEARED ||
		       kind == EVENT_ALARM_RECOVERED || kind == EVENT_ALARM_RESET ||
		       kind == EVENT_ALARM_CHATTERING || kind == EVENT_ALARM_QUIET;
	bool quiet = m->maintenance_until_us != 0;

	if (rule != RULE_NONE)
		quiet |= at(m, rule)->alarm.shelved;
	if (quiet)
		flags |= EVENT_FLAG_QUIET;
	if (!quiet && message && at(m, rule)->rule.message)
		flags |= EVENT_FLAG_MESSAGE;
	ret->list[ret->n++] = (struct transition){
		.kind = kind,
		.rule = rule,
		.now = now,
		.value = value,
		.quality = quality,
		.flags = flags,
	};
}

/* With the channel's value as the last step saw it. */
void model_tell_seen(struct model *m, enum event_kind kind, int rule, struct instant now,
		     uint16_t flags, struct transitions *ret)
{
	const struct model_alarm *a = at(m, rule);
	const struct seen *last = a->n ? &a->log[a->n - 1] : NULL;
	enum quality quality = last && last->sampled ? last->sample.quality : QUALITY_STALE;

	model_tell(m, kind, rule, now, quality == QUALITY_OK ? last->sample.value : 0, quality,
		   flags, ret);
}

void model_show_words(struct model_alarm *a)
{
	strcpy(a->alarm.note, a->alarm.shelved ? a->shelf_note : a->ack_note);
	strcpy(a->alarm.by, a->alarm.shelved ? a->shelf_by : a->ack_by);
}

void model_over(struct model_alarm *a, struct instant now)
{
	a->alarm.active = a->alarm.latched = a->alarm.chattering = false;
	a->alarm.cleared = now;
}

static unsigned turns_within(const struct model *m, const struct model_alarm *a, int64_t now_us)
{
	unsigned n = 0;

	for (unsigned i = 0; i < a->n_turns; i++)
		n += now_us - a->turns[i] <= m->rules.chatter_us;
	return n;
}

/* Both delays; true when one ended. */
static bool turn(struct model_alarm *a, int64_t now_us, bool may_raise)
{
	bool was = a->up;

	if (a->log[a->n - 1].as == SEEN_UNKNOWN)
		return false;
	if (!a->up && model_holds(a))
		a->up = may_raise && now_us - model_held_since_us(a) >= a->rule.on_delay_us;
	else if (a->up && !model_holds(a))
		a->up = now_us - model_over_since_us(a) < a->rule.off_delay_us;
	return a->up != was;
}

/* True when with this turn there were too many. */
static bool too_many(struct model *m, struct model_alarm *a, int64_t now_us)
{
	if (a->rule.latched && !a->alarm.chattering)
		return false;
	a->turns[a->n_turns++] = now_us;
	a->chatter_total++;
	if (a->alarm.chattering || m->rules.chatter_count == 0 ||
	    turns_within(m, a, now_us) <= m->rules.chatter_count)
		return false;
	a->chatter_total = turns_within(m, a, now_us);
	return true;
}

static void chattering(struct model *m, int rule, struct instant now, struct transitions *ret)
{
	at(m, rule)->alarm.chattering = true;
	model_tell(m, EVENT_ALARM_CHATTERING, rule, now, at(m, rule)->chatter_total * MICRO,
		   QUALITY_OK, 0, ret);
}

static void quiet(struct model *m, int rule, struct instant now, struct transitions *ret)
{
	struct model_alarm *a = at(m, rule);

	a->alarm.chattering = false;
	model_tell(m, EVENT_ALARM_QUIET, rule, now, a->chatter_total * MICRO, QUALITY_OK, 0, ret);
	a->n_turns = a->chatter_total = 0;
}

static void recover(struct model *m, int rule, struct instant now, struct transitions *ret)
{
	struct model_alarm *a = at(m, rule);

	if (!a->recovered)
		model_tell_seen(m, EVENT_ALARM_RECOVERED, rule, now, 0, ret);
	a->recovered = a->alarm.latched = true;
}

static void raise_one(struct model *m, int rule, struct instant now, bool tipped,
		      struct transitions *ret)
{
	struct model_alarm *a = at(m, rule);
	const struct seen *last = &a->log[a->n - 1];
	int64_t onset_us = model_held_since_us(a);
	uint16_t flags = 0;

	a->alarm.active = true;
	a->alarm.acknowledged = false;
	a->alarm.occurrence = 0;
	a->alarm.count++;
	a->alarm.onset = (struct instant){ now.wall_us - (now.mono_us - onset_us), onset_us };
	a->alarm.raised = now;
	a->alarm.cleared = (struct instant){ 0 };
	a->alarm.quality = last->sampled ? last->sample.quality : QUALITY_STALE;
	a->alarm.value = a->alarm.quality == QUALITY_OK ? last->sample.value : 0;
	a->alarm.consequence =
		a->rule.cause != RULE_NONE && model_came_first(at(m, a->rule.cause), onset_us);
	a->recovered = false;
	a->ack_note[0] = a->ack_by[0] = '\0';
	model_show_words(a);
	model_join(m, rule);
	if (a->alarm.first_out)
		flags |= EVENT_FLAG_FIRST_OUT;
	if (a->alarm.consequence)
		flags |= EVENT_FLAG_CONSEQUENCE;
	model_tell_seen(m, EVENT_ALARM_RAISED, rule, now, flags, ret);
	if (tipped)
		chattering(m, rule, now, ret);
}

/* What a step does to an active alarm; `tipped`: its last turn was one too many. */
static void run_active(struct model *m, int rule, struct instant now, bool tipped,
		       struct transitions *ret)
{
	struct model_alarm *a = at(m, rule);

	if (tipped) {
		chattering(m, rule, now, ret);
		return;
	}
	if (a->alarm.chattering) {
		if (now.mono_us - a->turns[a->n_turns - 1] < m->rules.chatter_us)
			return;
		quiet(m, rule, now, ret);
	}
	if (a->up)
		return;
	if (a->rule.latched) {
		if (model_holds(a))
			a->up = true;
		else
			recover(m, rule, now, ret);
		return;
	}
	model_over(a, now);
	model_tell_seen(m, EVENT_ALARM_CLEARED, rule, now, 0, ret);
}

static void hide(struct model *m, int rule, struct instant now, struct transitions *ret)
{
	struct model_alarm *a = at(m, rule);

	a->up = false;
	a->n_turns = a->chatter_total = 0;
	if (!a->alarm.active)
		return;
	model_over(a, now);
	model_tell_seen(m, EVENT_ALARM_CLEARED, rule, now, 0, ret);
}

/* One rule; 0, or 1 when it is to be raised, 2 when it chatters with that. */
static int run_rule(struct model *m, int rule, const struct engine_input *in,
		    struct transitions *ret)
{
	struct model_alarm *a = at(m, rule);
	bool tipped;

	if (model_see(a, in) == SEEN_HIDDEN) {
		hide(m, rule, in->now, ret);
		return 0;
	}
	/* what waits for its reset and comes back was never gone */
	if (a->alarm.latched && model_holds(a)) {
		a->alarm.latched = false;
		a->up = true;
	}
	tipped = turn(a, in->now.mono_us, in->may_raise) && too_many(m, a, in->now.mono_us);
	if (a->alarm.active)
		run_active(m, rule, in->now, tipped, ret);
	else if (a->up)
		return 1 + tipped;
	return 0;
}

void model_take_off(struct model *m, int rule, struct instant now, struct transitions *ret)
{
	struct model_alarm *a = at(m, rule);

	a->alarm.shelved = false;
	a->alarm.shelved_until_us = 0;
	model_show_words(a);
	model_tell_seen(m, EVENT_ALARM_UNSHELVED, rule, now, 0, ret);
}

static void expire(struct model *m, struct instant now, struct transitions *ret)
{
	if (m->maintenance_until_us && now.mono_us >= m->maintenance_until_us)
		(void)model_maintenance(m, 0, now, ret);
	for (int i = 0; i < (int)m->rules.n; i++)
		if (at(m, i)->alarm.shelved && now.mono_us >= at(m, i)->shelved_until_us)
			model_take_off(m, i, now, ret);
}

/* The next one to be raised: the one whose condition began first. */
static int next_raise(const struct model *m, const int todo[])
{
	int best = RULE_NONE;

	for (int i = 0; i < (int)m->rules.n; i++)
		if (todo[i] && (best == RULE_NONE ||
				model_comes_before(m, i, model_held_since_us(&m->alarms[i]), best,
						   model_held_since_us(&m->alarms[best]))))
			best = i;
	return best;
}

void model_step(struct model *m, const struct engine_input *in, struct transitions *ret)
{
	int todo[MODEL_RULES] = { 0 }, rule;

	expire(m, in->now, ret);
	for (int i = 0; i < (int)m->rules.n; i++)
		todo[i] = run_rule(m, i, in, ret);
	while ((rule = next_raise(m, todo)) != RULE_NONE) {
		raise_one(m, rule, in->now, todo[rule] == 2, ret);
		todo[rule] = 0;
	}
	model_end_cascades(m);
}

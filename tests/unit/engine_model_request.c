// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What people ask, other rules, and other lives. */
#include "tests/unit/engine_model_internal.h"

#include <errno.h>

static struct model_alarm *at(struct model *m, int rule)
{
	return &m->alarms[rule];
}

int model_acknowledge(struct model *m, int rule, uint64_t occurrence, struct instant now,
		      const char *note, const char *by, struct transitions *ret)
{
	struct model_alarm *a;

	if (rule < 0 || rule >= (int)m->rules.n)
		return -ENOENT;
	a = at(m, rule);
	if (a->alarm.count == 0)
		return -ENODATA;
	if (occurrence && occurrence != a->alarm.occurrence)
		return -ESTALE;
	if (a->alarm.acknowledged)
		return -EALREADY;
	a->alarm.acknowledged = true;
	strcpy(a->ack_note, note);
	strcpy(a->ack_by, by);
	model_show_words(a);
	model_tell_seen(m, EVENT_ALARM_ACKNOWLEDGED, rule, now, 0, ret);
	model_end_cascades(m);
	return 0;
}

int model_shelve(struct model *m, int rule, int64_t for_us, struct instant now, const char *note,
		 const char *by, struct transitions *ret)
{
	struct model_alarm *a;

	if (rule < 0 || rule >= (int)m->rules.n)
		return -ENOENT;
	a = at(m, rule);
	a->alarm.shelved = true;
	a->alarm.shelved_until_us = now.wall_us + for_us;
	a->shelved_until_us = now.mono_us + for_us;
	strcpy(a->shelf_note, note);
	strcpy(a->shelf_by, by);
	model_show_words(a);
	model_tell(m, EVENT_ALARM_SHELVED, rule, now, for_us, QUALITY_OK, 0, ret);
	return 0;
}

int model_unshelve(struct model *m, int rule, struct instant now, struct transitions *ret)
{
	if (rule < 0 || rule >= (int)m->rules.n)
		return -ENOENT;
	if (!at(m, rule)->alarm.shelved)
		return -EALREADY;
	model_take_off(m, rule, now, ret);
	return 0;
}

int model_reset(struct model *m, int rule, struct instant now, struct transitions *ret)
{
	struct model_alarm *a;

	if (rule < 0 || rule >= (int)m->rules.n)
		return -ENOENT;
	a = at(m, rule);
	if (a->alarm.active && a->rule.latched && model_holds(a))
		return -EBUSY;
	if (!a->alarm.latched)
		return -EALREADY;
	model_over(a, now);
	model_tell_seen(m, EVENT_ALARM_RESET, rule, now, 0, ret);
	model_end_cascades(m);
	return 0;
}

int model_maintenance(struct model *m, int64_t for_us, struct instant now, struct transitions *ret)
{
	if (!for_us && !m->maintenance_until_us)
		return -EALREADY;
	m->maintenance_until_us = for_us ? now.mono_us + for_us : 0;
	model_tell(m, for_us ? EVENT_MAINTENANCE_BEGUN : EVENT_MAINTENANCE_ENDED, RULE_NONE, now,
		   for_us, QUALITY_OK, 0, ret);
	return 0;
}

int64_t model_onset_us(const struct model *m, int rule)
{
	const struct model_alarm *a = &m->alarms[rule];

	return model_holds(a) && !a->up ? model_held_since_us(a) : 0;
}

uint64_t model_outputs(const struct model *m, int ret_rule[CHANNELS_MAX])
{
	uint64_t mask = 0;

	for (int i = (int)m->rules.n - 1; i >= 0; i--) {
		const struct model_alarm *a = &m->alarms[i];

		for (int c = 0; c < CHANNELS_MAX; c++) {
			if (!a->alarm.active || a->alarm.shelved || !(a->rule.outputs >> c & 1))
				continue;
			mask |= UINT64_C(1) << c;
			ret_rule[c] = i;
		}
	}
	return mask;
}

static void describe(struct model_alarm *a, const struct rule *rule)
{
	a->rule = *rule;
	strcpy(a->alarm.id, rule->id);
	strcpy(a->alarm.channel, rule->channel_id);
	a->alarm.when = rule->when;
	a->alarm.priority = rule->priority;
	a->alarm.setpoint = rule->setpoint;
}

void model_start(struct model *m, const struct rules *rules)
{
	static struct transitions none;

	memset(m, 0, sizeof(*m));
	model_configure(m, rules, (struct instant){ 0 }, &none);
}

static bool same(const struct rule *a, const struct rule *b)
{
	return streq(a->id, b->id) && streq(a->channel_id, b->channel_id) && a->when == b->when;
}

static void go_on(struct model_alarm *a, const struct model_alarm *old, const struct rule *rule,
		  bool same_chatter)
{
	*a = *old;
	describe(a, rule);
	if (rule->window_us / 16 != old->rule.window_us / 16) {
		a->rate_from = a->n;
		a->rate_blind = a->up;
	}
	if (!same_chatter && !a->alarm.chattering)
		a->n_turns = a->chatter_total = 0;
}

static void clear_gone(struct model *m, int rule, struct instant now, struct transitions *ret)
{
	struct transition *t;

	if (!at(m, rule)->alarm.active)
		return;
	model_over(at(m, rule), now);
	model_tell_seen(m, EVENT_ALARM_CLEARED, rule, now, 0, ret);
	t = &ret->list[ret->n - 1];
	t->rule = RULE_NONE;
	m->gone[m->n_gone] = at(m, rule)->alarm;
	t->gone = &m->gone[m->n_gone++];
}

void model_configure(struct model *m, const struct rules *rules, struct instant now,
		     struct transitions *ret)
{
	static struct model old;
	bool same_chatter = m->rules.chatter_count == rules->chatter_count &&
			    m->rules.chatter_us == rules->chatter_us;

	m->n_gone = 0;
	for (int i = 0; i < (int)m->rules.n; i++) {
		bool goes_on = false;

		for (unsigned j = 0; j < rules->n; j++)
			goes_on |= same(&m->rules.rules[i], &rules->rules[j]);
		if (!goes_on)
			clear_gone(m, i, now, ret);
	}
	old = *m;
	m->rules = *rules;
	for (unsigned j = 0; j < rules->n; j++) {
		memset(&m->alarms[j], 0, sizeof(m->alarms[j]));
		describe(&m->alarms[j], &rules->rules[j]);
		for (unsigned i = 0; i < old.rules.n; i++)
			if (same(&old.rules.rules[i], &rules->rules[j]))
				go_on(&m->alarms[j], &old.alarms[i], &rules->rules[j],
				      same_chatter);
	}
	model_inherit(m);
}

static void rebase(struct instant *t, struct instant now)
{
	int64_t ago_us = now.wall_us - t->wall_us;

	if (t->wall_us)
		t->mono_us = now.mono_us - (ago_us > 0 ? ago_us : 0);
}

static void reboot(struct model_alarm *a, struct instant now)
{
	int64_t left_us = a->alarm.shelved_until_us - now.wall_us;

	rebase(&a->alarm.onset, now);
	rebase(&a->alarm.raised, now);
	rebase(&a->alarm.cleared, now);
	if (left_us > 7 * 86400 * USEC_PER_SEC)
		left_us = 7 * 86400 * USEC_PER_SEC;
	a->shelved_until_us = now.mono_us + left_us;
}

void model_restart(struct model *m, struct instant now, bool rebooted)
{
	for (int i = 0; i < (int)m->rules.n; i++) {
		struct model_alarm *a = at(m, i);
		int64_t pending_us = a->alarm.active || rebooted ? 0 : model_onset_us(m, i);

		if (rebooted)
			reboot(a, now);
		a->n = a->rate_from = 0;
		a->rate_blind = true;
		a->up = a->held = a->alarm.active && !a->alarm.latched;
		a->held_since_us = a->up ? a->alarm.onset.mono_us : 0;
		if (pending_us) {
			a->held = true;
			a->held_since_us = pending_us;
		}
		a->alarm.condition = a->held;
		a->n_turns = 0;
		if (a->alarm.chattering)
			a->turns[a->n_turns++] = now.mono_us;
		else
			a->chatter_total = 0;
	}
	model_inherit(m);
}

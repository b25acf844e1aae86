// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <string.h>

#include "daemons/alarmd/engine/engine_internal.h"

void engine_keep(const struct engine *e, int rule, struct engine_kept *ret)
{
	const struct state *s = &e->states[rule];

	*ret = (struct engine_kept){
		.alarm = s->alarm,
		.shelved_until_mono_us = s->shelved_until_us,
		.chatter_total = s->chatter.total,
		.recovered = s->recovered,
	};
	memcpy(ret->note, s->note, sizeof(ret->note));
	memcpy(ret->by, s->by, sizeof(ret->by));
}

/* The clock of another boot: only the wall clock says how long ago it was. */
static void rebase(struct instant *t, struct instant now)
{
	if (t->wall_us == 0 && t->mono_us == 0)
		return;
	t->mono_us = now.mono_us - MAX(now.wall_us - t->wall_us, 0);
}

static void restore_alarm(struct state *s, const struct engine_kept *kept, struct instant now,
			  bool rebooted)
{
	struct alarm *a = &s->alarm;
	const struct alarm described = *a;

	*a = kept->alarm;
	a->priority = described.priority;
	a->setpoint = described.setpoint;
	if (rebooted) {
		rebase(&a->onset, now);
		rebase(&a->raised, now);
		rebase(&a->cleared, now);
	}
	s->recovered = kept->recovered || a->latched;
	memcpy(s->note, a->shelved ? kept->note : a->note, sizeof(s->note));
	memcpy(s->by, a->shelved ? kept->by : a->by, sizeof(s->by));
}

/* Until a value says otherwise, the condition is as it was. */
static void restore_delay(struct state *s)
{
	struct alarm *a = &s->alarm;

	a->condition = a->active && !a->latched;
	s->delay.holds = s->delay.up = a->condition;
	if (a->condition)
		s->delay.begun_us = a->onset.mono_us;
}

static void restore_shelf(struct state *s, const struct engine_kept *kept, struct instant now,
			  bool rebooted)
{
	int64_t left_us = s->alarm.shelved_until_us - now.wall_us;

	if (!s->alarm.shelved)
		return;
	/* a clock that was not set yet would shelve it for decades */
	left_us = MIN(left_us, ENGINE_SPAN_MAX_US);
	s->shelved_until_us =
		MAX(rebooted ? now.mono_us + left_us : kept->shelved_until_mono_us, 1);
}

bool engine_restore(struct engine *e, const struct engine_kept *kept, struct instant now,
		    bool rebooted)
{
	int rule = engine_find(e, kept->alarm.id);
	struct state *s;

	if (rule < 0 || !engine_same_alarm(&kept->alarm, &e->rules.rules[rule]))
		return false;
	s = &e->states[rule];
	engine_forget(e, rule, true);
	restore_alarm(s, kept, now, rebooted);
	restore_delay(s);
	restore_shelf(s, kept, now, rebooted);
	if (s->alarm.chattering) {
		s->chatter.on = true;
		s->chatter.total = kept->chatter_total;
		s->chatter.last_us = now.mono_us;
	}
	e->cascades_stale = true;
	e->onsets_version++;
	return true;
}

void engine_restore_onset(struct engine *e, int rule, int64_t onset_mono_us)
{
	struct state *s;

	if (!engine_has(e, rule) || e->states[rule].alarm.active)
		return;
	s = &e->states[rule];
	s->delay.holds = s->alarm.condition = true;
	s->delay.begun_us = onset_mono_us;
	e->onsets_version++;
}

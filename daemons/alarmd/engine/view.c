// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <string.h>

#include "daemons/alarmd/engine/engine_internal.h"

const struct rules *engine_rules(const struct engine *e)
{
	return &e->rules;
}

int engine_find(const struct engine *e, const char *id)
{
	for (unsigned i = 0; i < e->rules.n; i++)
		if (streq(e->rules.rules[i].id, id))
			return (int)i;
	return -ENOENT;
}

const struct alarm *engine_alarm(const struct engine *e, int rule)
{
	return &e->states[rule].alarm;
}

void engine_numbered(struct engine *e, int rule, uint64_t occurrence)
{
	e->states[rule].alarm.occurrence = occurrence;
}

uint64_t engine_outputs(const struct engine *e, int ret_rule[CHANNELS_MAX])
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < e->rules.n; i++) {
		const struct alarm *a = &e->states[i].alarm;
		uint64_t more;

		if (!a->active || a->shelved)
			continue;
		more = e->rules.rules[i].outputs & ~mask;
		mask |= more;
		for (; more; more &= more - 1)
			ret_rule[__builtin_ctzll(more)] = (int)i;
	}
	return mask;
}

/* Most alarms wait for nothing, and this is asked at each snapshot. */
static bool waits(const struct state *s)
{
	return s->delay.holds != s->delay.up || s->chatter.on || s->shelved_until_us;
}

static int64_t state_due_us(const struct engine *e, unsigned rule)
{
	const struct state *s = &e->states[rule];
	int64_t due = delay_due_us(&s->delay, &e->rules.rules[rule], e->may_raise);

	due = MIN(due, chatter_due_us(&s->chatter, &e->rules));
	return s->shelved_until_us ? MIN(due, s->shelved_until_us) : due;
}

int64_t engine_due_us(const struct engine *e)
{
	int64_t due = e->maintenance_until_us ? e->maintenance_until_us : INT64_MAX;

	for (unsigned i = 0; i < e->rules.n; i++)
		if (waits(&e->states[i]))
			due = MIN(due, state_due_us(e, i));
	return due;
}

int64_t engine_onset_us(const struct engine *e, int rule)
{
	const struct delay *d = &e->states[rule].delay;

	return delay_pending(d) ? d->begun_us : 0;
}

uint64_t engine_onsets_version(const struct engine *e)
{
	return e->onsets_version;
}

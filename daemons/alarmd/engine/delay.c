// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/engine/delay.h"

void delay_start(struct delay *d)
{
	*d = (struct delay){ .begun_us = DELAY_BEFORE,
			     .ended_us = DELAY_BEFORE,
			     .past_us = DELAY_BEFORE };
}

static bool take_definite(struct delay *d, bool holds, int64_t moment_us)
{
	if (holds == d->holds)
		return false;
	d->holds = holds;
	if (holds) {
		d->begun_us = moment_us;
		return true;
	}
	d->past_us = d->begun_us;
	d->ended_us = d->off_us = moment_us;
	return true;
}

bool delay_take(struct delay *d, enum answer answer, int64_t moment_us, int64_t now_us)
{
	/* Nobody knows what was meanwhile, so it must have been over from now on. */
	if (!d->known)
		d->off_us = now_us;
	d->known = answer != ANSWER_UNKNOWN;
	switch (answer) {
	case ANSWER_YES:
		return take_definite(d, true, moment_us);
	case ANSWER_NO:
		return take_definite(d, false, moment_us);
	case ANSWER_HIDDEN:
		d->up = false;
		return take_definite(d, false, now_us);
	case ANSWER_BETWEEN:
	case ANSWER_UNKNOWN:
	case ANSWER_MAX:
		break;
	}
	return false;
}

int64_t delay_due_us(const struct delay *d, const struct rule *rule, bool may_raise)
{
	if (!d->known || d->holds == d->up)
		return DELAY_NEVER;
	if (!d->holds)
		return d->off_us + rule->off_delay_us;
	return may_raise ? d->begun_us + rule->on_delay_us : DELAY_NEVER;
}

enum turn delay_run(struct delay *d, const struct rule *rule, int64_t now_us, bool may_raise)
{
	if (now_us < delay_due_us(d, rule, may_raise))
		return TURN_NONE;
	d->up = d->holds;
	return d->up ? TURN_UP : TURN_DOWN;
}

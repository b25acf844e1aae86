// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/checks.h"

#include "lib/base/util.h"

#define REFUSE(c, lock, key, ...) check_refuse(c, &subject_interlocks, (lock)->id, key, __VA_ARGS__)

static void check_guarded(struct check *c, const struct settings_interlock *lock)
{
	if (!lock->output[0])
		REFUSE(c, lock, "output", "is missing; the id of the output that the rule guards");
	else
		check_output(c, &subject_interlocks, lock->id, "output", lock->output);
}

static void check_condition(struct check *c, const struct settings_interlock *lock)
{
	bool analog = lock->when == INTERLOCK_BELOW || lock->when == INTERLOCK_ABOVE;
	const struct settings_channel *ch = check_channel(c, lock->channel);

	if (lock->when == INTERLOCK_ALWAYS) {
		if (lock->min_on_s == 0 && lock->min_off_s == 0 && lock->cycles_per_hour == 0)
			REFUSE(c, lock, "when",
			       "always without min_on_s, min_off_s or "
			       "cycles_per_hour is no rule");
		return;
	}
	if (!lock->channel[0])
		REFUSE(c, lock, "channel",
		       "is missing; the id of the channel that the condition looks "
		       "at");
	else if (!ch)
		check_refuse_channel(c, &subject_interlocks, lock->id, "channel", lock->channel);
	else if (streq(lock->channel, lock->output))
		REFUSE(c, lock, "channel", "an output cannot forbid itself");
	else if (analog == channel_digital(&ch->info))
		REFUSE(c, lock, "when", "'%s' is %s; allowed: %s", lock->channel,
		       analog ? "digital" : "analog",
		       analog ? "active, inactive, always" : "below, above, always");
	else if (analog && lock->value == SETTINGS_UNSET)
		REFUSE(c, lock, "value", "is missing; %s needs a number in the channel's unit",
		       interlock_when_to_name(lock->when));
}

void check_interlocks(struct check *c)
{
	for (unsigned i = 0; i < c->s->n_interlocks; i++) {
		check_guarded(c, &c->s->interlocks[i]);
		check_condition(c, &c->s->interlocks[i]);
	}
}

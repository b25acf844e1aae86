// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/interlock.h"

#include <errno.h>

#include "lib/base/util.h"

#define HOUR_US (3600 * USEC_PER_SEC)

static void forget_old_cycles(struct past *p, int64_t now_us)
{
	uint32_t old = 0;

	while (old < p->n_cycles && p->cycles[old].us <= now_us - HOUR_US)
		old++;
	memmove(p->cycles, p->cycles + old, (p->n_cycles - old) * sizeof(p->cycles[0]));
	p->n_cycles -= old;
}

/* Makes room: the closest pair counts as of the later one, so never shorter than an hour. */
static void merge_cycles(struct past *p)
{
	uint32_t at = 0;

	for (uint32_t i = 1; i + 1 < p->n_cycles; i++)
		if (p->cycles[i + 1].us - p->cycles[i].us < p->cycles[at + 1].us - p->cycles[at].us)
			at = i;
	p->cycles[at + 1].n += p->cycles[at].n;
	memmove(p->cycles + at, p->cycles + at + 1, (p->n_cycles - at - 1) * sizeof(p->cycles[0]));
	p->n_cycles--;
}

void past_note(struct past *p, bool active, int64_t now_us)
{
	p->known = true;
	p->changed_us = now_us;
	forget_old_cycles(p, now_us);
	if (!active)
		return;
	if (p->n_cycles == CYCLES_MAX)
		merge_cycles(p);
	p->cycles[p->n_cycles++] = (struct cycle){ .us = now_us, .n = 1 };
}

int interlock_channel(const struct settings *s, const char *id)
{
	for (unsigned i = 0; i < s->n_channels; i++)
		if (streq(s->channels[i].info.id, id))
			return (int)i;
	return -ENOENT;
}

static bool condition_holds(const struct settings_interlock *rule, const struct sample *sample)
{
	switch (rule->when) {
	case INTERLOCK_ALWAYS:
		return false;
	case INTERLOCK_BELOW:
		return sample->value < rule->value;
	case INTERLOCK_ABOVE:
		return sample->value > rule->value;
	case INTERLOCK_ACTIVE:
		return sample_active(sample);
	case INTERLOCK_INACTIVE:
		return !sample_active(sample);
	case INTERLOCK_WHEN_MAX:
		break;
	}
	return true;
}

static enum veto_kind condition_veto(const struct settings *s,
				     const struct settings_interlock *rule, bool active,
				     const struct snapshot *snap)
{
	int channel;

	if (rule->when == INTERLOCK_ALWAYS || rule->forbids_on != active)
		return VETO_NONE;
	channel = interlock_channel(s, rule->channel);
	if (channel < 0 || !snap || channel >= snap->n_samples)
		return VETO_UNREADABLE;
	if (snap->samples[channel].quality != QUALITY_OK)
		return VETO_UNREADABLE;
	return condition_holds(rule, &snap->samples[channel]) ? VETO_CONDITION : VETO_NONE;
}

/* When so many cycles have become an hour old that one more is within the rule; 0: it is now. */
static int64_t cycles_allow_us(const struct past *p, int64_t most, int64_t now_us)
{
	int64_t count = 0, allow_us = 0;

	/* The newest `most - 1` may stay: the first one beyond them has to go. */
	for (uint32_t i = p->n_cycles; i-- > 0;) {
		if (p->cycles[i].us <= now_us - HOUR_US)
			break;
		count += p->cycles[i].n;
		if (count >= most) {
			allow_us = p->cycles[i].us + HOUR_US;
			break;
		}
	}
	return allow_us;
}

static struct veto time_veto(const struct settings_interlock *rule, bool active,
			     const struct past *past, int64_t now_us)
{
	int64_t least_s = active ? rule->min_off_s : rule->min_on_s;
	struct veto v = { .kind = VETO_NONE, .rule = rule };

	if (past->known && now_us < past->changed_us + least_s * USEC_PER_SEC) {
		v.kind = active ? VETO_MIN_OFF : VETO_MIN_ON;
		v.until_us = past->changed_us + least_s * USEC_PER_SEC;
	}
	if (active && rule->cycles_per_hour > 0) {
		int64_t allow_us = cycles_allow_us(past, rule->cycles_per_hour, now_us);

		if (allow_us > v.until_us) {
			v.kind = VETO_CYCLES;
			v.until_us = allow_us;
		}
	}
	return v;
}

struct veto interlock_check(const struct settings *s, unsigned channel, bool active,
			    const struct past *past, const struct snapshot *snap, int64_t now_us)
{
	struct veto worst = { .kind = VETO_NONE };

	for (unsigned i = 0; i < s->n_interlocks; i++) {
		const struct settings_interlock *rule = &s->interlocks[i];
		struct veto v;

		if (!rule->enabled || !streq(rule->output, s->channels[channel].info.id))
			continue;
		v.kind = condition_veto(s, rule, active, snap);
		if (v.kind != VETO_NONE)
			return (struct veto){ v.kind, rule, INT64_MAX };
		v = time_veto(rule, active, past, now_us);
		if (v.kind != VETO_NONE && v.until_us > worst.until_us)
			worst = v;
	}
	return worst;
}

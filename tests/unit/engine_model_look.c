// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What a step shows of a rule, and what follows from all that was shown. */
#include "tests/unit/engine_model_internal.h"

static bool is_no(enum seen_as as)
{
	return as == SEEN_NO || as == SEEN_HIDDEN;
}

/* The last definite answer among the first n. */
static bool held_after(const struct model_alarm *a, unsigned n)
{
	while (n-- > 0) {
		if (a->log[n].as == SEEN_YES)
			return true;
		if (is_no(a->log[n].as))
			return false;
	}
	return a->held;
}

bool model_holds(const struct model_alarm *a)
{
	return held_after(a, a->n);
}

/* The first yes after the last no. */
int64_t model_held_since_us(const struct model_alarm *a)
{
	int64_t since_us = a->held_since_us;

	for (unsigned i = 0; i < a->n; i++)
		if (a->log[i].as == SEEN_YES && !held_after(a, i))
			since_us = a->log[i].moment_us;
	return since_us;
}

/* Since when it is known to be over, without a break in which nobody knew. */
int64_t model_over_since_us(const struct model_alarm *a)
{
	unsigned first = a->n - 1;
	int64_t since_us;

	while (first > 0 && a->log[first - 1].as != SEEN_UNKNOWN)
		first--;
	since_us = a->log[first].now_us;
	for (unsigned i = first; i < a->n; i++)
		if (is_no(a->log[i].as) && held_after(a, i))
			since_us = a->log[i].moment_us;
	return since_us;
}

/* Some episode of the condition began before the time, and had not ended 10 s before it. */
bool model_came_first(const struct model_alarm *cause, int64_t onset_us)
{
	bool held = cause->held;
	int64_t began_us = cause->held_since_us;

	for (unsigned i = 0; i < cause->n; i++) {
		const struct seen *s = &cause->log[i];

		if (s->as == SEEN_YES && !held) {
			held = true;
			began_us = s->moment_us;
		} else if (is_no(s->as) && held) {
			held = false;
			if (began_us < onset_us && s->moment_us > onset_us - 10 * USEC_PER_SEC)
				return true;
		}
	}
	return held && began_us < onset_us;
}

static enum seen_as compare(int64_t over_setpoint, int64_t under_recovery, bool same)
{
	if (over_setpoint > 0)
		return SEEN_YES;
	if (same || under_recovery > 0)
		return SEEN_NO;
	return SEEN_BETWEEN;
}

/* By how much the last value is above the lowest, or below the highest, of its window. */
static int64_t change(const struct model_alarm *a, const struct sample *now)
{
	int64_t step_us = a->rule.window_us / 16, most = 0;

	for (unsigned i = a->rate_from; i < a->n; i++) {
		const struct seen *s = &a->log[i];
		int64_t d = now->value - s->sample.value;

		if (!s->sampled || s->sample.quality != QUALITY_OK ||
		    now->mono_us / step_us - s->sample.mono_us / step_us >= 16)
			continue;
		if (a->rule.when == ALARM_FALLING)
			d = -d;
		most = d > most ? d : most;
	}
	return most;
}

/* Less than a whole window was seen since the rest was forgotten. */
static bool is_blind(const struct model_alarm *a, const struct sample *now)
{
	for (unsigned i = a->rate_from; a->rate_blind && i < a->n; i++)
		if (a->log[i].sampled && a->log[i].sample.quality == QUALITY_OK)
			return now->mono_us - a->log[i].sample.mono_us <
			       a->rule.window_us / 16 * 16;
	return a->rate_blind;
}

static enum seen_as look_at_rate(const struct model_alarm *a, const struct sample *s)
{
	int64_t d = change(a, s);
	enum seen_as as = compare(d - a->rule.setpoint, a->rule.recovery - d,
				  a->rule.recovery == a->rule.setpoint);

	return as == SEEN_NO && a->up && is_blind(a, s) ? SEEN_UNKNOWN : as;
}

static enum seen_as look(const struct model_alarm *a, const struct sample *s,
			 const struct engine_input *in)
{
	const struct rule *r = &a->rule;
	bool same = r->recovery == r->setpoint;

	if (r->when == ALARM_SILENT)
		return in->silent ? SEEN_YES : SEEN_NO;
	if (r->when == ALARM_LOG && in->log == LOG_UNKNOWN)
		return SEEN_UNKNOWN;
	if (r->when == ALARM_LOG)
		return in->log == LOG_FAILING ? SEEN_YES : SEEN_NO;
	if (!s)
		return SEEN_UNKNOWN;
	if (s->quality == QUALITY_DISABLED)
		return SEEN_HIDDEN;
	if (r->when == ALARM_QUALITY)
		return s->quality == QUALITY_OK ? SEEN_NO : SEEN_YES;
	if (s->quality != QUALITY_OK)
		return SEEN_UNKNOWN;
	if (r->when == ALARM_ACTIVE)
		return s->value ? SEEN_YES : SEEN_NO;
	if (r->when == ALARM_INACTIVE)
		return s->value ? SEEN_NO : SEEN_YES;
	if (r->when == ALARM_ABOVE)
		return compare(s->value - r->setpoint, r->recovery - s->value, same);
	if (r->when == ALARM_BELOW)
		return compare(r->setpoint - s->value, s->value - r->recovery, same);
	return look_at_rate(a, s);
}

/* A contact's sample tells when the contact moved, if it is a new one and can be. */
static int64_t moment_us(const struct model_alarm *a, const struct sample *s, int64_t now_us)
{
	bool contact = a->rule.when == ALARM_ACTIVE || a->rule.when == ALARM_INACTIVE;

	if (!contact || !s || s->quality != QUALITY_OK || s->mono_us > now_us)
		return now_us;
	if (a->held && s->mono_us < a->held_since_us)
		return now_us;
	for (unsigned i = a->n; i-- > 0;) {
		bool changed = a->log[i].as == SEEN_YES ? !held_after(a, i)
							: is_no(a->log[i].as) && held_after(a, i);

		if (changed && s->mono_us < a->log[i].moment_us)
			return now_us;
	}
	for (unsigned i = a->n; i-- > 0;)
		if (a->log[i].sampled)
			return s->mono_us > a->log[i].sample.mono_us ? s->mono_us : now_us;
	return now_us;
}

enum seen_as model_see(struct model_alarm *a, const struct engine_input *in)
{
	const struct sample *s = NULL;
	struct seen seen = { .now_us = in->now.mono_us };

	if (in->snapshot && a->rule.channel >= 0)
		s = &in->snapshot->samples[a->rule.channel];
	seen.sampled = s != NULL;
	if (s)
		seen.sample = *s;
	seen.as = look(a, s, in);
	seen.moment_us =
		seen.as == SEEN_HIDDEN ? in->now.mono_us : moment_us(a, s, in->now.mono_us);
	a->log[a->n++] = seen;
	a->alarm.condition = model_holds(a);
	return seen.as;
}

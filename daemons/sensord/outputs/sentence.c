// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/sentence.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "lib/base/parse.h"

void sentence_add(char *text, size_t size, const char *fmt, ...)
{
	size_t len = strlen(text);
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text + len, size - len, fmt, args);
	va_end(args);
}

const char *sentence_name(const struct settings_channel *ch)
{
	return channel_hidden(&ch->info) ? ch->info.id : ch->info.name;
}

void sentence_add_state(char *text, size_t size, const struct settings_channel *ch, bool active)
{
	sentence_add(text, size, "%s (%s)", ch->info.state_text[active],
		     active ? "active" : "inactive");
}

/* Minutes only where seconds are more than a person counts. */
#define MINUTES_FROM_US (10 * 60 * USEC_PER_SEC)

void sentence_add_span(char *text, size_t size, int64_t us)
{
	char number[PARSE_MICRO_MAX];
	int64_t ms = (us + USEC_PER_MSEC - 1) / USEC_PER_MSEC;

	if (ms < 1000) {
		sentence_add(text, size, "%" PRId64 " ms", ms);
	} else if (us < MINUTES_FROM_US) {
		format_micro(ms * USEC_PER_MSEC, number);
		sentence_add(text, size, "%s s", number);
	} else {
		int64_t minute_us = 60 * USEC_PER_SEC;

		sentence_add(text, size, "%" PRId64 " min", (us + minute_us - 1) / minute_us);
	}
}

/* What is left until then, in whole seconds: nobody waits by the millisecond. */
static void add_left(char *text, size_t size, int64_t until_us, int64_t now_us)
{
	int64_t seconds = (until_us - now_us + USEC_PER_SEC - 1) / USEC_PER_SEC;

	sentence_add_span(text, size, seconds * USEC_PER_SEC);
}

static void add_condition(char *text, size_t size, const struct settings *s,
			  const struct settings_interlock *rule)
{
	int i = interlock_channel(s, rule->channel);
	const struct settings_channel *ch = i < 0 ? NULL : &s->channels[i];
	char number[PARSE_MICRO_MAX];

	if (!ch)
		return;
	if (rule->when == INTERLOCK_ACTIVE || rule->when == INTERLOCK_INACTIVE) {
		sentence_add(text, size, "%s is ", sentence_name(ch));
		sentence_add_state(text, size, ch, rule->when == INTERLOCK_ACTIVE);
		return;
	}
	format_micro(rule->value, number);
	sentence_add(text, size, "%s is %s %s %s", sentence_name(ch),
		     rule->when == INTERLOCK_BELOW ? "below" : "above", number,
		     unit_symbol(ch->info.unit));
}

static void add_unreadable(char *text, size_t size, const struct settings *s,
			   const struct settings_interlock *rule, const struct snapshot *snap)
{
	int i = interlock_channel(s, rule->channel);

	if (i < 0)
		sentence_add(text, size, "there is no channel '%s'", rule->channel);
	else if (!snap || i >= snap->n_samples)
		sentence_add(text, size, "%s is not measured yet", sentence_name(&s->channels[i]));
	else
		sentence_add(text, size, "%s cannot be read (%s)", sentence_name(&s->channels[i]),
			     quality_to_name(snap->samples[i].quality));
}

void sentence_add_veto(char *text, size_t size, const struct settings *s, unsigned output,
		       const struct veto *v, const struct snapshot *snap, int64_t now_us)
{
	const struct settings_channel *ch = &s->channels[output];

	if (!v->rule)
		return;
	sentence_add(text, size, "interlock %s: ", v->rule->id);
	switch (v->kind) {
	case VETO_CONDITION:
		add_condition(text, size, s, v->rule);
		break;
	case VETO_UNREADABLE:
		add_unreadable(text, size, s, v->rule, snap);
		break;
	case VETO_MIN_ON:
	case VETO_MIN_OFF:
		sentence_add(text, size, "%s stays ", sentence_name(ch));
		sentence_add_state(text, size, ch, v->kind == VETO_MIN_ON);
		sentence_add(text, size, " for another ");
		add_left(text, size, v->until_us, now_us);
		break;
	case VETO_CYCLES:
		sentence_add(text, size, "switched on %" PRId64 " times in an hour; again in ",
			     v->rule->cycles_per_hour);
		add_left(text, size, v->until_us, now_us);
		break;
	case VETO_NONE:
	case VETO_KIND_MAX:
		break;
	}
}

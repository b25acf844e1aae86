// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * An engine with a few rules and a snapshot that a test sets, and what it tells as text: a word for
 * each transition, the rule's id, and behind it a letter for each flag: m message, q quiet, f
 * first-out, c consequence. "raised a mf, chattering a m".
 */
#include "daemons/alarmd/engine/engine.h"

#include "lib/base/text.h"
#include "tests/unit/test.h"

#define RIG_WALL_US (INT64_C(1700000000) * USEC_PER_SEC)
#define RIG_MONO_US (1000 * USEC_PER_SEC)

static struct {
	struct rules rules;
	struct engine *engine;
	struct snapshot snapshot;
	struct engine_input in;
	struct transitions told;
	uint64_t number; /* of the last raise */
	char text[1024];
} rig;

/* Begins anew: no rule, all channels 0 and ok. */
static inline void rig_new(void)
{
	rig.engine = engine_free(rig.engine);
	memset(&rig, 0, sizeof(rig));
	rig.snapshot.n_samples = 4;
	rig.in = (struct engine_input){ .now = { RIG_WALL_US, RIG_MONO_US },
					.snapshot = &rig.snapshot,
					.may_raise = true };
}

static inline struct rule *rig_rule(const char *id, enum alarm_when when, int channel)
{
	struct rule *r = &rig.rules.rules[rig.rules.n++];

	*r = (struct rule){ .channel = channel, .when = when, .cause = RULE_NONE };
	(void)snprintf(r->id, sizeof(r->id), "%s", id);
	if (channel >= 0)
		(void)snprintf(r->channel_id, sizeof(r->channel_id), "channel_%d", channel);
	return r;
}

/* An alarm while the channel's contact is active: the simplest one. */
static inline struct rule *rig_contact(const char *id, int channel)
{
	return rig_rule(id, ALARM_ACTIVE, channel);
}

static inline struct rule *rig_above(const char *id, int64_t setpoint, int64_t recovery)
{
	struct rule *r = rig_rule(id, ALARM_ABOVE, 0);

	r->setpoint = setpoint;
	r->recovery = recovery;
	return r;
}

static inline void rig_start(void)
{
	ASSERT_OK(engine_new(&rig.rules, &rig.engine));
}

static inline void rig_stop(void)
{
	rig.engine = engine_free(rig.engine);
}

static inline const char *rig_word(const struct transition *t)
{
	const char *name = event_kind_to_name(t->kind);

	return strncmp(name, "alarm-", 6) == 0 ? name + 6 : name;
}

static inline void rig_add_word(struct text *out, const struct transition *t)
{
	static const char letters[] = "mqfc";
	static const uint16_t flags[] = { EVENT_FLAG_MESSAGE, EVENT_FLAG_QUIET,
					  EVENT_FLAG_FIRST_OUT, EVENT_FLAG_CONSEQUENCE };
	bool space = true;

	text_printf(out, "%s%s", out->len ? ", " : "", rig_word(t));
	if (t->rule != RULE_NONE)
		text_printf(out, " %s", engine_alarm(rig.engine, t->rule)->id);
	if (t->gone)
		text_printf(out, " gone %s", t->gone->id);
	for (unsigned i = 0; i < ARRAY_SIZE(flags); i++) {
		if (!(t->flags & flags[i]))
			continue;
		text_printf(out, "%s%c", space ? " " : "", letters[i]);
		space = false;
	}
}

/* What was told since the last call, in words; numbers what was raised. */
static inline const char *rig_told(void)
{
	struct text out = TEXT_INIT;

	for (unsigned i = 0; i < rig.told.n; i++) {
		rig_add_word(&out, &rig.told.list[i]);
		if (rig.told.list[i].kind == EVENT_ALARM_RAISED)
			engine_numbered(rig.engine, rig.told.list[i].rule, ++rig.number);
	}
	rig.told.n = 0;
	(void)snprintf(rig.text, sizeof(rig.text), "%s", text_get(&out));
	text_done(&out);
	return rig.text;
}

/* The step so many milliseconds later, and what it tells. */
static inline const char *rig_after(int64_t ms)
{
	rig.in.now.mono_us += ms * USEC_PER_MSEC;
	rig.in.now.wall_us += ms * USEC_PER_MSEC;
	engine_step(rig.engine, &rig.in, &rig.told);
	return rig_told();
}

/* The channel has this value from the next step on; its sample is of then. */
static inline void rig_set(int channel, int64_t value)
{
	rig.snapshot.samples[channel] =
		(struct sample){ .value = value, .mono_us = rig.in.now.mono_us };
}

static inline void rig_quality(int channel, enum quality quality)
{
	rig.snapshot.samples[channel] =
		(struct sample){ .quality = quality, .mono_us = rig.in.now.mono_us };
}

/* The channel's contact; the next step sees it when it happens. */
static inline void rig_close(int channel)
{
	rig_set(channel, MICRO);
	rig.snapshot.samples[channel].mono_us = 0;
}

static inline void rig_open(int channel)
{
	rig_set(channel, 0);
	rig.snapshot.samples[channel].mono_us = 0;
}

static inline int rig_find(const char *id)
{
	return engine_find(rig.engine, id);
}

static inline const struct alarm *rig_alarm(const char *id)
{
	return engine_alarm(rig.engine, rig_find(id));
}

static inline int rig_acknowledge(const char *id)
{
	return engine_acknowledge(rig.engine, rig_find(id), 0, rig.in.now, "seen", "anna",
				  &rig.told);
}

static inline int rig_reset(const char *id)
{
	return engine_reset(rig.engine, rig_find(id), rig.in.now, &rig.told);
}

static inline int rig_shelve(const char *id, int64_t ms)
{
	return engine_shelve(rig.engine, rig_find(id), ms * USEC_PER_MSEC, rig.in.now, "painting",
			     "bo", &rig.told);
}

static inline bool rig_holds(int channel)
{
	int rule[CHANNELS_MAX];

	return engine_outputs(rig.engine, rule) >> channel & 1;
}

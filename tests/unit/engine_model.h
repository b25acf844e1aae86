// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The alarm engine once more, slow and obvious: it remembers all that was ever seen, and finds what
 * holds from the definitions, each time anew. Shares no code with the engine.
 */
#include "daemons/alarmd/engine/engine.h"

#define MODEL_RULES  10
#define MODEL_LOG    300 /* steps between two restarts, at most */
#define MODEL_GROUPS 3

enum seen_as {
	SEEN_NO,
	SEEN_YES,
	SEEN_BETWEEN,
	SEEN_UNKNOWN,
	SEEN_HIDDEN,
};

/* What one step showed of a rule. */
struct seen {
	int64_t now_us;
	int64_t moment_us; /* when what is new in it happened */
	bool sampled;
	struct sample sample;
	enum seen_as as;
};

struct model_alarm {
	struct rule rule;
	struct alarm alarm;
	unsigned n;
	struct seen log[MODEL_LOG];
	/* before the log: since a restart */
	bool held;
	int64_t held_since_us;
	/* the window of a rate: from this entry on; what was before is forgotten */
	unsigned rate_from;
	bool rate_blind;
	bool up; /* with both delays */
	unsigned n_turns;
	int64_t turns[MODEL_LOG];
	unsigned chatter_total;
	int64_t shelved_until_us;
	bool recovered;
	char ack_note[ALARM_NOTE_MAX], ack_by[ACTOR_NAME_MAX];
	char shelf_note[ALARM_NOTE_MAX], shelf_by[ACTOR_NAME_MAX];
};

/* A raise within a cascade. */
struct model_join {
	int rule;
	int64_t onset_us;
};

struct model_cascade {
	unsigned n;
	struct model_join joins[MODEL_RULES * MODEL_LOG];
};

struct model {
	struct rules rules;
	struct model_alarm alarms[MODEL_RULES]; /* as rules.rules */
	struct model_cascade cascades[MODEL_GROUPS];
	int64_t maintenance_until_us;
	unsigned n_gone;
	struct alarm gone[MODEL_RULES];
};

void model_start(struct model *m, const struct rules *rules);
void model_configure(struct model *m, const struct rules *rules, struct instant now,
		     struct transitions *ret);
void model_step(struct model *m, const struct engine_input *in, struct transitions *ret);
int model_acknowledge(struct model *m, int rule, uint64_t occurrence, struct instant now,
		      const char *note, const char *by, struct transitions *ret);
int model_shelve(struct model *m, int rule, int64_t for_us, struct instant now, const char *note,
		 const char *by, struct transitions *ret);
int model_unshelve(struct model *m, int rule, struct instant now, struct transitions *ret);
int model_reset(struct model *m, int rule, struct instant now, struct transitions *ret);
int model_maintenance(struct model *m, int64_t for_us, struct instant now, struct transitions *ret);
/* What a kill, or a boot, forgets. */
void model_restart(struct model *m, struct instant now, bool rebooted);

/* Onset of a condition that waits for its on-delay, or 0. */
int64_t model_onset_us(const struct model *m, int rule);
uint64_t model_outputs(const struct model *m, int ret_rule[CHANNELS_MAX]);

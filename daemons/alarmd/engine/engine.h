// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The engine: rules, a snapshot and `now` in; transitions out. It reads no clock, waits for nothing
 * and knows no journal: who calls it acts on what it returns, in its order.
 *
 *   condition.c  does what a rule watches hold: true, false, or not known (limit, rate, state,
 * quality) delay.c      on-delay and off-delay: from condition to "due" chatter.c    too many
 * transitions become one cascade.c    first-out and consequences engine.c     the life of an alarm:
 * raised, acknowledged, cleared, latched, shelved
 *
 * Delays and expiries use now.mono_us alone, so a step of the wall clock changes none of them.
 */
#include "daemons/alarmd/engine/rule.h"
#include "lib/model/event.h"

struct engine;

/* What the engine is shown at one moment. */
struct engine_input {
	struct instant now;
	const struct snapshot *snapshot; /* NULL while sensord has said nothing yet */
	bool silent;			 /* sensord has said nothing for too long */
	bool may_raise; /* false outside the logging schedule (S38): nothing new is raised */
};

/* One thing that happened to an alarm, in the order in which it did. */
struct transition {
	enum event_kind kind; /* EVENT_ALARM_… or EVENT_MAINTENANCE_ENDED (rule is RULE_NONE) */
	int rule;	      /* index */
	struct instant now;
	int64_t value;	      /* of the channel, or as the kind says; millionths */
	enum quality quality; /* of the value */
	uint16_t flags;	      /* EVENT_FLAG_MESSAGE, _QUIET, _FIRST_OUT, _CONSEQUENCE */
};

/* Every rule may be raised, begin to chatter or end a shelving in one step. */
#define TRANSITIONS_MAX (3 * ALARMS_MAX + 1)

struct transitions {
	unsigned n;
	struct transition list[TRANSITIONS_MAX];
};

/* Copies the rules. 0 or -ENOMEM. */
int engine_new(const struct rules *rules, struct engine **ret_engine);
struct engine *engine_free(struct engine *e);

/*
 * Takes over other rules. An alarm goes on when its id and what it watches (channel by id, when)
 * are the same; the others that were active are cleared, as transitions. `channel_ids` of the table
 * that the rules' indexes mean. -ENOMEM leaves the old ones.
 */
int engine_configure(struct engine *e, const struct rules *rules, struct instant now,
		     struct transitions *ret);

/* Runs all rules over one moment. */
void engine_step(struct engine *e, const struct engine_input *in, struct transitions *ret);

/*
 * The monotonic time at which the next delay, shelving, chatter or maintenance ends, so that
 * somebody wakes then although nothing is measured; INT64_MAX when none runs.
 */
int64_t engine_due_us(const struct engine *e);

/*
 * What people ask. 0, or: -ENOENT no such alarm; -EALREADY it is so already; -EBUSY the condition
 * of a latched alarm still holds; -ENODATA there is nothing to acknowledge. Transitions are added
 * to *ret. `occurrence` 0 means the present one; -ESTALE when it is another.
 */
int engine_acknowledge(struct engine *e, int rule, uint64_t occurrence, struct instant now,
		       const char *note, const char *by, struct transitions *ret);
int engine_shelve(struct engine *e, int rule, int64_t for_us, struct instant now, const char *note,
		  const char *by, struct transitions *ret);
int engine_unshelve(struct engine *e, int rule, struct instant now, struct transitions *ret);
int engine_reset(struct engine *e, int rule, struct instant now, struct transitions *ret);

/* Maintenance of the site: alarms go on and drive outputs, but nobody is told. 0 ends it;
 * -EALREADY. */
int engine_maintenance(struct engine *e, int64_t for_us, struct instant now,
		       struct transitions *ret);
bool engine_in_maintenance(const struct engine *e);
int64_t engine_maintenance_until_us(const struct engine *e); /* monotonic, 0 when there is none */

/* The event that raised rule's alarm got this number: from now on the alarm carries it. */
void engine_numbered(struct engine *e, int rule, uint64_t occurrence);

const struct rules *engine_rules(const struct engine *e);
/* Index of the rule with this id, or -ENOENT. */
int engine_find(const struct engine *e, const char *id);
/* How an alarm stands; channel is filled in by the caller, who knows ids. */
const struct alarm *engine_alarm(const struct engine *e, int rule);

/* The outputs that active alarms hold (not shelved ones): a mask, and for each the first rule that
 * does. */
uint64_t engine_outputs(const struct engine *e, int ret_rule[CHANNELS_MAX]);

/*
 * What outlives the program: kept with each transaction of the journal, given back before the first
 * step. Unknown ids are ignored. Times are those of `now`'s clocks; `rebooted` means that the
 * monotonic clock began anew, then delays of shelving run by the wall clock.
 */
struct engine_kept {
	struct alarm alarm;
	int64_t shelved_until_mono_us;
};
void engine_keep(const struct engine *e, int rule, struct engine_kept *ret);
void engine_restore(struct engine *e, const struct engine_kept *kept, struct instant now,
		    bool rebooted);
void engine_restore_maintenance(struct engine *e, int64_t until_mono_us);

/*
 * Onsets that have not become alarms yet: kept over a kill (not over a boot), so that an on-delay
 * does not begin anew. 0 when the rule has none.
 */
int64_t engine_onset_us(const struct engine *e, int rule);
void engine_restore_onset(struct engine *e, int rule, int64_t onset_mono_us);
/* Changes whenever some onset came or went. */
uint64_t engine_onsets_version(const struct engine *e);

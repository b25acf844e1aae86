// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The engine: rules, a snapshot and `now` in; transitions out. It reads no clock, waits for nothing
 * and knows no journal: who calls it acts on what it returns, in its order.
 *
 *   condition.c   does what a rule watches hold: yes, no, between, or not known
 *   rate.c        the lowest or highest value within a window, for rules about rising and falling
 *   delay.c       on-delay and off-delay
 *   chatter.c     too many transitions are one alarm
 *   cascade.c     first-out and consequences
 *   engine.c      the life of an alarm: raised, latched, cleared
 *   shelf.c       shelving and maintenance
 *   request.c     acknowledging and resetting
 *   configure.c   other rules
 *   restore.c     what outlives the program
 *   view.c        how alarms stand
 *
 * Delays and expiries use now.mono_us alone, so a step of the wall clock changes none of them.
 */
#include "daemons/alarmd/engine/condition.h"
#include "daemons/alarmd/engine/rule.h"
#include "lib/base/util.h"
#include "lib/model/event.h"

struct engine;

/* What the engine is shown at one moment. */
struct engine_input {
	struct instant now;
	const struct snapshot *snapshot; /* NULL while sensord has said nothing yet */
	bool silent;			 /* sensord has said nothing for too long */
	enum log_stand log;		 /* what is known of the log */
	bool may_raise; /* false outside the logging schedule (S38): nothing new is raised */
};

/*
 * One thing that happened to an alarm, in the order in which it did: those that are raised in one
 * step by their onsets, so that the first of a cascade comes first.
 */
struct transition {
	enum event_kind kind; /* EVENT_ALARM_… or EVENT_MAINTENANCE_… (rule is RULE_NONE) */
	int rule;	      /* index */
	/* The alarm of a rule that engine_configure() took away (rule is RULE_NONE), until the next
	 * engine_configure(); else NULL. */
	const struct alarm *gone;
	struct instant now;
	/* Of the channel as seen last, or as the kind says; millionths. */
	int64_t value;
	enum quality quality; /* of the value; STALE where there is no channel */
	uint16_t flags;	      /* EVENT_FLAG_MESSAGE, _QUIET, _FIRST_OUT, _CONSEQUENCE */
};

/* One step may end maintenance, and of each alarm its shelving, raise it, and find it chattering.
 */
#define TRANSITIONS_MAX (3 * ALARMS_MAX + 1)

struct transitions {
	unsigned n;
	struct transition list[TRANSITIONS_MAX];
};

/* Nobody is away for longer. Also keeps sums of times far from their end. */
#define ENGINE_SPAN_MAX_US (7 * 86400 * USEC_PER_SEC)

/*
 * Copies the rules. 0 or -ENOMEM. All functions below add their transitions to *ret, which the
 * caller empties.
 */
int engine_new(const struct rules *rules, struct engine **ret_engine);
struct engine *engine_free(struct engine *e);

/*
 * Takes over other rules. An alarm goes on when its id and what it watches (channel by id, when)
 * are the same; the others that were active are cleared, as transitions that carry them in `gone`.
 * -ENOMEM leaves the old rules.
 */
int engine_configure(struct engine *e, const struct rules *rules, struct instant now,
		     struct transitions *ret);

/* Runs all rules over one moment. */
void engine_step(struct engine *e, const struct engine_input *in, struct transitions *ret);

/*
 * The monotonic time at which the next delay, shelving, chatter or maintenance ends, so that
 * somebody wakes then although nothing is measured; INT64_MAX when none runs. What waits for
 * something else (a value that is known, engine_input.may_raise) has no time.
 */
int64_t engine_due_us(const struct engine *e);

/*
 * What people ask. 0, or: -ENOENT no such alarm; -EALREADY it is so already; -EBUSY the condition
 * of a latched alarm still holds; -ENODATA there is nothing to acknowledge; -EINVAL for_us is not
 * within 1 and ENGINE_SPAN_MAX_US. `occurrence` 0 means the present one; -ESTALE when it is
 * another.
 */
int engine_acknowledge(struct engine *e, int rule, uint64_t occurrence, struct instant now,
		       const char *note, const char *by, struct transitions *ret);
int engine_shelve(struct engine *e, int rule, int64_t for_us, struct instant now, const char *note,
		  const char *by, struct transitions *ret);
int engine_unshelve(struct engine *e, int rule, struct instant now, struct transitions *ret);
int engine_reset(struct engine *e, int rule, struct instant now, struct transitions *ret);

/*
 * Maintenance of the site: alarms go on and drive outputs, but nobody is told. 0 ends it;
 * -EALREADY when there is none to end, -EINVAL as above.
 */
int engine_maintenance(struct engine *e, int64_t for_us, struct instant now,
		       struct transitions *ret);
bool engine_in_maintenance(const struct engine *e);
int64_t engine_maintenance_until_us(const struct engine *e); /* monotonic, 0 when there is none */

/* The event that raised rule's alarm got this number: from now on the alarm carries it. */
void engine_numbered(struct engine *e, int rule, uint64_t occurrence);

const struct rules *engine_rules(const struct engine *e);
/* Index of the rule with this id, or -ENOENT. */
int engine_find(const struct engine *e, const char *id);
/* How an alarm stands. */
const struct alarm *engine_alarm(const struct engine *e, int rule);

/*
 * The outputs that active alarms hold (not shelved ones): a mask, and for each of them the first
 * rule that does.
 */
uint64_t engine_outputs(const struct engine *e, int ret_rule[CHANNELS_MAX]);

/*
 * What outlives the program: kept with each transaction of the journal, given back before the first
 * step. One of an unknown id, or of a rule that watches something else now, is not taken: false.
 * `now` is that of the new life; `rebooted` means that the monotonic clock began anew, then
 * shelving runs on by the wall clock.
 */
struct engine_kept {
	struct alarm alarm;
	int64_t shelved_until_mono_us;
	/* of the acknowledgement, which the alarm does not show while it is shelved */
	char note[ALARM_NOTE_MAX], by[ACTOR_NAME_MAX];
	uint32_t chatter_total; /* transitions of a chattering alarm */
	bool recovered;		/* of a latched one: was told already */
};
void engine_keep(const struct engine *e, int rule, struct engine_kept *ret);
bool engine_restore(struct engine *e, const struct engine_kept *kept, struct instant now,
		    bool rebooted);
/* Monotonic time of its end; 0 when there is none. */
void engine_restore_maintenance(struct engine *e, int64_t until_mono_us);

/*
 * Onsets that have not become alarms yet: kept over a kill (not over a boot), so that an on-delay
 * does not begin anew. 0 when the rule has none.
 */
int64_t engine_onset_us(const struct engine *e, int rule);
void engine_restore_onset(struct engine *e, int rule, int64_t onset_mono_us);
/* Changes whenever some onset came or went, or a condition that the alarm table shows. */
uint64_t engine_onsets_version(const struct engine *e);

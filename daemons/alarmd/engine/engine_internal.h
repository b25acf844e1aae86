// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The inside of the engine, for its own files. */
#include "daemons/alarmd/engine/chatter.h"
#include "daemons/alarmd/engine/delay.h"
#include "daemons/alarmd/engine/engine.h"
#include "daemons/alarmd/engine/rate.h"

/* One alarm, and what is behind it. What every step looks at stands first. */
struct state {
	struct delay delay;
	int64_t shelved_until_us; /* monotonic; 0: it is not shelved */
	struct chatter chatter;
	struct rate *rate;    /* rising, falling; else NULL */
	int64_t seen_us;      /* time of the sample seen last; INT64_MAX: none was */
	int64_t value;	      /* of the channel, as seen last */
	enum quality quality; /* of it */
	bool recovered;	      /* latched: this occurrence's recovery was told */
	bool consequence;     /* the cause of what is pending came first */
	struct alarm alarm;   /* as it is shown */
	/* of the acknowledgement; the alarm shows those of the shelving while it lasts */
	char note[ALARM_NOTE_MAX], by[ACTOR_NAME_MAX];
};

/* Alarms of one group from the first active one until none is. */
struct cascade {
	bool runs;
	int first;	  /* rule whose condition began first */
	int64_t onset_us; /* when it did */
};

struct engine {
	struct rules rules;
	struct state *states; /* of each rule */
	struct rate *rates;
	uint32_t *gaps;			     /* of all chatter rings */
	struct cascade cascades[ALARMS_MAX]; /* of each group */
	bool cascades_stale;		     /* alarms came from elsewhere */
	bool may_raise;			     /* in the last step */
	int64_t maintenance_until_us;	     /* monotonic; 0: there is none */
	uint64_t onsets_version;
	struct alarm *gone; /* those that the last engine_configure() cleared */
};

static inline bool engine_has(const struct engine *e, int rule)
{
	return rule >= 0 && (unsigned)rule < e->rules.n;
}

/* engine.c: tells what happened; `flags` beside those that follow from the alarm. */
void engine_tell(const struct engine *e, enum event_kind kind, int rule, struct instant now,
		 uint16_t flags, struct transitions *ret);
/* The same with a value of the kind's own: seconds or a count, in millionths. */
void engine_tell_value(const struct engine *e, enum event_kind kind, int rule, struct instant now,
		       int64_t value, struct transitions *ret);
/* The moment on both clocks, as the wall clock now counts. */
struct instant engine_at(struct instant now, int64_t mono_us);
/* Ends the occurrence. */
void engine_end(struct state *s, struct instant now);

/* configure.c: the state of a rule that nothing is known of; `blind` as in rate_start(). */
void engine_forget(struct engine *e, int rule, bool blind);
/* Whether this alarm is that of the rule: same id, and it watches the same. */
bool engine_same_alarm(const struct alarm *a, const struct rule *r);

/* cascade.c: whether the condition of rule a, which began at a_us, comes before that of b. */
bool cascade_earlier(const struct engine *e, int a, int64_t a_us, int b, int64_t b_us);
/* The alarm was raised; it may be the first. */
void cascade_join(struct engine *e, int rule);
/* An alarm ended or was acknowledged: cascades without an active one are over. */
void cascade_settle(struct engine *e);
/* Finds out anew which run, from the alarms. */
void cascade_rebuild(struct engine *e);
/* Whether the condition of the rule's cause came before the one of the rule, as far as is known. */
bool cascade_cause_first(const struct engine *e, int rule);

/* shelf.c: ends what is over by now. */
void shelf_expire(struct engine *e, struct instant now, struct transitions *ret);
/* Shows the words of the acknowledgement, or while the alarm is shelved those of that. */
void shelf_show_acknowledgement(struct state *s);

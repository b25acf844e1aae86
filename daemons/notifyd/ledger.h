// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What one recipient is owed: events that wait in his queue, and alarms that he is to be told of
 * later, again, or at their end. The journal is the queue behind it: whatever of the stream stands
 * here is read again after a restart from ledger_next() on, and comes out the same. Alarms are
 * kept, for the stream does not say when they were told. Pure.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemons/notifyd/letter.h"
#include "daemons/notifyd/route.h"

/* What waits for one recipient as events of their own, and as many may be on their way; more is put
 * together, an alarm each. */
#define LEDGER_QUEUE_MAX 64

#define LEDGER_NEVER INT64_MAX

/* An occurrence of an alarm that is his; an alarm may have several whose end he has not been told
 * of. */
struct owed {
	char alarm[ALARM_ID_MAX];
	uint64_t occurrence;
	bool told;	     /* of this occurrence; else he is to be, at due_us */
	bool queued;	     /* a notice of it stands in the queue */
	bool settled;	     /* acknowledged or over: not told again, not escalated */
	bool escalated;	     /* somebody else was told before, and nobody has acknowledged */
	uint16_t times;	     /* that he was told */
	int64_t due_us;	     /* monotonic: when he is told (again); LEDGER_NEVER */
	int64_t escalate_us; /* monotonic: when the next one is; LEDGER_NEVER */
};

struct waiting {
	struct notice notice;
	bool streamed; /* it comes again with the journal's events */
};

/* What was on its way when it was kept: a message that is sent again is the same one. */
struct flight {
	bool known;
	uint64_t last; /* streamed events up to this number, 0: none; and */
	unsigned n;    /* those that are told of again or late: */
	struct {
		uint64_t event;
		unsigned times;
	} others[LEDGER_QUEUE_MAX];
};

struct ledger {
	uint64_t seen; /* number of the event behind those that were looked at; 0: not known yet */
	struct owed *owed;
	unsigned n_owed, owed_room;
	struct waiting *queue;
	unsigned n_queue, queue_room;
	unsigned left_out;	  /* events that the queue had no room for; of them */
	unsigned left_out_on_way; /* so many are being told of */
	unsigned on_way;	  /* the first so many are being delivered */
	struct flight flight;	  /* since the last restart */
};

/* The alarms at this moment, as alarmd tells them. */
struct ledger_world {
	const struct settings *settings;
	const struct alarm *const *alarms;
	unsigned n_alarms;
	bool complete;	  /* all of them; else nothing is decided by them */
	bool maintenance; /* nobody is told of anything that is not over */
	struct instant now;
};

void ledger_done(struct ledger *l);

/* Begins with the event of this number, and nothing owed. */
void ledger_begin(struct ledger *l, uint64_t next);

/* Number of the first event that is not done: from there the journal is read after a restart. */
uint64_t ledger_next(const struct ledger *l);

/* The journal's next event; one that was looked at is passed over. 0 or -ENOMEM: not looked at. */
int ledger_event(struct ledger *l, const struct route *r, const struct ledger_world *w,
		 const struct event *e);

/*
 * Looks at the alarms that are owed: what is due goes into the queue, what is over leaves. Returns
 * when (monotonic) the next one is due.
 */
int64_t ledger_look(struct ledger *l, const struct route *r, const struct ledger_world *w);

/* The i-th alarm is due for the next recipient; true once. */
bool ledger_escalates(struct ledger *l, unsigned i, const struct ledger_world *w);

/* He is told of this alarm because nobody has acknowledged it; nothing when it is his already. */
int ledger_take_over(struct ledger *l, const char *alarm, uint64_t occurrence, int64_t now_us);

/*
 * Makes the next message: the first *ret_n entries of the queue, on their way from here on. More
 * than LETTER_WHOLE_MAX are put together, an alarm each; fewer that a program reads are messages of
 * their own. `settled`: the journal was read to its end and the alarms are known, so that what was
 * on its way before a restart is there, or never will be. False when there is none yet.
 */
bool ledger_load(struct ledger *l, const struct route *r, bool settled, unsigned *ret_n);

/* The message was delivered, or given up: it is done. */
void ledger_delivered(struct ledger *l, const struct route *r, int64_t now_us);

/* Gives up what waits since before `wall_us`; returns how many events that were. */
unsigned ledger_expire(struct ledger *l, int64_t wall_us);

/* It was not: the next try is another message. Not `sure`: perhaps it was, and it is the same one.
 */
void ledger_returned(struct ledger *l, bool sure);

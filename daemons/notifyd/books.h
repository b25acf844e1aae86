// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * All recipients with what each is owed: the state of notifyd. kept.h writes it down. Pure.
 */
#include "daemons/notifyd/ledger.h"
#include "daemons/notifyd/throttle.h"
#include "lib/wire/msg.h"

/* What became of his messages since the start. */
struct tally {
	uint32_t sent, failed;
	int64_t last_us; /* wall clock; 0: none yet */
	enum delivery_outcome outcome;
	char sentence[WIRE_SENTENCE_MAX];
};

/* Messages that are no events: a mask of 1 << enum letter_kind waits for its turn. */
struct book {
	struct route route;
	struct ledger ledger;
	struct throttle throttle;
	struct tally tally;
	unsigned wanted;
	uint64_t marks[LETTER_KIND_MAX]; /* of those that wait; 0: it has not been tried yet */
	int64_t gather_us; /* monotonic: since when a message is gathered; 0: there is none */
};

/* The time before this boot in which nobody measured, for those who want to know. */
struct off {
	int64_t from_us, until_us; /* wall clock; 0: not known */
	bool properly;		   /* it was shut down */
};

struct books {
	unsigned n;
	struct book list[ROUTES_MAX];
	int64_t paused_until_us; /* wall clock; 0: not */
	char paused_by[ACTOR_NAME_MAX];
	uint8_t boot[16]; /* of the boot that was told last */
	uint8_t unit[16]; /* random, once: ids that no other unit has */
	uint64_t marks;	  /* messages without an event, so far */
	int64_t alive_us; /* wall clock at which the unit was known to live last */
	bool stopped;	  /* the last event was that alarmd stopped */
	struct off off;
	bool low; /* the last words were said, and the battery is no better */
};

void books_done(struct books *b);

/*
 * Takes over the recipients of the settings. Who was there keeps what he is owed, who is new is
 * told of what comes from `next` on (0: from when it is known).
 */
void books_settings(struct books *b, const struct settings *s, uint64_t next);

/* A message of that kind waits for him, if none does. */
void book_want(struct book *b, enum letter_kind kind);

/* Index of the recipient, or -ENOENT. */
int books_find(const struct books *b, const char *id);

/* Number of the first event that somebody has not looked at; 0: nobody has begun. */
uint64_t books_seen(const struct books *b);

/* Who has not begun yet does with this event. */
void books_begin(struct books *b, uint64_t next);

/* The journal's numbers begin anew: all begin with this event, and what they are owed of the old
 * one is over. */
void books_begin_anew(struct books *b, uint64_t next);

/* Hands an event to all of them; -ENOMEM when somebody has not looked at it. */
int books_event(struct books *b, const struct ledger_world *w, const struct event *e);

/* Looks at what is due, and at what is due for the next one; when (monotonic) that is so again. */
int64_t books_look(struct books *b, const struct ledger_world *w);

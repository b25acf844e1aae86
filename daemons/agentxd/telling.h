// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * How far managers have been told of the journal's events: handed to the master is not yet told,
 * because a master that hangs and is killed takes with it what lay in its socket. Answers come in
 * the order of what was handed over. Pure.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/model/event.h"

/* So many may be on their way: far less than a socket of a master that hangs has room for. */
#define TELLING_WINDOW 16

/* A place in the journal. */
struct telling_mark {
	uint64_t next;	  /* number of the event behind it; 0: not known yet */
	uint8_t boot[16]; /* of the boot that was told last */
};

struct telling {
	struct telling_mark told;		 /* the master has answered for all before it */
	struct telling_mark sent;		 /* and this is handed over next */
	struct telling_mark way[TELLING_WINDOW]; /* a ring: behind each that is not answered yet */
	unsigned first, n;
	unsigned round; /* answers to what was handed over in an earlier one say nothing */
};

/* From here on, with nothing on its way. */
void telling_begin(struct telling *t, uint64_t next);

static inline bool telling_full(const struct telling *t)
{
	return t->n == TELLING_WINDOW;
}

/* The next event was handed over, or is none that managers are told of. */
void telling_hand(struct telling *t, const struct event *e);
void telling_pass(struct telling *t, const struct event *e);

/* The master has answered to the oldest one on its way, handed over in this round. */
void telling_answered(struct telling *t, unsigned round);

/* What is on its way is lost: it is handed over again. */
void telling_rewind(struct telling *t);

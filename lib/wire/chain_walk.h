// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Walks along a chain of events (chain.h), wherever they come from, and says at the first one that
 * does not fit what is wrong with it.
 */
#include "lib/wire/chain.h"

/* A place in the chain: an event by its number and hash. */
struct chain_mark {
	uint64_t number;
	uint8_t hash[EVENT_HASH_SIZE];
};

enum chain_step {
	CHAIN_HOLDS,
	CHAIN_CHANGED,	/* the event `from`, or its hash, is not what was written */
	CHAIN_MISSING,	/* the events `from` to `to` */
	CHAIN_DISORDER, /* the event `from` stands where `to` should */
};

struct chain_walk {
	struct chain_mark at; /* the last event that holds */
	uint64_t from, to;    /* of the break */
};

/* Begins behind this mark: an anchor, or where an earlier walk ended. */
void chain_walk_begin(struct chain_walk *w, const struct chain_mark *behind);

/* The next event; at a break the walk stays where it is. */
enum chain_step chain_walk_next(struct chain_walk *w, const struct event *e);

/* The break in words, e.g. "event 12 was changed". */
#define CHAIN_SENTENCE_MAX 96
void chain_walk_sentence(const struct chain_walk *w, enum chain_step step,
			 char ret_text[CHAIN_SENTENCE_MAX]);

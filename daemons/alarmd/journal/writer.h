// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What the thread does with the file, and with which one: opens it, commits, checks, reads; when it
 * turns out to be damaged, sets it aside and goes on in a new one. Knows no lock and no loop.
 */
#include <stdbool.h>
#include <string.h>

#include "daemons/alarmd/journal/aside.h"
#include "daemons/alarmd/journal/packets.h"
#include "daemons/alarmd/journal/store.h"
#include "lib/base/clock.h"

/* Numbers that are left out when nobody knows how many were given since the file `head`. */
#define WRITER_MARGIN 10000

struct writer {
	const char *folder;
	const struct packets *queue; /* events behind `head` are taken from here */
	/* true: the program ends; what only reads is cut short */
	bool (*hurry)(void *ctx);
	void *ctx;

	struct store *store;	/* NULL: nothing can be written at the moment */
	struct chain_mark head; /* the last event that nobody has to write any more */
	struct keys stored;	/* what the file keeps */
	struct keys batch;	/* what it is to keep with the next transaction */
	bool crowded;		/* there were more keys than are kept */
	bool numbered;		/* `head` is what the loop goes on from */
	bool newer;		/* the file is of a later version: hands off */
	bool sound, walked;	/* its structure was checked; its chain too */
	struct chain_walk walk;
	uint64_t walk_upto;
	struct prune prune;

	struct chain_mark noted; /* in the file `head`; number 0: nothing */
	int64_t note_due_us;
	int64_t aside_due_us; /* before this no other file is set aside */

	char set_aside[ASIDE_NAME_MAX]; /* the last one, "" for none */
	/* for the event that begins a journal: how many of these there were, and the last one's
	 * text */
	unsigned begins;
	char begun[EVENT_TEXT_MAX];
};

/* Opens the file, or begins one. After a failure that may pass it may be called again. */
int writer_open(struct writer *w, struct instant now);

/* It cannot be opened now: numbers go on beyond those that it can hold. */
void writer_go_without(struct writer *w);

/* Sets the file aside, if any of it is there, and goes on in a new one, with all that the old one
 * kept; once an hour at most, or as often as nothing is there. */
int writer_start_over(struct writer *w, enum aside_why why, struct instant now);
bool writer_may_start_over(const struct writer *w, struct instant now);

/*
 * One transaction: the events up to this number and the batch of keys; what is too much or too old
 * leaves. After an error everything is as before, and may be tried again.
 */
int writer_commit(struct writer *w, uint64_t upto, const struct journal_limits *limits,
		  struct instant now);

/* Checks a part of the file; an error may pass. */
int writer_check(struct writer *w, struct instant now);
static inline bool writer_checked(const struct writer *w)
{
	return w->store && w->sound && w->walked;
}

/* The events from this number on; a page that answers it in any case. */
int writer_page(struct writer *w, uint64_t from, struct instant now, struct page **ret_page);

/* Writes the file `head` when it is time. */
void writer_note(struct writer *w, int64_t now_us);

void writer_close(struct writer *w);

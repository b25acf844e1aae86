// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What somebody wants to see of the journal, the newest first. Pure. */
#include "daemons/webd/visitor.h"
#include "lib/base/text.h"
#include "lib/model/event.h"
#include "lib/present/value.h"

/* A screen or two; and what is still quick to make and to read. */
#define JOURNAL_LIMIT_DEFAULT 50
#define JOURNAL_LIMIT_MAX     200
/* A kind's name, a few words. */
#define JOURNAL_WORD_MAX 64

struct journal_query {
	char kind[JOURNAL_WORD_MAX];	/* a kind, or what several begin with; "" is any */
	char channel[JOURNAL_WORD_MAX]; /* an id; "" is any */
	char words[JOURNAL_WORD_MAX];	/* that stand in its line, in any case; "" is any */
	char from[JOURNAL_WORD_MAX];	/* as it was said */
	char to[JOURNAL_WORD_MAX];
	int64_t from_us, to_us; /* wall clock; INT64_MIN, INT64_MAX without */
	uint64_t after, before; /* numbers between which they are, without these two */
	unsigned limit;
	bool people; /* he may see names, words of persons and settings */
};

/*
 * Reads the arguments that `get` gives (NULL: none of this name). 0, or -EINVAL with the sentence
 * added to *why. `now_us` is wall time of the unit.
 */
int journal_query_read(struct journal_query *q,
		       const char *(*get)(const void *ctx, const char *name), const void *ctx,
		       int64_t now_us, struct text *why);

/* The beginning of a report from its argument `since`, which may be missing. As above. */
int journal_query_since(const char *word, int64_t now_us, char ret_said[JOURNAL_WORD_MAX],
			int64_t *ret_us, struct text *why);

/* Whether only numbers choose: then the newest ones are all that is wanted. */
bool journal_query_plain(const struct journal_query *q);

/*
 * Whether it is wanted. Of one who may not see people the event loses what is about them, before
 * anything is looked for in it: else who looks for a word would learn whether it was there.
 */
bool journal_query_passes(const struct journal_query *q, struct event *e,
			  const struct present_table *t);

/* Adds the same question as the part of an address behind "?", from this number back (0: as it is).
 */
void journal_query_link(struct text *out, const struct journal_query *q, uint64_t before);

/* What came of it; valid during the call. */
struct journal_result {
	const struct journal_query *query;
	const struct visitor *who;
	const char *why;	    /* NULL, or why nothing could be read */
	const struct event *events; /* newest first */
	unsigned n;
	uint64_t kept;	/* events that the journal has */
	uint64_t older; /* `before` of the next ones; 0: there are no more */
	bool stopped;	/* it was looked for long enough: what is older was not looked at */
};

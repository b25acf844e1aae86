// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Reads the journal for one answer, over a connection of its own that ends with it: alarmd sends
 * events from a number on, so it is read backwards in pieces. The loop never waits.
 */
#include "daemons/webd/answers.h"
#include "daemons/webd/journal_query.h"

struct journal_read;
struct journal_report;

/* At once: alarmd has places for our main connection and these (SERVER_SELF_MAX). */
#define JOURNALS_MAX 3

struct journals {
	struct journal_read *first;    /* those under way */
	struct journal_report *report; /* the one that adds up all of it; NULL while none does */
	unsigned n;		       /* all of them */
};

typedef void journal_done(struct webd *w, const struct journal_result *r, struct http_answer *a);

/* Answers the request by `done`, at once or later. */
void journal_ask(struct webd *w, const struct asked *q, const struct journal_query *query,
		 journal_done *done, struct http_answer *a);

/* Before the server ends: all who wait are told. */
void journal_stop(struct webd *w);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A connection to alarmd, and what it has told of alarms and schedules so far. */
#include "daemons/psctl/link.h"
#include "lib/view/alarm_book.h"

struct alarm_link {
	struct link link; /* HELLO and HEALTH */
	bool all;	  /* every alarm is wanted, also while none stands */
	int error; /* why nothing of it holds, a negative errno; -EINPROGRESS until it was heard */
	struct alarm_book book;
	struct text why_not; /* owned */
};

int alarm_link_new(struct alarm_link **ret_link);
struct alarm_link *alarm_link_free(struct alarm_link *a);
void alarm_link_cleanup(struct alarm_link **a);
#define AUTO_ALARM_LINK __attribute__((cleanup(alarm_link_cleanup)))

/* Begins to connect; a->error says what came of it. Then finish, or take in what comes. */
void alarm_link_dial(struct alarm_link *a);

/* Waits for HELLO and the alarms; 0 or a negative errno. */
int alarm_link_finish(struct alarm_link *a);

/* Both at once, silently. */
int alarm_link_connect(struct alarm_link *a);

/* The same with a sentence on stderr when it fails; an exit code. */
int alarm_link_open(struct alarm_link *a);

/* Takes in a publication; negative errno when it is malformed, or alarmd takes nobody. */
int alarm_link_take(struct alarm_link *a, const struct msg_head *head, struct cursor *body);

/* alarmd is gone: nothing of what it told holds any more. */
void alarm_link_lose(struct alarm_link *a, int error);

/* What lib/present shows of it; valid until the next publication is taken in. */
const struct present_alarms *alarm_link_shown(struct alarm_link *a);

/* The table that its alarms and events mean. */
struct present_table alarm_link_table(const struct alarm_link *a, bool ascii);

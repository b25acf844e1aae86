// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What people do with alarms, outputs and recipients: asked of alarmd, sensord or notifyd over the
 * connection to it, and answered when the reply has come, or when it is too late for one.
 */
#include "daemons/webd/answers.h"
#include "daemons/webd/order.h"
#include "lib/base/loop.h"

struct action;
struct link;

struct actions {
	struct action *first; /* those that wait for a reply, the first that is due first */
	unsigned n;
	struct loop_timer timer;
};

/* A reply of this link: 0, also when nobody waits for it any more, or -EBADMSG. */
int actions_reply(struct webd *w, const struct link *l, const struct msg_head *head,
		  struct cursor *body);

/* This connection is over: whoever waits for a reply over it is told. */
void actions_lost(struct webd *w, const struct link *l);

/* Before the server ends: all who wait are told. */
void actions_stop(struct webd *w);

void answer_acknowledge(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_shelve(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_unshelve(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_reset(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_output(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_confirm(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_try(struct webd *w, const struct asked *q, struct http_answer *a);

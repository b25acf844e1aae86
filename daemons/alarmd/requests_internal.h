// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A request while it is handled, for the files that do. */
#include "daemons/alarmd/alarmd.h"

struct request {
	struct alarmd *s;
	struct server_peer *peer;
	uint32_t id;
	enum msg_type type;
	struct msg_alarm_request m;
	struct actor actor;
	struct instant now;
};

/* Answers now: nothing has to reach the disk first, except for what this peer asked before. */
void request_answer(const struct request *q, int error, const char *sentence);
/* Answers when everything that was added is on the disk. */
void request_answer_later(const struct request *q, const char *sentence);
/* What was kept is in the engine; else the peer is told to wait. */
bool request_ready(const struct request *q);
/* Whether this peer may ask for something that writes an event; if not, it is told why. */
bool request_may_write(const struct request *q);

/* Whether the person behind it may ask for it; he was told so when not. */
bool request_may_ask(const struct request *q);
/* It is about to write one. */
void request_count(const struct request *q);

/* requests_alarm.c: acknowledge, shelve, unshelve, reset; maintenance. -EBADMSG drops the peer. */
int request_alarm(struct request *q, struct cursor *body);
int request_maintenance(struct request *q, struct cursor *body);
/* requests_append.c: an event that another program tells; one that tries who tells of events. */
int request_append(struct request *q, struct cursor *body);
int request_notify_test(struct request *q, struct cursor *body);

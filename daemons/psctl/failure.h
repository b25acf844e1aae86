// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What went wrong between psctl and a daemon, as one sentence that says what to do next. Pure. */
#include "lib/base/text.h"
#include "lib/wire/msg.h"

struct failure_place {
	const char *service;	 /* "sensord" */
	const char *package;	 /* where it is in one that may not be installed, or NULL */
	const char *private_run; /* folder of a run outside systemd ($RMCU_RUNTIME_DIR), or NULL */
	const char *user;	 /* who runs psctl */
	const char *logs;	 /* folder of its logs, or NULL where nobody knows any */
};

/*
 * Adds the sentence about a connection that did not come about: `r` of client_hello(). `refused` is
 * what the server said (-EACCES, -EUSERS); an empty sentence in it when it said nothing. `version`
 * is the server's. Returns the exit code.
 */
int failure_connect(int r, const struct failure_place *place, const struct msg_reply *refused,
		    const char *version, struct text *out);

/* Adds the sentence about a request that was refused; returns the exit code. */
int failure_reply(const struct failure_place *place, const struct msg_reply *reply,
		  struct text *out);

/* Adds the sentence about a connection that ended, or an answer that did not come. */
int failure_lost(int r, const struct failure_place *place, struct text *out);

/*
 * Adds why nobody watches alarms: alarmd did not answer, with `r` as above or -EINPROGRESS. Never
 * more than what is the matter and where to look.
 */
void failure_unwatched(int r, const struct failure_place *place, struct text *out);

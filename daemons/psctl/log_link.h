// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A connection to loggerd, and what it has told of the log. */
#include "daemons/psctl/link.h"

struct log_link {
	struct link link; /* HELLO and HEALTH */
	struct msg_log_status status;
};

int log_link_new(struct log_link **ret_link);
struct log_link *log_link_free(struct log_link *l);
void log_link_cleanup(struct log_link **l);
#define AUTO_LOG_LINK __attribute__((cleanup(log_link_cleanup)))

/*
 * For a status, which is one without loggerd too: dial, then wait for its troubles, which are valid
 * as long as the link; NULL when it does not answer. Nothing is printed.
 */
int log_link_dial(struct log_link *l);
const struct health *log_link_health(struct log_link *l, int dialled);

/* Connects and waits for the status; an exit code, after a sentence on stderr when it fails. */
int log_link_open(struct log_link *l);

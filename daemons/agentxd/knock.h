// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Whether a master answers, found out without waiting for it: net-snmp's library stands still while
 * it opens a session, six seconds with a master that hangs, for ever with one whose queue is full.
 */
#include <stdint.h>

#include "lib/base/loop.h"

/* Head and body of an AgentX response without variables (RFC 2741, 6.2.16). */
#define KNOCK_ANSWER 28

struct knock {
	struct loop *loop;
	const char *socket;
	/* Somebody is at home. */
	void (*answered)(void *ctx);
	void *ctx;
	int fd; /* -1 */
	/* private */
	struct loop_fd source;
	struct loop_timer timer;
	uint8_t answer[KNOCK_ANSWER];
	unsigned n;
	unsigned tries; /* since knock_start(), as far as they count */
};

/* The caller fills in the members up to `fd`. Knocks again and again until knock_stop(), behind
 * which nobody is at home. */
void knock_start(struct knock *k);
void knock_stop(struct knock *k);

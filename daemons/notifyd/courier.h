// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * One message on its way: a process of its own has it (rmcu-send, rmcu-run), so that a server that
 * hangs and a library that grows are nobody else's trouble. systemd starts that process in a
 * sandbox of its own, for a connection to its socket; in a private run it is a child of ours.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/loop.h"
#include "lib/wire/msg.h"

/* Zero-initialise. */
struct courier {
	/* The delivery is over, and can be started again. */
	void (*over)(void *ctx, struct courier *d, const struct msg_sent *sent);
	void *ctx;
	/* private */
	struct loop *loop;
	struct loop_fd socket;
	struct loop_timer limit;
	int child_fd; /* of a child (pidfd_open), 0: there is none */
	bool busy;
	struct msg_modem *modem; /* where the answer of who asks the modem goes; NULL: a message */
};

/* A message that takes longer than this is not delivered. */
#define COURIER_LIMIT_MS 60000

/* The folder of the programs that deliver, in a private run; NULL: systemd starts them. */
void courier_programs(const char *folder);

/*
 * Hands the message over; `over` and `ctx` are set. 0, or a negative errno: then it is not on its
 * way. `over` is never called from here.
 */
int courier_start(struct courier *d, struct loop *loop, const struct msg_send *m);

/*
 * Asks how the modem is, instead. When `over` hears of it, and it is not unsure, *ret says how; it
 * stays until then.
 */
int courier_ask_modem(struct courier *d, struct loop *loop, uint32_t limit_ms,
		      struct msg_modem *ret);

/* Gives it up, without a word. */
void courier_stop(struct courier *d);

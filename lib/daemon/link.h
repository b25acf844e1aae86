// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A daemon's connection to a server of the suite: made in the loop without waiting for the server,
 * and made again when it ends. What comes is read to the last packet before anybody decides. Who
 * shows states and decides nothing by them is unhurried: most of what wakes a unit are ten
 * snapshots a second, and the server keeps the newest for who reads late.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/loop.h"
#include "lib/bus/client.h"

/* All but `take` may be NULL. */
struct link_calls {
	/*
	 * HELLO is in the table; `first` of this connection. A negative return ends the connection,
	 * as it does with `take`.
	 */
	int (*hello)(void *ctx, bool first);
	/* Any other message, only behind HELLO. */
	int (*take)(void *ctx, const struct msg_head *head, struct cursor *body);
	/* The connection is over; another one is tried in a while. */
	void (*lost)(void *ctx);
	/* All that has come was taken; also after a connection ended. */
	void (*heard)(void *ctx);
};

struct link {
	struct loop *loop;
	const char *socket; /* its name: "sensor" */
	const char *server; /* whose it is, for the log: "sensord" */
	const struct link_calls *calls;
	void *ctx;
	struct msg_hello *table; /* the caller's: HELLO as it came last */
	struct client client;
	bool hello;	  /* it has spoken: there is a connection */
	bool unhurried;	  /* the owner's: snapshots are looked at some three times a second */
	int64_t heard_us; /* own time of the last packet */
	/* private */
	struct loop_fd source;
	struct loop_timer retry, rest;
	int64_t pause_us; /* before the next try */
	int64_t eager_us; /* until then it reads at once: something was asked */
};

/* The caller fills in the members up to `table`. */
void link_start(struct link *l);
void link_stop(struct link *l);

/*
 * Reads at once what comes in the next seconds, however unhurried it is. For who has learned
 * elsewhere that there is news; link_send() does it by itself.
 */
void link_hurry(struct link *l);

/* Ends the connection, and tries again after a while; `why` goes to the log. */
void link_lose(struct link *l, const char *why);

/* Sends `len` bytes of a packet, what an X_put returned: a negative one comes back. Never waits. */
int link_send(struct link *l, const void *packet, int len);

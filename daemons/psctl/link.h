// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A connection to a daemon, and what it has told so far. Functions that end in an exit code have
 * said on stderr what is wrong (0 is EX_OK).
 */
#include "daemons/psctl/failure.h"
#include "lib/bus/client.h"
#include "lib/present/status.h"

/* A living server answers in milliseconds; a person waits so long without doubt. */
#define LINK_HELLO_US (2 * USEC_PER_SEC)
/* The slowest grid has a tick a second. */
#define LINK_STATE_US (3 * USEC_PER_SEC)
/* Output requests and settings changes are answered after their files are written. */
#define LINK_REPLY_US (10 * USEC_PER_SEC)

struct link {
	const char *service;
	struct client client;
	struct msg_hello hello;
	struct health health;
	struct msg_holds holds;
	struct snapshot snapshot;
	bool has_snapshot;
};

int link_new(struct link **ret_link);
struct link *link_free(struct link *l);
void link_cleanup(struct link **l);
#define AUTO_LINK __attribute__((cleanup(link_cleanup)))

/*
 * Connecting in two steps, so that who wants two daemons waits for both at once: dial, then wait
 * for the HELLO. Both are 0 or a negative errno of client_hello(); nothing is printed, and
 * *ret_refused may be NULL.
 */
int link_dial(struct link *l, const char *service);
int link_greet(struct link *l, struct msg_reply *ret_refused);

/* Both steps. */
int link_connect(struct link *l, const char *service, struct msg_reply *ret_refused);

/* The second step after a dial that returned `r`; an exit code. */
int link_finish(struct link *l, int r);

/* Connects; an exit code. */
int link_open(struct link *l, const char *service);

/* Takes in a publication; 1 when it was a snapshot, 0 otherwise, negative errno when malformed. */
int link_take(struct link *l, const struct msg_head *head, struct cursor *body);

/* What takes in a publication: 1 when it was the last one wanted, 0, or a negative errno. */
typedef int link_taker(void *ctx, const struct msg_head *head, struct cursor *body);

/* Hands over what comes until `take` has all it wants; 0 or a negative errno. */
int link_until(struct link *l, int64_t timeout_us, link_taker *take, void *ctx);

/* Reads until there is a snapshot newer than those taken in so far; 0 or a negative errno. */
int link_read(struct link *l, int64_t timeout_us);

/* Reads the body of one publication into *ret; what the X_get of lib/wire returns. */
typedef int link_getter(struct cursor *body, void *ret);

/* Connects to the service and waits for the one publication of this type that it has; an exit
 * code. */
int link_open_topic(struct link *l, const char *service, unsigned type, link_getter *get,
		    void *ret);

/* Connects to sensord and reads its state; an exit code. */
int link_open_state(struct link *l);

/*
 * Sends a request of `len` bytes (what X_put returned) and waits for its reply; an exit code. The
 * sentence of the reply is in *ret_reply.
 */
int link_request(struct link *l, const void *packet, int len, uint32_t id,
		 struct msg_reply *ret_reply);

/* The same for one that takes longer than others. */
int link_request_within(struct link *l, const void *packet, int len, uint32_t id,
			int64_t timeout_us, struct msg_reply *ret_reply);

/* The same for an answer that is a message of its own; *ret_body is behind its head. */
int link_ask(struct link *l, const void *packet, int len, uint32_t id, unsigned type,
	     struct cursor *ret_body);

/* Wall time of the unit: this machine's, or that of its simulator. */
int64_t link_now_us(const struct link *l);

/* The state as lib/present shows it; valid as long as the link. */
struct present_status link_status(const struct link *l);

/* Where the daemon is looked for, without the user: the name service is slow to ask. */
void link_place(const struct link *l, struct failure_place *ret_place);

/* Says one sentence on stderr. */
void complain(const char *sentence);

/* Says why a request was refused; an exit code. */
int link_refused(const struct link *l, const struct msg_reply *reply);

/* Says that the connection is over and why; an exit code. */
int link_lost(const struct link *l, int r);

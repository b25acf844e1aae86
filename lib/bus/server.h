// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The server side of the bus: accepts peers within limits, publishes topics to all of them, answers
 * their requests. It never waits for a peer.
 *
 * A topic is a message that supersedes the one before it (HELLO, SNAPSHOT, …). A peer that does not
 * keep up has a mark for each topic that waits and gets the newest one when there is room; what it
 * did not get is counted. A stream is what may not be skipped (facts): each peer has its own place
 * in it, and the owner is asked for the next packet when there is room.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/loop.h"
#include "lib/base/util.h"
#include "lib/bus/peer.h"
#include "lib/model/actor.h"
#include "lib/wire/msg.h"

/* Places in all; what is behind the first SERVER_PUBLIC_MAX is kept for daemons of the suite. */
#define SERVER_PEERS_MAX  64
#define SERVER_PUBLIC_MAX 48
/* Places for one uid: a person with a few terminals. */
#define SERVER_UID_MAX 8
/* Places for the server's own uid: in a private run (demo, tests) the whole suite has it. */
#define SERVER_SELF_MAX 32
/* Topics of a server, in the order in which a new peer gets them; topic 0 is its HELLO. */
#define SERVER_TOPICS_MAX 10

struct server;
struct server_peer;

struct server_calls {
	/* Writes the HELLO for a peer with these rights; returns its length or a negative errno. */
	int (*hello)(void *ctx, unsigned rights, void *buf, size_t size);
	/*
	 * A request that the peer has the right to make; answer with server_reply or server_send.
	 * A negative return means that the message was malformed: the peer is dropped.
	 */
	int (*request)(void *ctx, struct server_peer *p, const struct msg_head *head,
		       struct cursor *body);
	/* The next packet of the stream at *at (moved on by the callee); 0 when there is none yet.
	 */
	int (*stream)(void *ctx, uint64_t *at, void *buf, size_t size);
	/*
	 * A peer got its place and is about to hear the topics: server_refresh those that are
	 * not always up to date. May be NULL.
	 */
	void (*newcomer)(void *ctx);
	/* A peer went; forget what refers to it. */
	void (*gone)(void *ctx, struct server_peer *p);
	/* A request that the peer has no right to make; it was told so already. May be NULL. */
	void (*denied)(void *ctx, struct server_peer *p, const struct msg_head *head);
	/* Descriptors ran out (before the last peer gets in), or are there again. May be NULL. */
	void (*starved)(void *ctx, bool starved);
	/* The topic that is published often: a peer's buffer holds about four of it. 0 = none. */
	unsigned bulk_topic;
};

struct server_counts {
	uint64_t skipped; /* topic messages superseded before a slow peer got them */
	uint64_t dropped; /* peers thrown out for malformed messages */
	uint64_t refused; /* peers turned away: no right, or no place */
	uint32_t peers;
	bool starved; /* no descriptors left for new peers */
};

/*
 * Serves a listening SOCK_SEQPACKET socket (taken over). `calls.hello` and `calls.request` are
 * required, the others may be NULL.
 */
int server_new(struct loop *loop, int listen_fd, const struct server_calls *calls, void *ctx,
	       struct server **ret_server);
struct server *server_free(struct server *s);

/* Creates and binds a listening socket at `path`, replacing a dead one. */
int server_listen(const char *path, int *ret_fd);

/* Publishes the newest message of a topic (1 …) to all peers. */
void server_publish(struct server *s, unsigned topic, const void *packet, size_t len);

/* Brings a topic up to date for who hears it next; nobody hears it for that. */
void server_refresh(struct server *s, unsigned topic, const void *packet, size_t len);

/* There is no such topic any more: nobody hears it, and who comes neither. */
void server_withdraw(struct server *s, unsigned topic);

/* The channel table or the settings changed: every peer gets its HELLO anew, before anything else.
 */
void server_hello_again(struct server *s);

/* Tells peers that follow the stream that there is more. */
void server_stream_more(struct server *s);

/* The peer follows the stream from `at` on. */
void server_follow(struct server *s, struct server_peer *p, uint64_t at);

/* Sends a packet that must not be lost; a peer with too many waiting is dropped. */
void server_send(struct server *s, struct server_peer *p, const void *packet, size_t len);

/* Answers a request: `error` is 0 or a positive errno; the sentence is for a person. */
void server_reply(struct server *s, struct server_peer *p, uint32_t id, int error, const char *fmt,
		  ...) PRINTF_LIKE(5, 6);

const struct peer *server_peer_info(const struct server_peer *p);

/* Who is behind a request: what it claims if the peer is of the suite, else the peer himself. */
void server_actor(const struct server_peer *p, const struct actor *claimed,
		  struct actor *ret_actor);

struct server_counts server_counts(const struct server *s);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Replies that wait until their events are on the disk: who asked is told "done" when it is, and
 * not before. */
#include <stdint.h>

#include "lib/bus/server.h"

/* Of one peer; a person waits for one, a script that sends many at once for a few. */
#define REPLIES_PEER_MAX 8
/* Of a daemon of the suite: behind one connection are many people. */
#define REPLIES_SUITE_MAX 32
/* In all: what every public place may have, and twenty connections of the suite. */
#define REPLIES_MAX (SERVER_PUBLIC_MAX * REPLIES_PEER_MAX + 20 * REPLIES_SUITE_MAX)

struct waiting_reply {
	struct server_peer *peer;
	uint32_t id;
	uint64_t number; /* of the last of its events */
	int error;	 /* of one that was refused and has none */
	char sentence[WIRE_SENTENCE_MAX];
};

struct replies {
	struct waiting_reply *list; /* in the order of the requests; owned */
	unsigned n, room;
};

/* True when this peer may have one more. */
bool replies_allow(const struct replies *r, const struct server_peer *peer);

/* Notes one; -ENOBUFS or -ENOMEM when there is no place for it. */
int replies_add(struct replies *r, struct server_peer *peer, uint32_t id, uint64_t number,
		const char *sentence);

/*
 * Notes a refusal behind what this peer has waiting, so that its replies come in the order of its
 * requests; false when nothing of it waits, or there is no place.
 */
bool replies_add_behind(struct replies *r, struct server_peer *peer, uint32_t id, int error,
			const char *sentence);

/* Sends those whose events are on the disk; all of them with EIO when `trouble` says why nothing
 * gets there, NULL otherwise. */
void replies_send(struct replies *r, struct server *server, uint64_t committed,
		  const char *trouble);

/* The peer went. */
void replies_forget(struct replies *r, const struct server_peer *peer);
void replies_done(struct replies *r);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Each event to the system's log, after its commit: a reader of the journal like any other, with a
 * cursor of its own. The cursor is kept after the sending, ten seconds later at most: a kill in
 * between sends the same events, with their numbers, once more, and none is left out. Under systemd
 * by the journal's native protocol, elsewhere as RFC 5424 to /dev/log. $RMCU_SYSLOG names another
 * socket (tests), with "native:" or "5424:" before its path; "none" is none.
 */
#include "daemons/alarmd/journal/journal.h"
#include "lib/wire/msg.h"

struct syslog {
	int fd; /* connected datagram socket, -1 for none */
	bool native;
	uint64_t at;   /* number of the next event */
	uint64_t kept; /* the last one that the journal knows we have sent */
	char path[108];
};

void syslog_open(struct syslog *l);
void syslog_close(struct syslog *l);

/* Begins with this event. */
void syslog_from(struct syslog *l, uint64_t number);

/*
 * Sends what is committed and was not sent. True when some is left, because the socket has no room
 * or is not there: try again later. `table` gives the names of channels.
 */
bool syslog_run(struct syslog *l, struct journal *j, const struct msg_hello *table);

/* The head of the chain, which is an event's number and hash again; false when it could not be
 * sent. */
bool syslog_head(struct syslog *l, struct instant now, uint64_t head,
		 const uint8_t hash[EVENT_HASH_SIZE]);

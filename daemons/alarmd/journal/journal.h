// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The event journal: events.db, and the one thread of alarmd that waits for the disk. Events are
 * numbered and chained when they are added, committed in groups by the thread, and told as
 * committed through a descriptor.
 *
 *   journal.c  what the loop calls: numbering, the queue, pages of old events
 *   disk.c     the thread: takes what waits, one transaction, says so; retries while there is no
 * room store.c    the SQLite file: tables, statements, checks, setting aside, pruning page.c
 * ready-made packets: the newest events, and one page of older ones
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/event.h"

struct journal;

#define JOURNAL_ID_SIZE 16
/* Things beside the events that change with them, in the same transaction: alarm states, cursors.
 */
#define JOURNAL_KEY_MAX	 64
#define JOURNAL_KEPT_MAX 1024

struct journal_limits {
	uint64_t rows; /* the oldest ones beyond these are pruned */
	int64_t age_us;
};

struct journal_status {
	uint8_t id[JOURNAL_ID_SIZE];
	uint64_t anchor; /* number before the first row kept; 0 at the beginning */
	uint8_t anchor_hash[EVENT_HASH_SIZE];
	uint64_t head; /* number of the last event committed */
	uint8_t head_hash[EVENT_HASH_SIZE];
	uint64_t waiting;  /* added, not yet committed */
	uint64_t lost;	   /* not even kept in memory, since the disk has no room */
	uint64_t bytes;	   /* of the file */
	bool ready;	   /* opened, and what was kept has been read */
	char trouble[256]; /* "" when all is well: one sentence */
};

/*
 * Starts the thread, which opens or makes events.db in `folder`. What was kept is handed to `kept`,
 * a call for each key, in the caller's thread from journal_ready(), before the status says ready.
 */
struct journal_calls {
	void (*kept)(void *ctx, const char *key, const void *bytes, size_t len);
	/* All of them were handed over: from now on events may be added. `instance_new` when the
	 * file was made anew. */
	void (*opened)(void *ctx, bool fresh, const char *set_aside);
	/* Everything up to this number is on the disk, in order, each once. */
	void (*committed)(void *ctx, const struct event *e);
	/* After a group was told, a page was read, or the status changed. */
	void (*moved)(void *ctx);
};
int journal_new(const char *folder, const struct journal_limits *limits,
		const struct journal_calls *calls, void *ctx, struct journal **ret_journal);
/* Commits what waits if it can within a second, and ends the thread. */
struct journal *journal_free(struct journal *j);

/* A descriptor that is readable when journal_ready() has something to do. */
int journal_fd(const struct journal *j);
void journal_ready(struct journal *j);

/*
 * Numbers and chains the event and queues it. Returns its number, or 0 when the queue is full: then
 * it is lost and counted. Never waits.
 */
uint64_t journal_add(struct journal *j, struct event *e);

/* With the next transaction, keeps these bytes under the key; len 0 forgets it. 0 or -ENOMEM. */
int journal_keep(struct journal *j, const char *key, const void *bytes, size_t len);

void journal_set_limits(struct journal *j, const struct journal_limits *limits);
void journal_get_status(const struct journal *j, struct journal_status *ret_status);

/*
 * The packet of the event at *at, and *at moves on; a gap when it was pruned. 0 when it is not
 * committed yet, or not in memory: then it is being read, and `moved` tells when to ask again.
 */
int journal_packet(struct journal *j, uint64_t *at, void *buf, size_t size);

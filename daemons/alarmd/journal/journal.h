// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The event journal: events.db, and the one thread of alarmd that waits for the disk. Events are
 * numbered and chained when they are added, committed in groups by the thread, and told as
 * committed through a descriptor.
 *
 *   journal.c   what the loop calls: numbering, the queue, what was committed
 *   readers.c   which events readers are given, and which pages they wait for
 *   handover.c  what goes between the loop and the thread
 *   disk.c      the thread: takes what waits, one transaction, says so; tries again while there is
 *               no room
 *   writer*.c   what is written, and into which file: opening, setting aside, beginning anew
 *   store*.c    the SQLite file: tables, statements, checks, pruning; rows.c an event as its row
 *   aside.c     files that were set aside, and the file `head`
 *   packets.c   ready-made packets: what waits, and the newest ones
 *   page.c      a page of older ones
 *   keys.c      what is kept beside the events
 *   prune.c     how much may leave because of its age
 *   verify.c    the chain of a file that nobody has open
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
/* What waits for the disk: a thousand events, more than anyone reads who has a full disk. */
#define JOURNAL_QUEUE_BYTES ((size_t)256 * 1024)
/* The newest ones, for readers that follow: about five hundred. */
#define JOURNAL_NEWEST_BYTES ((size_t)120 * 1024)
/* Positions at which readers wait for a page; more of them ask again. */
#define JOURNAL_READERS_MAX 64

struct journal_limits {
	uint64_t rows;	/* beyond these a part of the oldest ones leaves */
	int64_t age_us; /* what is so much older than the newest one leaves; 0: however old */
};

struct journal_status {
	uint8_t id[JOURNAL_ID_SIZE];
	uint64_t anchor; /* number before the first row kept; 0 at the beginning */
	uint8_t anchor_hash[EVENT_HASH_SIZE];
	uint64_t head; /* number of the last event committed */
	uint8_t head_hash[EVENT_HASH_SIZE];
	uint64_t waiting;  /* added, not yet committed */
	uint64_t lost;	   /* not even kept in memory, since the disk has no room */
	uint64_t bytes;	   /* of the file and its log */
	bool stuck;	   /* nothing can be written: `trouble` says why */
	bool ready;	   /* opened, and what was kept has been read */
	bool checked;	   /* the whole file was looked at since it was opened, and is sound */
	char trouble[256]; /* "" when all is well: one sentence */
};

/*
 * All are called from journal_ready() alone, in the caller's thread, and may call the journal. Any
 * may be NULL.
 */
struct journal_calls {
	/* What was kept, a call for each key, before `opened`. */
	void (*kept)(void *ctx, const char *key, const void *bytes, size_t len);
	/*
	 * All of them were handed over: from now on events may be added. `fresh` when the file was
	 * made anew, `set_aside` the name of the one that was damaged, "" otherwise. A file that
	 * cannot be opened is told as trouble, and is no reason to wait: then nothing was kept, and
	 * events stay in memory until it can.
	 */
	void (*opened)(void *ctx, bool fresh, const char *set_aside);
	/* Everything up to this number is on the disk, in order, each once. */
	void (*committed)(void *ctx, const struct event *e);
	/* After a group was told, a page was read, or the status changed. */
	void (*moved)(void *ctx);
	/* A file begins, at the opening or later; `set_aside` as above. Later without one set
	 * aside: it was taken away. */
	void (*begun)(void *ctx, const char *set_aside);
};

/*
 * Starts the thread, which opens or makes events.db in `folder`, and that where it is missing. A
 * damaged file is set aside and another one goes on numbering; also later, when the damage shows
 * only then, or somebody takes the file away. The journal writes the event that says so itself: the
 * first one of the new file, or else the next one.
 */
int journal_new(const char *folder, const struct journal_limits *limits,
		const struct journal_calls *calls, void *ctx, struct journal **ret_journal);
/* Makes one attempt to commit what waits, and ends the thread; one that hangs it leaves behind, and
 * the log says what is not written. Nothing is called any more. */
struct journal *journal_free(struct journal *j);

/* A descriptor that is readable when journal_ready() has something to do. */
int journal_fd(const struct journal *j);
/*
 * Hands what was added and kept since the last time to the thread, as one transaction, and tells
 * what the thread has done. So what belongs together is added and kept in one callback of the loop.
 */
void journal_ready(struct journal *j);

/*
 * Numbers and chains the event and queues it. Returns its number, or 0 when the queue is full or
 * the journal is not opened yet: then it is lost and counted, and an event says how many were, as
 * soon as there is room. Never waits.
 */
uint64_t journal_add(struct journal *j, struct event *e);

/*
 * Keeps these bytes under the key; len 0 forgets it. In the transaction of the events that are
 * added with it; alone it waits for one, ten seconds at most. -ENOMEM, or -EINVAL when too long.
 */
int journal_keep(struct journal *j, const char *key, const void *bytes, size_t len);

void journal_set_limits(struct journal *j, const struct journal_limits *limits);
void journal_get_status(const struct journal *j, struct journal_status *ret_status);

/*
 * The packet of the event at *at, and *at moves on; a gap when it was pruned or cannot be read any
 * more. UINT64_MAX is the next one to come. 0 when it is not committed yet, or not in memory: then
 * it is being read, and `moved` tells when to ask again.
 */
int journal_packet(struct journal *j, uint64_t *at, void *buf, size_t size);

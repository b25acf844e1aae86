// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The file events.db, version 1: what stands in it, and what is asked of it. All of this waits for
 * the disk. Errors are errnos: -EUCLEAN is a file that is damaged, anything else may pass.
 *
 *	journal  one row: format, id, created_us, predecessor, anchor, anchor_hash
 *	events   a row for each event behind the anchor (rows.h)
 *	kept     key, bytes
 */
#include <stdbool.h>

#include "daemons/alarmd/journal/journal.h"
#include "daemons/alarmd/journal/keys.h"
#include "daemons/alarmd/journal/page.h"
#include "daemons/alarmd/journal/prune.h"
#include "lib/db/db.h"
#include "lib/wire/chain_walk.h"

#define STORE_NAME   "events.db"
#define STORE_FORMAT 1
/* What is pruned and what is walked at a time: a commit does not wait for more. */
#define STORE_CHUNK 256
/* Numbers beyond are not ours: SQLite's are signed. */
#define STORE_NUMBER_MAX (UINT64_MAX / 4)
/* Which file something is; zeros for none. */
struct store_file {
	uint64_t device, inode;
};

struct store {
	sqlite3 *db;
	struct store_file file, log; /* as they were opened */
	uint8_t id[JOURNAL_ID_SIZE];
	struct chain_mark anchor, head;		  /* on the disk */
	struct chain_mark next_anchor, next_head; /* with what the transaction holds */
	sqlite3_stmt *add, *keep, *forget;
	/* true: what only reads is to end at once */
	bool (*hurry)(void *ctx);
	void *ctx;
};

/* What a new file begins with. */
struct store_begin {
	struct chain_mark anchor;
	const char *predecessor; /* a file's name, or "" */
	const struct keys *kept;
	int64_t now_us; /* wall clock */
};

/* Makes the file, under another name first: a crash leaves none or a whole one. */
int store_create(const char *folder, const struct store_begin *b);

/*
 * Opens the file. -ENOENT: it is not there; -EPROTO: it is of a newer format, and was left alone.
 * That its inside is sound is store_check()'s and store_walk()'s to say.
 */
int store_open(const char *folder, struct store **ret_store);

/* With `clean` everything is written into the one file. Without, it stays as it is. */
struct store *store_free(struct store *s, bool clean);

/* A transaction: begin, any of these, commit; after an error rollback. */
int store_begin(struct store *s);
int store_add(struct store *s, const struct event *e);
int store_keep(struct store *s, const struct key *k);
/* Takes the oldest out; `newest` is what their age is measured from, NULL when it has no time. */
int store_prune(struct store *s, const struct journal_limits *limits, const struct event *newest,
		struct prune *prune, int64_t now_us);
int store_commit(struct store *s);
void store_rollback(struct store *s);

/* store_files.c */
/* Notes which files are open. */
void store_remember_files(struct store *s, const char *folder);

/*
 * -EUCLEAN when the file or its log is not the one any more that is open: somebody took it away or
 * put another one there, and what is written goes nowhere. After a commit.
 */
int store_still_there(struct store *s, const char *folder);

/* Bytes on the disk. */
uint64_t store_bytes(const char *folder);

/* store_read.c */
/* Everything that is kept. */
int store_load(struct store *s, struct keys *ret_keys);
/* The events from `from` on, at most a page. */
int store_page(struct store *s, uint64_t from, struct page **ret_page);
/* Whether the structure of the whole file is sound; -EINTR when there was no time. */
int store_check(struct store *s);
/* Follows the chain for a chunk, up to `upto`; -EUCLEAN at a break. */
int store_walk(struct store *s, struct chain_walk *w, uint64_t upto);
/* What can be had of a file that does not open: the last event, and what is kept. */
void store_salvage(const char *folder, struct chain_mark *ret_last, struct keys *ret_keys);

/*
 * Of a connection, for the other files of the store: our settings, and what stands
 * where.
 */
extern const char store_settings[];
/* -EPROTO for one that is newer than we are. */
int store_format(sqlite3 *db);
int store_anchor(sqlite3 *db, uint8_t ret_id[JOURNAL_ID_SIZE], struct chain_mark *ret_anchor);
/* The event with the highest number; -ENODATA when there is none. */
int store_last(sqlite3 *db, struct event *ret_event);
int store_hash_of(sqlite3 *db, uint64_t number, uint8_t ret_hash[EVENT_HASH_SIZE]);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The oldest events leave events.db, a chunk in a transaction, and the anchor moves with them. */
#include <errno.h>

#include "daemons/alarmd/journal/rows.h"
#include "daemons/alarmd/journal/store.h"
#include "lib/base/util.h"

/* Parts of the journal that leave at once. What is too old may be half of an hour's growth. */
#define SURPLUS_PART 16
#define OLD_PART     64

static int wall_of(struct store *s, uint64_t number, int64_t *ret_wall_us)
{
	AUTO_STATEMENT sqlite3_stmt *statement = NULL;
	int rc, r = db_prepare(s->db, "SELECT wall_us FROM events WHERE number = ?", &statement);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(statement, 1, (int64_t)number);
	rc = sqlite3_step(statement);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? -EUCLEAN : db_error(s->db, rc);
	*ret_wall_us = sqlite3_column_int64(statement, 0);
	return 0;
}

/* How many of the oldest events, at most `most`, are from before this moment. */
static int count_older(struct store *s, int64_t wall_us, uint64_t most, uint64_t *ret_n)
{
	AUTO_STATEMENT sqlite3_stmt *statement = NULL;
	uint64_t n = 0;
	int rc, r = db_prepare(s->db,
			       "SELECT wall_us FROM events WHERE number > ?"
			       " ORDER BY number LIMIT ?",
			       &statement);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(statement, 1, (int64_t)s->next_anchor.number);
	(void)sqlite3_bind_int64(statement, 2, (int64_t)most);
	while ((rc = sqlite3_step(statement)) == SQLITE_ROW &&
	       sqlite3_column_int64(statement, 0) < wall_us)
		n++;
	*ret_n = n;
	return rc == SQLITE_ROW ? 0 : db_error(s->db, rc);
}

static int delete_upto(struct store *s, uint64_t number)
{
	AUTO_STATEMENT sqlite3_stmt *delete = NULL;
	AUTO_STATEMENT sqlite3_stmt *move = NULL;
	struct chain_mark anchor = { .number = number };
	int r = store_hash_of(s->db, number, anchor.hash);

	if (r == 0)
		r = db_prepare(s->db, "DELETE FROM events WHERE number <= ?", &delete);
	if (r == 0)
		r = db_prepare(s->db, "UPDATE journal SET anchor = ?, anchor_hash = ?", &move);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(delete, 1, (int64_t)number);
	r = db_step(delete);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(move, 1, (int64_t)number);
	(void)sqlite3_bind_blob(move, 2, anchor.hash, sizeof(anchor.hash), SQLITE_STATIC);
	r = db_step(move);
	if (r == 0)
		s->next_anchor = anchor;
	return r;
}

/* Of a journal of so many rows so many leave at once: one at a time would cost a write each. */
static uint64_t part(uint64_t rows, unsigned divisor)
{
	return MIN(MAX(rows / divisor, 1), STORE_CHUNK);
}

/* How many of the oldest are too old; none before it is worth while. */
static int count_old(struct store *s, int64_t before_us, uint64_t rows, uint64_t allowed,
		     uint64_t *ret_n)
{
	uint64_t most = MIN(allowed, STORE_CHUNK), least = part(rows, OLD_PART), n = 0;
	int64_t wall_us;
	int r;

	*ret_n = 0;
	if (most < least || rows <= least)
		return 0;
	/* the last one of these says whether it is worth a look at all of them */
	r = wall_of(s, s->next_anchor.number + least, &wall_us);
	if (r == 0 && wall_us < before_us)
		r = count_older(s, before_us, most, &n);
	if (r == 0 && n >= least)
		*ret_n = n;
	return r;
}

int store_prune(struct store *s, const struct journal_limits *limits, const struct event *newest,
		struct prune *prune, int64_t now_us)
{
	uint64_t rows = s->next_head.number - s->next_anchor.number;
	uint64_t n = 0, old = 0;
	int r = 0;

	if (rows > limits->rows)
		n = MIN(rows - limits->rows + part(limits->rows, SURPLUS_PART) - 1, STORE_CHUNK);
	if (n == 0 && newest && limits->age_us > 0 && newest->now.wall_us > limits->age_us)
		r = count_old(s, newest->now.wall_us - limits->age_us, rows,
			      prune_allowance(prune, rows, now_us), &old);
	if (r < 0)
		return r;
	if (old > 0)
		prune_spend(prune, rows, old);
	/* the newest one stays, whatever the limits say: the chain hangs on it */
	n = MIN(MAX(n, old), rows > 0 ? rows - 1 : 0);
	return n > 0 ? delete_upto(s, s->next_anchor.number + n) : 0;
}

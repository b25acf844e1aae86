// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A list of orders, written in one transaction. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/loggerd/store/store.h"
#include "lib/base/cleanup.h"
#include "lib/base/util.h"

static int apply_clock(struct store *s, const struct order_clock *c)
{
	int r = 0;

	/* those of an earlier boot stay what they are: nobody knows when that was */
	if (s->state.unset_from >= 0 &&
	    memcmp(s->state.unset_boot, c->boot, sizeof(c->boot)) == 0) {
		r = log_settle(s, c);
		if (r == 0)
			r = seconds_settle(s, c);
	}
	s->state.unset_from = -1;
	return r;
}

/* Remembered for good with the commit: what of the list came before it is about the old one. */
static int apply_table(struct store *s, const struct order_table *t)
{
	if (!s->fresh)
		s->fresh = malloc(sizeof(*s->fresh));
	if (!s->fresh)
		return -ENOMEM;
	*s->fresh = *t;
	return columns_take(s, t);
}

/* What the transaction said of the table holds from now on, or never did. */
static void settle_table(struct store *s, bool committed)
{
	if (committed && s->fresh) {
		free(s->table);
		s->table = TAKE_PTR(s->fresh);
	}
	free(s->fresh);
	s->fresh = NULL;
}

static int apply_clear(struct store *s, const struct order_audit *a)
{
	int r = log_clear(s);

	return r < 0 ? r : audits_add(s, a);
}

static int apply_delete(struct store *s, const struct order_audit *a)
{
	int r = log_delete(s, a->file);

	if (r == 0)
		return audits_add(s, a);
	if (r != -ENOENT)
		return r;
	/* dropped meanwhile, or never there: no reason to write nothing else */
	if (s->n_missing < STORE_MISSING_MAX)
		s->missing[s->n_missing++] = a->file;
	return 0;
}

static int apply(struct store *s, const struct order *o)
{
	switch (o->kind) {
	case ORDER_TABLE:
		return apply_table(s, &o->table);
	case ORDER_SECOND:
		return seconds_add(s, &o->second);
	case ORDER_MINUTE:
		return minutes_add(s, &o->minute);
	case ORDER_LOG:
		return log_add(s, &o->log);
	case ORDER_CHUNK:
		return boxes_add_chunk(s, &o->chunk);
	case ORDER_BOX:
		return boxes_add(s, &o->box);
	case ORDER_EVENT:
		s->state.event = o->number;
		return 0;
	case ORDER_CLOCK:
		return apply_clock(s, &o->clock);
	case ORDER_CLEAR:
		return apply_clear(s, &o->audit);
	case ORDER_DELETE:
		return apply_delete(s, &o->audit);
	case ORDER_TOLD:
		return audits_told(s, o->number);
	}
	return 0;
}

/* Bytes that the kernel has written for us to the card, or is about to (proc_pid_io(5)). */
static uint64_t bytes_written(void)
{
	AUTO_FCLOSE FILE *f = fopen("/proc/self/io", "re");
	char line[64];
	unsigned long long v;

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "write_bytes: %llu", &v) == 1)
			return v;
	return 0;
}

static void count_written(struct store *s)
{
	uint64_t now = bytes_written();

	if (now > s->written_before)
		s->state.written += (int64_t)(now - s->written_before);
	s->written_before = now;
}

static int write_state(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db,
			   "UPDATE state SET second = ?, log_row = ?, file = ?, event = ?,"
			   " chunk = ?, box = ?, unset_from = ?, unset_log = ?, unset_boot = ?,"
			   " written = ?",
			   &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, s->state.second);
	(void)sqlite3_bind_int64(q, 2, s->state.log_row);
	(void)sqlite3_bind_int64(q, 3, s->state.file);
	(void)sqlite3_bind_int64(q, 4, s->state.event);
	(void)sqlite3_bind_int64(q, 5, s->state.chunk);
	(void)sqlite3_bind_int64(q, 6, s->state.box);
	(void)sqlite3_bind_int64(q, 7, s->state.unset_from);
	(void)sqlite3_bind_int64(q, 8, s->state.unset_log);
	(void)sqlite3_bind_blob(q, 9, s->state.unset_boot, sizeof(s->state.unset_boot),
				SQLITE_STATIC);
	(void)sqlite3_bind_int64(q, 10, s->state.written);
	return db_step(q);
}

static int apply_all(struct store *s, const struct orders *orders)
{
	struct order *o = malloc(sizeof(*o));
	size_t at = 0;
	int r = o ? 0 : -ENOMEM;

	while (r == 0 && orders_next(orders, &at, o))
		r = apply(s, o);
	free(o);
	if (r == 0)
		r = log_keep_file(s);
	return r < 0 ? r : log_prune(s);
}

/* What is remembered, after a transaction that came to nothing; the table of channels with it. */
static int load_again(struct store *s)
{
	int r = store_load(s);

	return r == 0 && s->table ? columns_take(s, s->table) : r;
}

int store_apply(struct store *s, const struct orders *orders)
{
	int r = db_run(s->db, "BEGIN IMMEDIATE");

	if (r < 0)
		return r;
	s->n_missing = 0;
	r = s->reload ? load_again(s) : 0;
	s->reload = false;
	if (r == 0)
		r = apply_all(s, orders);
	count_written(s);
	if (r == 0)
		r = write_state(s);
	if (r == 0)
		r = db_run(s->db, "COMMIT");
	settle_table(s, r == 0);
	if (r == 0)
		return 0;
	s->reload = true;
	/* some errors have done it already */
	if (!sqlite3_get_autocommit(s->db))
		(void)db_run(s->db, "ROLLBACK");
	return r;
}

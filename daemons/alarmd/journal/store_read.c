// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Reading events.db: what is kept, pages, checks, and what a damaged one still gives. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/alarmd/journal/rows.h"
#include "daemons/alarmd/journal/store.h"

/* Steps between two looks at whether to end: some milliseconds of a slow card. */
#define HURRY_STEPS 2000

static int load_keys(sqlite3 *db, struct keys *keys)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	int rc, r = db_prepare(db, "SELECT key, bytes FROM kept", &s);

	if (r < 0)
		return r;
	while ((rc = sqlite3_step(s)) == SQLITE_ROW && keys->size < KEYS_SIZE_MAX) {
		const char *name = (const char *)sqlite3_column_text(s, 0);
		const void *bytes = sqlite3_column_blob(s, 1);
		int len = sqlite3_column_bytes(s, 1);

		if (name && bytes && keys_put(keys, name, bytes, (size_t)len) == -ENOMEM)
			return -ENOMEM;
	}
	return db_error(db, rc);
}

int store_load(struct store *s, struct keys *ret_keys)
{
	struct keys keys = { 0 };
	int r = load_keys(s->db, &keys);

	if (r < 0)
		keys_done(&keys);
	else
		*ret_keys = keys;
	return r;
}

static int hurried(void *arg)
{
	struct store *s = arg;

	return s->hurry && s->hurry(s->ctx);
}

static void may_be_hurried(struct store *s, bool on)
{
	sqlite3_progress_handler(s->db, on ? HURRY_STEPS : 0, on ? hurried : NULL, s);
}

/* Fills the page from the rows that there are; what is not there is a gap. */
static int fill_page(sqlite3_stmt *s, uint64_t from, uint64_t head, struct page *p)
{
	uint64_t expected = from;
	struct event e;
	int rc = SQLITE_DONE;

	while (!page_full(p) && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		uint64_t number = (uint64_t)sqlite3_column_int64(s, 0);
		int r = rows_read(s, &e);

		if (r == -ENOMEM)
			return r;
		if (number > expected)
			page_add_gap(p, expected, number);
		if (r < 0)
			page_add_gap(p, number, number + 1);
		else
			page_add(p, &e);
		expected = number + 1;
	}
	if (expected == from && from <= head)
		page_add_gap(p, from, head + 1);
	return db_error(sqlite3_db_handle(s), rc);
}

int store_page(struct store *s, uint64_t from, struct page **ret_page)
{
	AUTO_STATEMENT sqlite3_stmt *statement = NULL;
	struct page *p;
	int r = db_prepare(s->db,
			   "SELECT " ROWS_COLUMNS
			   " FROM events WHERE number >= ? ORDER BY number LIMIT ?",
			   &statement);

	if (r == 0)
		r = page_new(&p);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(statement, 1, (int64_t)from);
	(void)sqlite3_bind_int(statement, 2, PAGE_EVENTS);
	r = fill_page(statement, from, s->head.number, p);
	if (r < 0)
		free(p);
	else
		*ret_page = page_shrink(p);
	return r;
}

int store_check(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *statement = NULL;
	int rc, r = db_prepare(s->db, "PRAGMA quick_check(1)", &statement);
	const char *verdict;

	if (r < 0)
		return r;
	may_be_hurried(s, true);
	rc = sqlite3_step(statement);
	may_be_hurried(s, false);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? -EUCLEAN : db_error(s->db, rc);
	verdict = (const char *)sqlite3_column_text(statement, 0);
	return verdict && strcmp(verdict, "ok") == 0 ? 0 : -EUCLEAN;
}

int store_walk(struct store *s, struct chain_walk *w, uint64_t upto)
{
	AUTO_STATEMENT sqlite3_stmt *statement = NULL;
	uint64_t before = w->at.number;
	struct event e;
	int rc, r = db_prepare(s->db,
			       "SELECT " ROWS_COLUMNS " FROM events WHERE number > ? AND"
			       " number <= ? ORDER BY number LIMIT ?",
			       &statement);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(statement, 1, (int64_t)before);
	(void)sqlite3_bind_int64(statement, 2, (int64_t)upto);
	(void)sqlite3_bind_int(statement, 3, STORE_CHUNK);
	while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
		r = rows_read(statement, &e);
		if (r < 0)
			return r;
		if (chain_walk_next(w, &e) != CHAIN_HOLDS)
			return -EUCLEAN;
	}
	r = db_error(s->db, rc);
	/* nothing where there should be something */
	return r == 0 && w->at.number == before && before < upto ? -EUCLEAN : r;
}

void store_salvage(const char *folder, struct chain_mark *ret_last, struct keys *ret_keys)
{
	struct event last;
	char path[PATH_MAX];
	sqlite3 *db;

	*ret_last = (struct chain_mark){ 0 };
	*ret_keys = (struct keys){ 0 };
	(void)snprintf(path, sizeof(path), "%s/" STORE_NAME, folder);
	if (db_connect(path, SQLITE_OPEN_READWRITE, true, &db) < 0)
		return;
	if (store_last(db, &last) == 0 && last.number <= STORE_NUMBER_MAX) {
		ret_last->number = last.number;
		memcpy(ret_last->hash, last.hash, sizeof(last.hash));
	}
	/* what comes before an error is taken too: every value is looked at again by its owner */
	(void)load_keys(db, ret_keys);
	(void)sqlite3_close(db);
}

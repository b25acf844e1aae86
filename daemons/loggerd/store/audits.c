// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * Who emptied the log or deleted a file of it. Kept in the transaction that did it, until the
 * journal has it: a kill between the two must not make it unseen.
 */
#include "daemons/loggerd/store/store.h"
#include "lib/base/util.h"

int audits_prepare(struct store *s)
{
	/* files of before have no such table */
	return db_run(s->db, "CREATE TABLE IF NOT EXISTS audits (audit INTEGER PRIMARY KEY,"
			     " mark INTEGER NOT NULL, file INTEGER NOT NULL,"
			     " wall_us INTEGER NOT NULL, name TEXT NOT NULL,"
			     " address TEXT NOT NULL, door TEXT NOT NULL, text TEXT NOT NULL)");
}

int audits_add(struct store *s, const struct order_audit *a)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db, "INSERT INTO audits VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, (int64_t)a->mark);
	(void)sqlite3_bind_int64(q, 2, a->file);
	(void)sqlite3_bind_int64(q, 3, a->wall_us);
	(void)sqlite3_bind_text(q, 4, a->actor.name, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(q, 5, a->actor.address, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(q, 6, a->actor.door, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(q, 7, a->text, -1, SQLITE_STATIC);
	return db_step(q);
}

int audits_told(struct store *s, int64_t mark)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db, "DELETE FROM audits WHERE mark = ?", &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, mark);
	return db_step(q);
}

static void read_audit(sqlite3_stmt *q, struct store_status *ret)
{
	struct order_audit *a = &ret->oldest_audit;

	a->mark = (uint64_t)sqlite3_column_int64(q, 0);
	a->file = sqlite3_column_int64(q, 1);
	a->wall_us = sqlite3_column_int64(q, 2);
	db_text(q, 3, a->actor.name, sizeof(a->actor.name));
	db_text(q, 4, a->actor.address, sizeof(a->actor.address));
	db_text(q, 5, a->actor.door, sizeof(a->actor.door));
	db_text(q, 6, a->text, sizeof(a->text));
}

int audits_status(struct store *s, struct store_status *ret)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int64_t n;
	int rc, r = db_ask(s->db, "SELECT count(*) FROM audits", &n);

	if (r == 0)
		r = db_prepare(s->db,
			       "SELECT mark, file, wall_us, name, address, door, text"
			       " FROM audits ORDER BY audit LIMIT 1",
			       &q);
	if (r < 0)
		return r;
	ret->audits = (uint32_t)n;
	ret->oldest_audit.mark = 0;
	rc = sqlite3_step(q);
	if (rc == SQLITE_ROW)
		read_audit(q, ret);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : db_error(s->db, rc);
}

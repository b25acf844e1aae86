// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <inttypes.h>

#include "daemons/loggerd/store/store.h"
#include "lib/base/util.h"

/* What the values of a frame are, in their order; -1 is a channel without a name. */
static void list_definitions(const struct store *s, struct text *out)
{
	for (unsigned i = 0; i < s->n; i++)
		text_printf(out, "%s%" PRId64, i ? "," : "",
			    s->columns[i] < 0 ? INT64_C(-1) : s->defs[i]);
}

int boxes_add_chunk(struct store *s, const struct order_chunk *c)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	AUTO_TEXT struct text defs = TEXT_INIT;
	int r;

	if (s->limits.sizes.chunks == 0)
		return 0;
	list_definitions(s, &defs);
	r = db_prepare(s->db, "INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?, ?)", &q);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, history_slot(c->chunk, s->limits.sizes.chunks));
	(void)sqlite3_bind_int64(q, 2, c->chunk);
	(void)sqlite3_bind_int64(q, 3, c->t_us);
	(void)sqlite3_bind_text(q, 4, text_get(&defs), -1, SQLITE_STATIC);
	(void)sqlite3_bind_blob(q, 5, c->frames, (int)c->len, SQLITE_STATIC);
	r = db_step(q);
	if (r == 0)
		s->state.chunk = MAX(s->state.chunk, c->chunk + 1);
	return r;
}

/* Those beyond the number that is kept, and those whose beginning was overwritten. */
static int prune(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db, "DELETE FROM boxes WHERE box <= ? OR first < ?", &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, s->state.box - 1 - (int64_t)s->limits.boxes);
	(void)sqlite3_bind_int64(q, 2, s->state.chunk - (int64_t)s->limits.sizes.chunks);
	return db_step(q);
}

int boxes_add(struct store *s, const struct order_box *b)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r;

	if (s->limits.boxes == 0)
		return 0;
	r = db_prepare(s->db, "INSERT INTO boxes VALUES (?, ?, ?, ?, ?, ?, ?)", &q);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, s->state.box++);
	(void)sqlite3_bind_int64(q, 2, b->event);
	(void)sqlite3_bind_text(q, 3, b->alarm, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(q, 4, b->channel, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(q, 5, b->t_us);
	(void)sqlite3_bind_int64(q, 6, b->first);
	(void)sqlite3_bind_int64(q, 7, b->last);
	r = db_step(q);
	return r < 0 ? r : prune(s);
}

int boxes_status(struct store *s, struct store_status *ret)
{
	int64_t boxes, promised;
	int r = db_ask(s->db, "SELECT count(*) FROM boxes", &boxes);

	/* what a kill took away of a box is not to be filled with another one's */
	if (r == 0)
		r = db_ask(s->db, "SELECT max(last) + 1 FROM boxes", &promised);
	if (r < 0)
		return r;
	ret->boxes = (uint32_t)boxes;
	ret->chunk = MAX(s->state.chunk, promised);
	return 0;
}

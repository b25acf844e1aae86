// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/ring.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/base/util.h"

static int add_stretch(struct ring *ring, int64_t first)
{
	int64_t *more = realloc(ring->stretches, (ring->n + 1) * sizeof(*more));

	if (!more)
		return -ENOMEM;
	ring->stretches = more;
	more[ring->n++] = first;
	return 0;
}

/* Those that reach into the ring: the last one that begins before it, and all behind. */
static int load_stretches(struct history *h, struct ring *ring)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	int rc, r = db_prepare(h->db, "SELECT first FROM stretches ORDER BY first", &s);

	if (r == 0)
		r = add_stretch(ring, ring->first);
	while (r == 0 && (rc = sqlite3_step(s)) != SQLITE_DONE) {
		sqlite3_int64 first = sqlite3_column_int64(s, 0);

		r = rc == SQLITE_ROW ? 0 : db_error(h->db, rc);
		if (r == 0 && first > ring->first && first < ring->next)
			r = add_stretch(ring, first);
	}
	return r;
}

int ring_load(struct history *h, struct ring *ret)
{
	struct history_state state;
	int r = history_read_state(h->db, &state);

	*ret = (struct ring){ 0 };
	if (r < 0)
		return r;
	ret->next = state.second;
	ret->first = history_first_row(&state, &h->sizes);
	r = load_stretches(h, ret);
	if (r == 0)
		r = db_prepare(h->db, "SELECT t FROM seconds WHERE slot = ?", &ret->time);
	if (r < 0)
		ring_done(ret);
	return r;
}

void ring_done(struct ring *ring)
{
	(void)sqlite3_finalize(ring->time);
	free(ring->stretches);
	*ring = (struct ring){ 0 };
}

void ring_stretch(const struct ring *ring, unsigned i, int64_t *ret_from, int64_t *ret_to)
{
	*ret_from = ring->stretches[i];
	*ret_to = i + 1 < ring->n ? ring->stretches[i + 1] : ring->next;
}

static int time_of(struct history *h, const struct ring *ring, int64_t row, int64_t *ret_t)
{
	sqlite3_int64 t;
	int r;

	(void)sqlite3_bind_int64(ring->time, 1, history_slot(row, h->sizes.seconds));
	r = db_number(ring->time, &t);
	/* a row of the ring that is not there: nobody but a damage takes it away */
	if (r == -ENODATA)
		return -EUCLEAN;
	*ret_t = t;
	return r;
}

int ring_seek(struct history *h, const struct ring *ring, int64_t from, int64_t to, int64_t t,
	      int64_t *ret_row)
{
	while (from < to) {
		int64_t middle = from + (to - from) / 2, at;
		int r = time_of(h, ring, middle, &at);

		if (r < 0)
			return r;
		if (at < t)
			from = middle + 1;
		else
			to = middle;
	}
	*ret_row = from;
	return 0;
}

int ring_ends(struct history *h, const struct ring *ring, int64_t *ret_first, int64_t *ret_last)
{
	*ret_first = *ret_last = 0;
	for (unsigned i = 0; i < ring->n; i++) {
		int64_t from, to, row, t;
		int r;

		ring_stretch(ring, i, &from, &to);
		r = ring_seek(h, ring, from, to, HISTORY_TIME_SET, &row);
		if (r < 0)
			return r;
		if (row == to)
			continue;
		r = time_of(h, ring, row, &t);
		if (r == 0 && (*ret_first == 0 || t < *ret_first))
			*ret_first = t;
		if (r == 0)
			r = time_of(h, ring, to - 1, &t);
		if (r < 0)
			return r;
		*ret_last = MAX(*ret_last, t);
	}
	return 0;
}

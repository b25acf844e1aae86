// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/ring.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/base/util.h"

/* Places of a range at which ring_spacing() looks: each costs as many reads as the ring has bits.
 */
#define LOOKS	 16
#define MINUTE_S INT64_C(60)

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

static int64_t middle_of(int64_t a, int64_t b, int64_t c)
{
	return MAX(MIN(a, b), MIN(MAX(a, b), c));
}

/* The four rows around the first one of [from, to), a stretch, that is not before t. */
struct look {
	int64_t near; /* time of that one, or of the last one; 0: there are no four */
	int64_t times[4];
};

static int look_at(struct history *h, const struct ring *ring, int64_t from, int64_t to, int64_t t,
		   struct look *ret)
{
	int64_t n = (int64_t)ARRAY_SIZE(ret->times), row, first;
	int r = ring_seek(h, ring, from, to, t, &row);

	*ret = (struct look){ 0 };
	if (r < 0 || to - from < n)
		return r;
	row = MIN(row, to - 1);
	/* from the one before it on: it may be the last one for long */
	first = MIN(MAX(row - 1, from), to - n);
	for (int64_t i = 0; i < n && r == 0; i++)
		r = time_of(h, ring, first + i, &ret->times[i]);
	ret->near = ret->times[row - first];
	return r;
}

/* Of three distances the middle one: one that is alone is a gap, or something that happened. */
static int64_t spacing_of(const struct look *l)
{
	const int64_t *t = l->times;

	return middle_of(t[1] - t[0], t[2] - t[1], t[3] - t[2]);
}

int ring_spacing(struct history *h, const struct ring *ring, int64_t from_t, int64_t to_t,
		 int64_t *ret_s)
{
	int64_t most = 1;

	for (unsigned i = 0; i < ring->n; i++) {
		int64_t from, to;

		ring_stretch(ring, i, &from, &to);
		for (unsigned k = 0; k < LOOKS; k++) {
			int64_t t = from_t + (to_t - from_t) * k / LOOKS, s;
			struct look look;
			int r = look_at(h, ring, from, to, t, &look);

			if (r < 0)
				return r;
			s = spacing_of(&look);
			if (s <= MINUTE_S && look.near >= t - MINUTE_S &&
			    look.near < to_t + MINUTE_S)
				most = MAX(most, s);
		}
	}
	*ret_s = most;
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

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <string.h>

#include "daemons/loggerd/store/store.h"
#include "lib/base/util.h"

#define MINUTE_S 60

int seconds_prepare(struct store *s)
{
	return columns_insert(s, "INSERT OR REPLACE INTO seconds", "slot, t, q", 3, &s->second);
}

/* Time goes back here; what is no longer in the ring is forgotten. */
static int add_stretch(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db, "INSERT OR REPLACE INTO stretches VALUES (?)", &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, s->state.second);
	r = db_step(q);
	db_finalize(&q);
	q = NULL;
	if (r == 0)
		r = db_prepare(s->db, "DELETE FROM stretches WHERE first <= ?", &q);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, history_first_row(&s->state, &s->limits.sizes));
	return db_step(q);
}

/* Remembers from which row on the clock of this boot was not set. */
static void note_unset(struct store *s, const struct order_second *o)
{
	if (s->state.unset_from >= 0 && memcmp(s->state.unset_boot, o->boot, sizeof(o->boot)) == 0)
		return;
	s->state.unset_from = s->state.second;
	s->state.unset_log = s->state.log_row;
	memcpy(s->state.unset_boot, o->boot, sizeof(o->boot));
}

int seconds_add(struct store *s, const struct order_second *o)
{
	uint8_t qualities[HISTORY_COLUMNS_MAX];
	int r = 0;

	/* the same second once more, after a restart in it: the later look counts */
	if (s->state.second > 0 && o->t == s->last_t)
		s->state.second--;
	else if (o->t < s->last_t)
		r = add_stretch(s);
	if (r < 0)
		return r;
	if (o->t < HISTORY_TIME_SET)
		note_unset(s, o);
	(void)sqlite3_bind_int64(s->second, 1,
				 history_slot(s->state.second, s->limits.sizes.seconds));
	(void)sqlite3_bind_int64(s->second, 2, o->t);
	columns_bind(s, s->second, 3, &o->values, qualities);
	r = db_step(s->second);
	if (r < 0)
		return r;
	s->state.second++;
	s->last_t = o->t;
	return 0;
}

/* ------------------------------------------------------------------ a clock that was set late */

/* The minute that is being put together from seconds. */
struct gather {
	struct store *s;
	int64_t minute; /* -1: none */
	struct history_sum sums[HISTORY_COLUMNS_MAX];
};

static int end_minute(struct gather *g)
{
	struct history_point points[HISTORY_COLUMNS_MAX];
	int64_t minute = g->minute;

	g->minute = -1;
	if (minute < 0)
		return 0;
	for (unsigned i = 0; i < g->s->n_columns; i++)
		points[i] = (struct history_point){
			.min = g->sums[i].min,
			.mean = (int32_t)history_mean(&g->sums[i]),
			.max = g->sums[i].max,
			.seconds = (uint8_t)MIN(g->sums[i].seconds, 60),
			.worst = g->sums[i].worst,
		};
	return minutes_add_columns(g->s, minute, points);
}

/* A row of `t, q, c0, …`. */
static int gather_row(struct gather *g, sqlite3_stmt *q)
{
	int64_t minute = sqlite3_column_int64(q, 0) / MINUTE_S;
	const uint8_t *qualities = sqlite3_column_blob(q, 1);
	unsigned n = (unsigned)sqlite3_column_bytes(q, 1);
	int r = 0;

	if (minute != g->minute) {
		r = end_minute(g);
		memset(g->sums, 0, sizeof(g->sums));
		g->minute = minute;
	}
	for (unsigned i = 0; i < g->s->n_columns; i++) {
		if (sqlite3_column_type(q, 2 + (int)i) != SQLITE_NULL)
			history_sum_value(&g->sums[i], sqlite3_column_int(q, 2 + (int)i), 1);
		if (qualities && i < n && qualities[i] != QUALITY_DISABLED)
			g->sums[i].worst = MAX(g->sums[i].worst, qualities[i]);
	}
	return r;
}

static int select_rows(struct store *s, sqlite3_stmt **ret)
{
	AUTO_TEXT struct text sql = TEXT_INIT;

	text_add(&sql, "SELECT t, q");
	columns_names(&sql, s->n_columns);
	text_add(&sql, " FROM seconds WHERE slot BETWEEN ? AND ? ORDER BY slot");
	return text_ok(&sql) ? db_prepare(s->db, text_get(&sql), ret) : -ENOMEM;
}

/* Rows that lie side by side: [from, to). */
static int settle_part(struct store *s, struct gather *g, int64_t from, int64_t to, int64_t ahead_s)
{
	AUTO_STATEMENT sqlite3_stmt *update = NULL, *rows = NULL;
	int64_t slot = history_slot(from, s->limits.sizes.seconds);
	int rc = SQLITE_DONE,
	    r = db_prepare(s->db,
			   "UPDATE seconds SET t = t + ? WHERE slot BETWEEN ? AND ? AND t < ?",
			   &update);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(update, 1, ahead_s);
	(void)sqlite3_bind_int64(update, 2, slot);
	(void)sqlite3_bind_int64(update, 3, slot + to - from - 1);
	(void)sqlite3_bind_int64(update, 4, HISTORY_TIME_SET);
	r = db_step(update);
	if (r == 0)
		r = select_rows(s, &rows);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(rows, 1, slot);
	(void)sqlite3_bind_int64(rows, 2, slot + to - from - 1);
	while (r == 0 && (rc = sqlite3_step(rows)) == SQLITE_ROW)
		r = gather_row(g, rows);
	return r < 0 || rc == SQLITE_DONE ? r : db_error(s->db, rc);
}

int seconds_settle(struct store *s, const struct order_clock *c)
{
	int64_t size = s->limits.sizes.seconds, ahead_s = c->ahead_us / USEC_PER_SEC;
	struct gather g = { .s = s, .minute = -1 };
	int64_t from = MAX(s->state.unset_from, history_first_row(&s->state, &s->limits.sizes));
	int r = 0;

	while (from < s->state.second && r == 0) {
		int64_t to = MIN(s->state.second, from + size - history_slot(from, (uint32_t)size));

		r = settle_part(s, &g, from, to, ahead_s);
		from = to;
	}
	if (r == 0)
		r = end_minute(&g);
	if (s->last_t < HISTORY_TIME_SET)
		s->last_t += ahead_s;
	return r;
}

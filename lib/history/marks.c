// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/marks.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/history/csv.h"

#define MSEC_PER_SEC INT64_C(1000)

static const char *const names[HISTORY_MARK_MAX] = { "raised", "cleared" };

const char *history_mark_name(enum history_mark_kind k)
{
	return names[k];
}

void history_marks_done(struct history_marks *m)
{
	free(m->list);
	free(m->before);
	*m = (struct history_marks){ 0 };
}

/* "mains_failed raised", as loggerd writes it; false for what is no mark. */
static bool read_text(const char *text, struct history_mark *ret)
{
	const char *space = strrchr(text, ' ');
	size_t len = space ? (size_t)(space - text) : 0;

	for (unsigned k = 0; len > 0 && len < ALARM_ID_MAX && k < HISTORY_MARK_MAX; k++) {
		if (!streq(space + 1, names[k]))
			continue;
		ret->kind = (enum history_mark_kind)k;
		(void)snprintf(ret->alarm, sizeof(ret->alarm), "%.*s", (int)len, text);
		return true;
	}
	return false;
}

/* Newest first: the first one of an alarm is the one that counts. */
static void take_before(struct history_marks *m, const struct history_mark *mark)
{
	for (unsigned i = 0; i < m->n_before; i++)
		if (streq(m->before[i].alarm, mark->alarm))
			return;
	if (m->n_before < HISTORY_MARKS_BEFORE_MAX)
		m->before[m->n_before++] = *mark;
}

static void take_mark(struct history_marks *m, int64_t from_us, const struct history_mark *mark)
{
	if (mark->t_us < from_us)
		take_before(m, mark);
	else
		m->list[m->n++] = *mark;
}

static int take_rows(struct history *h, sqlite3_stmt *s, int64_t from_us, struct history_marks *m)
{
	int rc = SQLITE_DONE;

	while (m->n < HISTORY_MARKS_MAX && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(s, 2);
		struct history_mark mark = {
			.t_us = sqlite3_column_int64(s, 0) * USEC_PER_MSEC,
			.event = sqlite3_column_int64(s, 1),
		};

		if (text && read_text(text, &mark))
			take_mark(m, from_us, &mark);
	}
	(void)sqlite3_reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : db_error(h->db, rc);
}

/* From the newest row back, no more rows at once than a transaction may have. */
static int look_back(struct history *h, sqlite3_stmt *s, int64_t first, int64_t last,
		     int64_t from_us, struct history_marks *m)
{
	int64_t end = MAX(first, last - HISTORY_MARKS_ROWS + 1);
	int r = 0;

	while (r == 0 && last >= end && m->n < HISTORY_MARKS_MAX) {
		int64_t from = MAX(end, last - HISTORY_ROWS_AT_ONCE + 1);

		(void)sqlite3_bind_int64(s, 1, from);
		(void)sqlite3_bind_int64(s, 2, last);
		r = take_rows(h, s, from_us, m);
		last = from - 1;
	}
	m->complete = m->n < HISTORY_MARKS_MAX && last < first;
	return r;
}

static void turn_round(struct history_marks *m)
{
	for (unsigned i = 0; i < m->n / 2; i++) {
		struct history_mark other = m->list[i];

		m->list[i] = m->list[m->n - 1 - i];
		m->list[m->n - 1 - i] = other;
	}
}

int history_marks(struct history *h, int64_t from, int64_t to, struct history_marks *ret)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	struct history_state state;
	int64_t first;
	int r;

	*ret = (struct history_marks){
		.list = calloc(HISTORY_MARKS_MAX, sizeof(*ret->list)),
		.before = calloc(HISTORY_MARKS_BEFORE_MAX, sizeof(*ret->before)),
	};
	if (!ret->list || !ret->before)
		return -ENOMEM;
	r = history_read_state(h->db, &state);
	if (r == 0)
		r = db_ask(h->db, "SELECT min(row) FROM log", &first);
	if (r == 0)
		r = db_prepare(h->db,
			       "SELECT ms, event, text FROM log WHERE row BETWEEN ? AND ?"
			       " AND ms < ? AND reason = ? AND clock != ?"
			       " ORDER BY row DESC",
			       &s);
	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(s, 3, to * MSEC_PER_SEC);
	(void)sqlite3_bind_int(s, 4, LOG_ALARM);
	(void)sqlite3_bind_int(s, 5, LOG_CLOCK_UNSET);
	r = look_back(h, s, first, state.log_row - 1, from * USEC_PER_SEC, ret);
	turn_round(ret);
	return r;
}

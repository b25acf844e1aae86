// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/journal.h"

#include <errno.h>
#include <stdlib.h>

#include "daemons/webd/events.h"
#include "daemons/webd/journal_report.h"
#include "daemons/webd/names.h"
#include "daemons/webd/webd.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"

/* A person waits; what was found by then is shown. */
#define READ_WITHIN_US (4 * USEC_PER_SEC)
/* Looked at for one answer: a second of a small board. Then the person says whether to go on. */
#define LOOKED_AT_MAX 20000
/* The first piece when something is looked for, and the largest. */
#define PIECE_FIRST 512
#define PIECE_MOST  4096

struct journal_read {
	struct webd *w;
	struct events events;
	struct loop_timer timer;
	struct journal_query query;
	journal_done *done;
	struct http_later *later;
	struct visitor who;
	struct present_table names;

	uint64_t floor, low, high; /* the first of all, and the piece that is read */
	uint64_t looked_at, piece, passed;
	unsigned n;
	struct event *found; /* query.limit of them, newest first */
	struct event *ring;  /* those of the piece that passed, the last ones */
	struct journal_read *next;
};

/* ------------------------------------------------------------------ its end */

static void unlist(struct journal_read *r)
{
	struct journal_read **at = &r->w->journals.first;

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	r->w->journals.n--;
}

static void free_read(struct journal_read *r)
{
	loop_disarm(r->w->loop, &r->timer);
	events_close(&r->events);
	free(r->found);
	free(r->ring);
	free(r);
}

/* `older` and `stopped` as in the result; `why` is NULL when something was read. */
static void finish(struct journal_read *r, const char *why, uint64_t older, bool stopped)
{
	const struct msg_alarm_summary *m = &r->w->view.book.summary;
	struct journal_result result = {
		.query = &r->query,
		.who = &r->who,
		.why = why,
		.events = r->found,
		.n = r->n,
		.kept = m->head - m->anchor,
		.older = older,
		.stopped = stopped,
	};
	struct http_answer a = { .status = 200 };

	unlist(r);
	r->done(r->w, &result, &a);
	http_answer_later(r->later, &a);
	text_done(&a.body);
	free_read(r);
}

static void overdue(void *ctx, int64_t now_us)
{
	struct journal_read *r = ctx;

	(void)now_us;
	if (r->looked_at == 0)
		finish(r, "alarmd does not answer", 0, false);
	else
		finish(r, NULL, r->high + 1, true);
}

/* ------------------------------------------------------------------ pieces */

static int ask_piece(struct journal_read *r, uint64_t high)
{
	r->high = high;
	r->low = high - r->floor >= r->piece ? high - r->piece + 1 : r->floor;
	r->passed = 0;
	return events_ask(&r->events, r->low);
}

/* Moves what passed to the found ones; true when that is all that is wanted. */
static bool collect(struct journal_read *r)
{
	unsigned need = r->query.limit - r->n;
	uint64_t n = MIN(r->passed, (uint64_t)need);

	for (uint64_t i = 0; i < n; i++)
		r->found[r->n++] = r->ring[(r->passed - 1 - i) % need];
	return r->n == r->query.limit;
}

/* The piece is read: 1 when that was the end of it all. */
static int end_piece(struct journal_read *r)
{
	bool more = r->passed > r->query.limit - r->n || r->low > r->floor;

	r->looked_at += r->high - r->low + 1;
	if (collect(r))
		finish(r, NULL, more ? r->found[r->n - 1].number : 0, false);
	else if (r->low == r->floor)
		finish(r, NULL, 0, false);
	else if (r->looked_at >= LOOKED_AT_MAX)
		finish(r, NULL, r->low, true);
	else {
		r->piece = MIN(r->piece * 2, (uint64_t)PIECE_MOST);
		return ask_piece(r, r->low - 1);
	}
	return 1;
}

/* Those of an earlier piece may still be on their way: they are above it. */
static int take_event(void *ctx, struct event *e)
{
	struct journal_read *r = ctx;
	const uint64_t number = e->number;

	if (number < r->low || number > r->high)
		return 0;
	if (journal_query_passes(&r->query, e, &r->names))
		r->ring[r->passed++ % (r->query.limit - r->n)] = *e;
	return number == r->high ? end_piece(r) : 0;
}

static int take_gap(void *ctx, uint64_t next)
{
	struct journal_read *r = ctx;

	/* what was below is gone since we were told where the journal begins */
	r->floor = MAX(r->floor, next);
	r->low = MAX(r->low, next);
	if (r->low <= r->high)
		return 0;
	r->low = r->floor = r->high;
	return end_piece(r);
}

static int ready(void *ctx)
{
	struct journal_read *r = ctx;

	return ask_piece(r, r->high);
}

static void lost(void *ctx)
{
	finish(ctx, "alarmd has ended; try again", 0, false);
}

/* ------------------------------------------------------------------ its beginning */

/* NULL without memory, or when alarmd does not answer. */
static struct journal_read *new_read(struct webd *w, const struct journal_query *query)
{
	static const struct events_calls calls = { ready, take_event, take_gap, lost };
	struct journal_read *r = calloc(1, sizeof(*r));
	int e;

	if (!r)
		return NULL;
	r->w = w;
	e = events_open(&r->events, w, &calls, r);
	r->query = *query;
	r->found = calloc(query->limit, sizeof(*r->found));
	r->ring = calloc(query->limit, sizeof(*r->ring));
	if (r->found && r->ring && e == 0)
		return r;
	free_read(r);
	return NULL;
}

/* Which numbers there are to look at; false when there are none. */
static bool set_range(struct journal_read *r, const struct msg_alarm_summary *m)
{
	r->floor = MAX(m->anchor, r->query.after == UINT64_MAX ? m->head : r->query.after) + 1;
	r->high = r->query.before > m->head ? m->head : r->query.before - 1;
	r->piece = journal_query_plain(&r->query) ? r->query.limit : PIECE_FIRST;
	return r->query.before > 0 && r->high >= r->floor;
}

static void begin(struct journal_read *r, const struct asked *q, journal_done *done)
{
	struct webd *w = r->w;

	r->done = done;
	r->who = q->who;
	r->names = names_now(w);
	r->next = w->journals.first;
	w->journals.first = r;
	w->journals.n++;
	loop_arm(w->loop, &r->timer, mono_read_us() + READ_WITHIN_US, overdue, r);
}

void journal_ask(struct webd *w, const struct asked *q, const struct journal_query *query,
		 journal_done *done, struct http_answer *a)
{
	const struct msg_alarm_summary *m = &w->view.book.summary;
	struct journal_result none = { .query = query, .who = &q->who };
	struct journal_read *r = NULL;

	if (!w->view.alarmd || !w->view.book.has_summary)
		none.why = "alarmd does not answer";
	else if (w->journals.n >= JOURNALS_MAX)
		none.why = "the journal is read by many at the moment; try again in a while";
	else
		none.kept = m->head - m->anchor;
	if (!none.why)
		r = new_read(w, query);
	if (!none.why && !r)
		none.why = "alarmd does not answer";
	if (r && set_range(r, m))
		r->later = http_later(q->http);
	if (r && r->later) {
		begin(r, q, done);
		return;
	}
	if (r)
		free_read(r);
	done(w, &none, a);
}

void journal_stop(struct webd *w)
{
	journal_report_stop(w);
	while (w->journals.first)
		finish(w->journals.first, "rmcu-webd ends", 0, false);
}

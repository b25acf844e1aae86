// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/journal_report.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemons/webd/events.h"
#include "daemons/webd/webd.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"

/* As many as a journal keeps where nobody has set anything else: some seconds of a small board. */
#define LOOKED_AT_MAX 100000
/* Between two events; and from the first to the last one. */
#define SILENT_WITHIN_US (4 * USEC_PER_SEC)
#define READ_WITHIN_US	 (20 * USEC_PER_SEC)
/* How often the silence is looked at. */
#define EVENTS_A_LOOK 1024

struct journal_report {
	struct webd *w;
	struct events events;
	struct loop_timer timer;
	int64_t until_us;
	uint64_t first, last; /* of those that are read */
	struct alarm_report report;
	struct report_result result;
	char said[JOURNAL_WORD_MAX];
	struct visitor who;
	journal_report_done *done;
	struct http_later *later;
};

static void free_report(struct journal_report *r)
{
	loop_disarm(r->w->loop, &r->timer);
	events_close(&r->events);
	alarm_report_done(&r->report);
	free(r);
}

static void finish(struct journal_report *r, const char *why)
{
	struct http_answer a = { .status = 200 };
	struct webd *w = r->w;

	w->journals.report = NULL;
	w->journals.n--;
	r->result.why = why;
	r->done(w, &r->result, &a);
	http_answer_later(r->later, &a);
	text_done(&a.body);
	free_report(r);
}

static void overdue(void *ctx, int64_t now_us)
{
	struct journal_report *r = ctx;

	finish(r, now_us < r->until_us
			  ? "alarmd does not answer"
			  : "the journal is long and alarmd is busy: it took too long; "
			    "try again, or psctl alarms report");
}

static void arm(struct journal_report *r)
{
	int64_t at = MIN(r->until_us, mono_read_us() + SILENT_WITHIN_US);

	loop_arm(r->w->loop, &r->timer, at, overdue, r);
}

/* What stands at the moment, the table says, whatever is left of the events. */
static int end(struct journal_report *r)
{
	const struct alarm_book *b = &r->w->view.book;

	for (unsigned i = 0; i < b->n; i++)
		if (b->list[i]->active)
			alarm_report_active(&r->report, b->list[i]);
	finish(r, alarm_report_end(&r->report) < 0 ? "out of memory" : NULL);
	return 1;
}

static int ready(void *ctx)
{
	struct journal_report *r = ctx;

	/* of an empty journal nothing would ever come */
	return r->first > r->last ? end(r) : events_ask(&r->events, r->first);
}

static int take_event(void *ctx, struct event *e)
{
	struct journal_report *r = ctx;

	if (e->number <= r->last)
		alarm_report_take(&r->report, e);
	if (e->number >= r->last)
		return end(r);
	if (e->number % EVENTS_A_LOOK == 0)
		arm(r);
	return 0;
}

/* It was pruned meanwhile: the report is about the rest. */
static int take_gap(void *ctx, uint64_t next)
{
	struct journal_report *r = ctx;

	return next > r->last ? end(r) : 0;
}

static void lost(void *ctx)
{
	finish(ctx, "alarmd has ended; try again");
}

/* NULL without memory, or when alarmd does not answer. */
static struct journal_report *new_report(struct webd *w)
{
	static const struct events_calls calls = { ready, take_event, take_gap, lost };
	struct journal_report *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->w = w;
	if (events_open(&r->events, w, &calls, r) == 0)
		return r;
	free_report(r);
	return NULL;
}

static void set_range(struct journal_report *r, const struct msg_alarm_summary *m)
{
	const uint64_t kept = m->head - m->anchor;

	r->last = m->head;
	r->first = m->anchor + 1;
	if (kept > LOOKED_AT_MAX) {
		r->first = m->head - LOOKED_AT_MAX + 1;
		r->report.not_looked_at = kept - LOOKED_AT_MAX;
	}
}

static void begin(struct journal_report *r, const struct asked *q, const char *said,
		  int64_t since_us, journal_report_done *done)
{
	struct webd *w = r->w;

	alarm_report_begin(&r->report, since_us, answer_now_us(w));
	set_range(r, &w->view.book.summary);
	(void)snprintf(r->said, sizeof(r->said), "%s", said);
	r->who = q->who;
	r->result =
		(struct report_result){ .report = &r->report, .since = r->said, .who = &r->who };
	r->done = done;
	w->journals.report = r;
	w->journals.n++;
	r->until_us = mono_read_us() + READ_WITHIN_US;
	arm(r);
}

void journal_report_ask(struct webd *w, const struct asked *q, const char *said, int64_t since_us,
			journal_report_done *done, struct http_answer *a)
{
	struct report_result none = { .since = said, .who = &q->who };
	struct journal_report *r = NULL;

	none.why = "alarmd does not answer";
	if (w->journals.report || w->journals.n >= JOURNALS_MAX)
		none.why = "the journal is read by many at the moment; try again in a while";
	else if (w->view.alarmd && w->view.book.has_summary)
		r = new_report(w);
	if (r)
		r->later = http_later(q->http);
	if (r && r->later) {
		begin(r, q, said, since_us, done);
		return;
	}
	if (r)
		free_report(r);
	done(w, &none, a);
}

void journal_report_stop(struct webd *w)
{
	if (w->journals.report)
		finish(w->journals.report, "rmcu-webd ends");
}

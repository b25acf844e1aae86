// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What becomes one message, and what is owed when it was delivered, or was not. */
#include "daemons/notifyd/ledger_internal.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"

/* One line an alarm, where its last event stands. */
static void fold(struct ledger *l, unsigned n)
{
	for (unsigned i = n; i-- > 0;) {
		for (unsigned k = i; k-- > 0;) {
			if (l->queue[i].streamed != l->queue[k].streamed ||
			    !ledger_same_line(&l->queue[i].notice.event, &l->queue[k].notice.event))
				continue;
			ledger_stand_for(&l->queue[i].notice, &l->queue[k].notice);
			ledger_take_out(l, k);
			i--;
			n--;
		}
	}
	l->on_way = n;
}

static bool in_flight(const struct flight *f, const struct waiting *w)
{
	if (w->streamed)
		return w->notice.event.number <= f->last;
	for (unsigned i = 0; i < f->n; i++)
		if (f->others[i].event == w->notice.event.number &&
		    f->others[i].times == w->notice.times)
			return true;
	return false;
}

/* Those that were on their way come first; how many there are. */
static unsigned sort_flight(struct ledger *l)
{
	unsigned n = 0;

	for (unsigned i = 0; i < l->n_queue; i++) {
		struct waiting w = l->queue[i];

		if (!in_flight(&l->flight, &w))
			continue;
		memmove(&l->queue[n + 1], &l->queue[n], (i - n) * sizeof(w));
		l->queue[n++] = w;
	}
	return n;
}

/* What is on its way, for the file. */
static void note_flight(struct ledger *l)
{
	struct flight *f = &l->flight;

	*f = (struct flight){ .known = true };
	for (unsigned i = 0; i < l->on_way; i++) {
		const struct waiting *w = &l->queue[i];

		if (w->streamed) {
			f->last = MAX(f->last, w->notice.event.number);
			continue;
		}
		f->others[f->n].event = w->notice.event.number;
		f->others[f->n++].times = w->notice.times;
	}
}

static unsigned load_most(const struct ledger *l, const struct route *r)
{
	bool program = r->to.by == DELIVERY_WEBHOOK || r->to.by == DELIVERY_COMMAND;

	return program && l->n_queue <= LETTER_WHOLE_MAX ? MIN(l->n_queue, 1)
							 : MIN(l->n_queue, LEDGER_QUEUE_MAX);
}

bool ledger_load(struct ledger *l, const struct route *r, bool settled, unsigned *ret_n)
{
	unsigned n = load_most(l, r);

	if (l->flight.known) {
		if (!settled)
			return false;
		n = sort_flight(l);
		/* all of it is over */
		if (n == 0)
			n = load_most(l, r);
	}
	if (n == 0)
		return false;
	l->on_way = n;
	if (n > LETTER_WHOLE_MAX)
		fold(l, n);
	note_flight(l);
	l->left_out_on_way = l->left_out;
	*ret_n = l->on_way;
	return true;
}

static void was_told(struct owed *o, const struct route *r, int64_t now_us)
{
	o->queued = false;
	o->told = true;
	o->times++;
	if (o->settled)
		return;
	if (r->to.repeat_s && o->times <= r->to.repeat_most)
		o->due_us = now_us + r->to.repeat_s * USEC_PER_SEC;
	if (r->to.escalate_to[0] && o->times == 1)
		o->escalate_us = now_us + r->to.escalate_s * USEC_PER_SEC;
}

static void delivered(struct ledger *l, const struct route *r, const struct notice *n,
		      int64_t now_us)
{
	enum news news = route_news(&n->event);
	struct owed *o;

	if (n->earlier && n->event.alarm[0])
		ledger_drop_earlier(l, n->event.alarm, ledger_occurrence_of(&n->event), true);
	o = ledger_find_occurrence(l, &n->event);
	if (!o)
		return;
	if (news == NEWS_OVER)
		ledger_drop(l, o);
	else if (news == NEWS_RAISED && o->queued)
		was_told(o, r, now_us);
	/* its raise is behind this one, if it was one of those */
	else if (o->queued && n->earlier)
		was_told(o, r, now_us);
}

/* Who does not want to know of ends is done with an alarm that is over. */
static void drop_silent_ends(struct ledger *l, const struct route *r)
{
	for (unsigned i = l->n_owed; i-- > 0;)
		if (l->owed[i].settled && l->owed[i].told && !l->owed[i].queued && !r->to.cleared)
			ledger_drop(l, &l->owed[i]);
}

void ledger_delivered(struct ledger *l, const struct route *r, int64_t now_us)
{
	for (unsigned i = 0; i < l->on_way; i++)
		delivered(l, r, &l->queue[i].notice, now_us);
	memmove(l->queue, l->queue + l->on_way, (l->n_queue - l->on_way) * sizeof(l->queue[0]));
	l->n_queue -= l->on_way;
	l->left_out -= l->left_out_on_way;
	ledger_returned(l, true);
	drop_silent_ends(l, r);
	if (l->n_queue == 0) {
		free(l->queue);
		l->queue = NULL;
		l->queue_room = 0;
	}
}

unsigned ledger_expire(struct ledger *l, int64_t wall_us)
{
	unsigned n = 0;

	for (unsigned i = l->n_queue; i-- > l->on_way;) {
		const struct notice *old = &l->queue[i].notice;
		struct owed *o = ledger_find_occurrence(l, &old->event);

		if (old->event.now.wall_us >= wall_us)
			continue;
		/* its end may still be news */
		if (o) {
			o->told |= o->queued;
			o->queued = false;
		}
		n += 1 + old->earlier;
		ledger_take_out(l, i);
	}
	return n;
}

void ledger_returned(struct ledger *l, bool sure)
{
	l->on_way = 0;
	l->left_out_on_way = 0;
	if (sure)
		l->flight = (struct flight){ 0 };
}

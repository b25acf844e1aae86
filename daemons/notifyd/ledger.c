// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/ledger_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"

void ledger_done(struct ledger *l)
{
	free(l->owed);
	free(l->queue);
	*l = (struct ledger){ 0 };
}

void ledger_begin(struct ledger *l, uint64_t next)
{
	ledger_done(l);
	l->seen = next;
}

uint64_t ledger_next(const struct ledger *l)
{
	uint64_t next = l->seen;

	for (unsigned i = 0; i < l->n_queue; i++)
		if (l->queue[i].streamed)
			next = MIN(next, l->queue[i].notice.first);
	return next;
}

/* ------------------------------------------------------------------ alarms */

static struct owed *find(struct ledger *l, uint64_t occurrence)
{
	for (unsigned i = 0; i < l->n_owed; i++)
		if (l->owed[i].occurrence == occurrence)
			return &l->owed[i];
	return NULL;
}

/* The raise itself is the occurrence. Not as event_occurrence() has it: an event about an alarm
 * that is of no occurrence stands before all of them here, so that nothing that is owed ends by it.
 */
uint64_t ledger_occurrence_of(const struct event *e)
{
	return e->kind == EVENT_ALARM_RAISED ? e->number : e->occurrence;
}

struct owed *ledger_find_occurrence(struct ledger *l, const struct event *e)
{
	return e->alarm[0] ? find(l, ledger_occurrence_of(e)) : NULL;
}

void ledger_drop(struct ledger *l, struct owed *o)
{
	*o = l->owed[--l->n_owed];
}

/* Those of an alarm that were before this occurrence: all of them, or those of which nothing is
 * told any more, and that wait for an end that never came. */
void ledger_drop_earlier(struct ledger *l, const char *alarm, uint64_t occurrence, bool all)
{
	for (unsigned i = l->n_owed; i-- > 0;) {
		struct owed *o = &l->owed[i];

		if (o->occurrence < occurrence && streq(o->alarm, alarm) &&
		    (all || (!o->queued && !(o->settled && o->told))))
			ledger_drop(l, o);
	}
}

/* A new place for this occurrence; NULL without memory. */
static struct owed *place(struct ledger *l, const char *alarm, uint64_t occurrence)
{
	struct owed *o;

	ledger_drop_earlier(l, alarm, occurrence, false);
	if (l->n_owed == l->owed_room) {
		unsigned room = l->owed_room ? 2 * l->owed_room : 8;

		o = reallocarray(l->owed, room, sizeof(*o));
		if (!o)
			return NULL;
		l->owed = o;
		l->owed_room = room;
	}
	o = &l->owed[l->n_owed++];
	*o = (struct owed){
		.occurrence = occurrence,
		.due_us = LEDGER_NEVER,
		.escalate_us = LEDGER_NEVER,
	};
	(void)snprintf(o->alarm, sizeof(o->alarm), "%s", alarm);
	return o;
}

/* ------------------------------------------------------------------ the queue */

void ledger_take_out(struct ledger *l, unsigned i)
{
	memmove(&l->queue[i], &l->queue[i + 1], (l->n_queue - i - 1) * sizeof(l->queue[0]));
	l->n_queue--;
}

/* Two events that become one line: of one alarm, or of the same kind about the same thing. */
bool ledger_same_line(const struct event *a, const struct event *b)
{
	if (a->alarm[0] || b->alarm[0])
		return streq(a->alarm, b->alarm);
	return a->kind == b->kind && streq(a->channel, b->channel);
}

/* The later one stands for both. */
void ledger_stand_for(struct notice *later, const struct notice *earlier)
{
	later->earlier += earlier->earlier + 1;
	later->first = MIN(later->first, earlier->first);
	if (route_news(&earlier->event) == NEWS_RAISED && route_news(&later->event) == NEWS_OVER)
		later->last_here = true;
}

/*
 * The notice of another event of its alarm stands for this one. Of an occurrence before that one
 * nothing is told any more: the next one of the alarm drops it, or the next look. Not here, where
 * others hold on to their place. One that was told stays, for its end comes again after a restart.
 */
static void fold_owed(struct ledger *l, const struct event *gone, const struct event *later)
{
	struct owed *o = ledger_find_occurrence(l, gone);

	if (o && !o->told && o->occurrence < ledger_occurrence_of(later))
		o->queued = false;
}

/* Nothing is told of it any more: it is dropped as those of fold_owed(). */
static void forget(struct owed *o)
{
	o->told = o->queued = false;
	o->settled = true;
}

/* It is told to nobody as an event: one that is raised still is told of later, if it lasts. */
static void leave_out(struct ledger *l, const struct notice *n)
{
	uint64_t occurrence = ledger_occurrence_of(&n->event);
	enum news news = route_news(&n->event);

	l->left_out += 1 + n->earlier;
	for (unsigned i = 0; i < l->n_owed && n->event.alarm[0]; i++) {
		struct owed *o = &l->owed[i];

		if (!streq(o->alarm, n->event.alarm))
			continue;
		if (o->occurrence < occurrence ? n->earlier > 0
					       : o->occurrence == occurrence && news == NEWS_OVER) {
			forget(o);
		} else if (o->occurrence == occurrence && news == NEWS_RAISED) {
			o->queued = false;
			o->due_us = 0;
		}
	}
}

/* Makes room behind what is on its way. */
static void make_room(struct ledger *l, struct notice *n)
{
	for (unsigned i = l->on_way; i < l->n_queue; i++) {
		if (!l->queue[i].streamed ||
		    !ledger_same_line(&l->queue[i].notice.event, &n->event))
			continue;
		ledger_stand_for(n, &l->queue[i].notice);
		fold_owed(l, &l->queue[i].notice.event, &n->event);
		ledger_take_out(l, i);
		return;
	}
	leave_out(l, &l->queue[l->on_way].notice);
	ledger_take_out(l, l->on_way);
}

static int push(struct ledger *l, const struct notice *notice, bool streamed)
{
	struct notice n = *notice;

	n.first = n.event.number;
	if (l->n_queue - l->on_way >= LEDGER_QUEUE_MAX)
		make_room(l, &n);
	if (l->n_queue == l->queue_room) {
		unsigned room = l->queue_room ? 2 * l->queue_room : 4;
		struct waiting *q = reallocarray(l->queue, room, sizeof(*q));

		if (!q)
			return -ENOMEM;
		l->queue = q;
		l->queue_room = room;
	}
	l->queue[l->n_queue++] = (struct waiting){ .notice = n, .streamed = streamed };
	return 0;
}

static int push_event(struct ledger *l, const struct event *e)
{
	struct notice n = { .event = *e };

	return push(l, &n, true);
}

/* ------------------------------------------------------------------ events */

static bool is_late(const struct route *r, const struct event *e)
{
	return r->to.delay_s > 0 || (e->flags & EVENT_FLAG_QUIET);
}

/* Counted from the event, which may be an old one. */
static int64_t late_due_us(const struct route *r, const struct event *e, struct instant now)
{
	int64_t delay_us = r->to.delay_s * USEC_PER_SEC;
	int64_t age_us = MAX(now.wall_us - e->now.wall_us, 0);

	return now.mono_us + delay_us - MIN(age_us, delay_us);
}

static int take_raised(struct ledger *l, const struct route *r, const struct ledger_world *w,
		       const struct event *e)
{
	struct owed *o;
	int r2;

	if (!route_wants(r, w->settings, e))
		return 0;
	o = place(l, e->alarm, e->number);
	if (!o)
		return -ENOMEM;
	if (is_late(r, e)) {
		o->due_us = late_due_us(r, e, w->now);
		return 0;
	}
	r2 = push_event(l, e);
	o->queued = r2 == 0;
	return r2;
}

/* He was told of its raise, or is about to be. */
static int take_end(struct ledger *l, const struct route *r, const struct event *e, enum news news)
{
	struct owed *o = ledger_find_occurrence(l, e);

	if (!o)
		return 0;
	if (!o->told && !o->queued) {
		/* nobody is told of what is over, or seen by a person */
		if (news != NEWS_RECOVERED)
			ledger_drop(l, o);
		return 0;
	}
	if (news != NEWS_RECOVERED)
		o->settled = true;
	if (route_wants_end(r, news))
		return push_event(l, e);
	if (news == NEWS_OVER && !o->queued)
		ledger_drop(l, o);
	return 0;
}

static int take(struct ledger *l, const struct route *r, const struct ledger_world *w,
		const struct event *e)
{
	enum news news = route_news(e);

	switch (news) {
	case NEWS_RAISED:
		return take_raised(l, r, w, e);
	case NEWS_RECOVERED:
	case NEWS_OVER:
	case NEWS_ACKNOWLEDGED:
		return take_end(l, r, e, news);
	case NEWS_INFORMATION:
		return route_wants(r, w->settings, e) ? push_event(l, e) : 0;
	case NEWS_NONE:
	case NEWS_MAX:
		break;
	}
	return 0;
}

int ledger_event(struct ledger *l, const struct route *r, const struct ledger_world *w,
		 const struct event *e)
{
	int r2;

	if (e->number < l->seen)
		return 0;
	r2 = r->open ? take(l, r, w, e) : 0;
	if (r2 == 0)
		l->seen = e->number + 1;
	return r2;
}

/* ------------------------------------------------------------------ what is due */

/* What alarmd's table says of an occurrence. */
enum standing {
	STANDS,	   /* it lasts, and nobody has acknowledged it */
	IS_OVER,   /* or somebody has */
	NOT_KNOWN, /* the table is older than it */
};

static enum standing standing_of(const struct ledger_world *w, const struct owed *o,
				 const struct alarm **ret_alarm)
{
	for (unsigned i = 0; i < w->n_alarms; i++) {
		const struct alarm *a = w->alarms[i];

		if (!streq(a->id, o->alarm))
			continue;
		*ret_alarm = a;
		if (a->occurrence < o->occurrence)
			return NOT_KNOWN;
		return a->occurrence == o->occurrence && a->active && !a->acknowledged ? STANDS
										       : IS_OVER;
	}
	/* there is no such rule any more */
	return IS_OVER;
}

static bool is_silenced(const struct ledger_world *w, const struct alarm *a)
{
	return a->shelved || w->maintenance;
}

static unsigned unit_of(const struct settings *s, const char *channel)
{
	for (unsigned i = 0; i < s->n_channels; i++)
		if (streq(s->channels[i].info.id, channel))
			return s->channels[i].info.unit;
	return UNIT_NONE;
}

/* The event of its raise, as far as the alarm still says it. */
static struct event raise_of(const struct alarm *a, const struct settings *s)
{
	struct event e = {
		.number = a->occurrence,
		.kind = EVENT_ALARM_RAISED,
		.now = a->raised,
		.priority = a->priority,
		.value = a->value,
		.unit = (enum unit)unit_of(s, a->channel),
		.quality = a->quality,
		.flags = (uint16_t)((a->first_out ? EVENT_FLAG_FIRST_OUT : 0) |
				    (a->consequence ? EVENT_FLAG_CONSEQUENCE : 0)),
	};

	(void)snprintf(e.alarm, sizeof(e.alarm), "%s", a->id);
	(void)snprintf(e.channel, sizeof(e.channel), "%s", a->channel);
	return e;
}

static void tell_now(struct ledger *l, struct owed *o, const struct alarm *a,
		     const struct ledger_world *w)
{
	struct notice n = {
		.why = o->told	      ? NOTICE_AGAIN
		       : o->escalated ? NOTICE_ESCALATED
				      : NOTICE_NEWS,
		.event = raise_of(a, w->settings),
		.times = o->times + 1U,
	};

	/* with the next look, when there is room */
	if (l->n_queue >= LEDGER_QUEUE_MAX || push(l, &n, false) < 0)
		return;
	o->queued = true;
	o->due_us = LEDGER_NEVER;
}

/* What is past and still waits does so for the end of something, and not for a time. */
static int64_t earlier_of(int64_t next_us, int64_t due_us, const struct ledger_world *w)
{
	return due_us > w->now.mono_us ? MIN(next_us, due_us) : next_us;
}

int64_t ledger_look(struct ledger *l, const struct route *r, const struct ledger_world *w)
{
	int64_t next_us = LEDGER_NEVER;

	if (!w->complete || !r->open)
		return next_us;
	for (unsigned i = l->n_owed; i-- > 0;) {
		struct owed *o = &l->owed[i];
		const struct alarm *a;
		enum standing standing = standing_of(w, o, &a);

		/* one that was told is ended by its event */
		if (standing == IS_OVER && !o->told && !o->queued) {
			ledger_drop(l, o);
			continue;
		}
		if (standing == STANDS && !o->queued && !o->settled &&
		    o->due_us <= w->now.mono_us && !is_silenced(w, a))
			tell_now(l, o, a, w);
		next_us = earlier_of(next_us, o->due_us, w);
		next_us = earlier_of(next_us, o->escalate_us, w);
	}
	return next_us;
}

bool ledger_escalates(struct ledger *l, unsigned i, const struct ledger_world *w)
{
	struct owed *o = &l->owed[i];
	const struct alarm *a;
	enum standing standing;

	if (o->escalate_us > w->now.mono_us || !w->complete)
		return false;
	standing = standing_of(w, o, &a);
	if (standing == NOT_KNOWN || (standing == STANDS && is_silenced(w, a)))
		return false;
	o->escalate_us = LEDGER_NEVER;
	return standing == STANDS && !o->settled;
}

int ledger_take_over(struct ledger *l, const char *alarm, uint64_t occurrence, int64_t now_us)
{
	struct owed *o;

	if (find(l, occurrence))
		return 0;
	o = place(l, alarm, occurrence);
	if (!o)
		return -ENOMEM;
	o->escalated = true;
	o->due_us = now_us;
	return 0;
}

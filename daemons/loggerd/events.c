// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * The connection to alarmd: events in, each once. The cursor is kept with the rows that the events
 * made, in the same transaction. While there is no room for rows, what comes is passed over, and
 * asked for again later.
 */
#include "daemons/loggerd/loggerd.h"
#include "lib/base/log.h"

bool events_in_window(const struct loggerd *s)
{
	/* alarmd knows the schedule; without it, rather log */
	return !s->events.known || s->events.summary.may_raise;
}

void events_follow(struct loggerd *s)
{
	struct msg_events_from m;

	if (s->events.following || !s->events.known || !s->report.opened || s->full)
		return;
	/* the first time of all: from now on */
	if (s->events.next == 0)
		s->events.next = (int64_t)s->events.summary.head + 1;
	m.from = (uint64_t)s->events.next;
	s->events.following = true;
	s->events.aligned = false;
	/* one that fails is a connection that is about to end */
	(void)link_send(&s->events.link, s->packet,
			msg_events_from_put(s->packet, sizeof(s->packet),
					    client_next_id(&s->events.link.client), &m));
}

static int take_summary(struct loggerd *s, struct cursor *body)
{
	bool before = events_in_window(s);
	int r = msg_alarm_summary_get(body, &s->events.summary);

	if (r < 0)
		return r;
	s->stand_due |= !s->events.known;
	s->events.known = true;
	s->status_changed |= events_in_window(s) != before;
	events_follow(s);
	return 0;
}

static int take_event(struct loggerd *s, struct cursor *body)
{
	struct event e;
	int r = msg_event_get(body, &e);

	if (r < 0)
		return r;
	if (!s->events.following || (int64_t)e.number < s->events.next)
		return 0;
	/* what was on its way when it was asked anew */
	if (!s->events.aligned && (int64_t)e.number != s->events.next)
		return 0;
	s->events.aligned = true;
	if (rows_event(s, &e))
		s->events.next = (int64_t)e.number + 1;
	else
		s->events.following = false;
	return 0;
}

static int take_gap(struct loggerd *s, struct cursor *body)
{
	struct msg_fact_gap gap;
	int r = msg_fact_gap_get(body, &gap);

	if (r < 0)
		return r;
	if (!s->events.following || (int64_t)gap.next <= s->events.next)
		return 0;
	log_warning("%llu events were gone before they were read", (unsigned long long)gap.lost);
	s->events.next = (int64_t)gap.next;
	return 0;
}

static int take_reply(struct loggerd *s, uint32_t id, struct cursor *body)
{
	struct msg_reply reply;
	int r = msg_reply_get(body, &reply);

	if (r == 0) {
		herald_answer(s, id, &reply);
		audit_answer(s, id, &reply);
	}
	return r;
}

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct loggerd *s = ctx;

	switch (head->type) {
	case MSG_ALARM_SUMMARY:
		return take_summary(s, body);
	case MSG_EVENT:
		return take_event(s, body);
	case MSG_EVENT_GAP:
		return take_gap(s, body);
	case MSG_REPLY:
		return take_reply(s, head->id, body);
	default:
		return 0;
	}
}

static void lost(void *ctx)
{
	struct loggerd *s = ctx;

	s->events.known = s->events.following = false;
	herald_lost(s);
	audit_lost(s);
}

/* All events that have come, with their cursor, in one transaction. */
static void heard(void *ctx)
{
	struct loggerd *s = ctx;

	if (s->events.urgent)
		(void)record_hand_over(s, NULL);
	loggerd_work(s);
}

void events_start(struct loggerd *s)
{
	static const struct link_calls calls = {
		.take = take,
		.lost = lost,
		.heard = heard,
	};

	s->events.link = (struct link){
		.loop = s->loop,
		.socket = "alarm",
		.server = "alarmd",
		.calls = &calls,
		.ctx = s,
		.table = &s->events.table,
	};
	link_start(&s->events.link);
}

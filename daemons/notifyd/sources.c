// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * What sensord and alarmd tell: values and time, alarms, and events, each once to each recipient.
 * The journal is the queue: after a restart events come from the first one that is not done.
 */
#include <errno.h>

#include "daemons/notifyd/notifyd.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* ------------------------------------------------------------------ sensord */

static int sensor_hello(void *ctx, bool first)
{
	struct notifyd *s = ctx;

	/* the readings were of another table */
	view_sensor_lost(&s->view);
	if (first)
		inquiry_again(&s->modem.inquiry);
	server_hello_again(s->server);
	return s->view.table.simulated ? follower_join(&s->follower, &s->sensor) : 0;
}

static int take_snapshot(struct notifyd *s, struct cursor *body)
{
	struct snapshot *snap = &s->view.snapshot;
	int r = msg_snapshot_get(body, snap);

	if (r == 0 && snap->n_samples != s->view.table.n_channels)
		r = -EBADMSG;
	s->view.any = r == 0;
	if (r < 0)
		return r;
	clock_follow(&s->clock, snap->now, snap->rate_milli, mono_read_us());
	s->sensor.unhurried = snap->rate_milli == SNAPSHOT_RATE_REAL;
	if (!snap->edge)
		follower_tick(&s->follower);
	return 0;
}

/* Nothing but steps is asked for. */
static int take_step(struct notifyd *s, uint32_t id, struct cursor *body)
{
	struct msg_reply reply;
	int r = msg_reply_get(body, &reply);

	if (r == 0)
		(void)follower_released(&s->follower, id, &reply);
	return r;
}

static int sensor_take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct notifyd *s = ctx;

	switch (head->type) {
	case MSG_SNAPSHOT:
		return take_snapshot(s, body);
	case MSG_HOLDS:
		return msg_holds_get(body, &s->view.holds);
	case MSG_HEALTH:
		return msg_health_get(body, &s->view.sensor_health);
	case MSG_REPLY:
		return take_step(s, head->id, body);
	default:
		return 0;
	}
}

static void sensor_lost(void *ctx)
{
	struct notifyd *s = ctx;

	view_sensor_lost(&s->view);
	follower_lost(&s->follower);
}

static void heard(void *ctx)
{
	notifyd_work(ctx);
}

/* ------------------------------------------------------------------ alarmd */

void sources_follow(struct notifyd *s)
{
	struct msg_events_from m = { .from = books_seen(&s->books) };

	if (s->events.following || !s->view.book.has_summary || !m.from)
		return;
	s->events.following = true;
	s->events.aligned = false;
	/* one that fails is a connection that is about to end */
	(void)link_send(&s->alarms, s->packet,
			msg_events_from_put(s->packet, sizeof(s->packet),
					    client_next_id(&s->alarms.client), &m));
}

bool sources_settled(const struct notifyd *s)
{
	return s->events.following && alarm_book_complete(&s->view.book, true) &&
	       books_seen(&s->books) > s->view.book.summary.head;
}

static void take_summary(struct notifyd *s)
{
	uint64_t head = s->view.book.summary.head;

	/* a later one of the same connection may be older than the events that we have */
	if (s->events.following)
		return;
	/* another journal: its numbers begin anew */
	if (books_seen(&s->books) > head + 1) {
		log_warning("the journal begins anew: what it had before is told to nobody");
		books_begin_anew(&s->books, head + 1);
	}
	/* the first time of all: what was before is told to nobody */
	books_begin(&s->books, head + 1);
	sources_follow(s);
}

static int take_event(struct notifyd *s, struct cursor *body)
{
	struct ledger_world w = notifyd_world(s);
	uint64_t seen = books_seen(&s->books);
	struct event e;
	int r = msg_event_get(body, &e);

	if (r < 0)
		return r;
	if (!s->events.following || e.number < seen)
		return 0;
	/* what was on its way when it was asked anew */
	if (!s->events.aligned && e.number != seen)
		return 0;
	s->events.aligned = true;
	life_alive(s, &e);
	if (books_event(&s->books, &w, &e) < 0)
		s->events.following = false;
	s->moved = s->status_changed = true;
	return 0;
}

static int take_gap(struct notifyd *s, struct cursor *body)
{
	struct msg_fact_gap gap;
	int r = msg_fact_gap_get(body, &gap);

	if (r < 0)
		return r;
	if (!s->events.following || gap.next <= books_seen(&s->books))
		return 0;
	log_warning("%llu events were gone before they were read", (unsigned long long)gap.lost);
	for (unsigned i = 0; i < s->books.n; i++) {
		struct ledger *l = &s->books.list[i].ledger;

		l->seen = MAX(l->seen, gap.next);
	}
	s->moved = true;
	return 0;
}

static int alarms_take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct notifyd *s = ctx;
	struct msg_reply reply;
	int r;

	s->view.alarmd = true;
	switch (head->type) {
	case MSG_HEALTH:
		return msg_health_get(body, &s->view.alarm_health);
	case MSG_EVENT:
		/* what is told of the unit beside it is not older */
		link_hurry(&s->sensor);
		return take_event(s, body);
	case MSG_EVENT_GAP:
		return take_gap(s, body);
	case MSG_REPLY:
		r = msg_reply_get(body, &reply);
		if (r == 0)
			herald_answer(s, head->id, &reply);
		return r;
	default:
		r = alarm_book_take(&s->view.book, head, body);
		if (r == 1 && head->type == MSG_ALARM_SUMMARY)
			take_summary(s);
		return r < 0 ? r : 0;
	}
}

static void alarms_lost(void *ctx)
{
	struct notifyd *s = ctx;

	view_alarms_lost(&s->view);
	s->events = (struct events){ 0 };
	s->status_changed = true;
	herald_lost(s);
}

/* ------------------------------------------------------------------ both */

static void begin(struct notifyd *s, struct link *l, const char *socket, const char *server,
		  const struct link_calls *calls, struct msg_hello *table)
{
	*l = (struct link){
		.loop = s->loop,
		.socket = socket,
		.server = server,
		.calls = calls,
		.ctx = s,
		.table = table,
	};
	link_start(l);
}

void sources_start(struct notifyd *s)
{
	static const struct link_calls sensor = { sensor_hello, sensor_take, sensor_lost, heard };
	static const struct link_calls alarms = { NULL, alarms_take, alarms_lost, heard };

	begin(s, &s->sensor, "sensor", "sensord", &sensor, &s->view.table);
	begin(s, &s->alarms, "alarm", "alarmd", &alarms, &s->no_table);
}

void sources_stop(struct notifyd *s)
{
	if (!s->sensor.calls)
		return;
	link_stop(&s->sensor);
	link_stop(&s->alarms);
}

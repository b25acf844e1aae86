// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What people ask for: a pause, what waits to go now, a test, and what it is that waits. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/notifyd/notifyd.h"
#include "lib/base/cleanup.h"
#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/daemon/persons.h"
#include "lib/present/event.h"

struct request {
	struct notifyd *s;
	struct server_peer *peer;
	uint32_t id;
	struct msg_notify_request m;
	struct actor actor;
};

static void answer(const struct request *q, int error, const char *sentence)
{
	server_reply(q->s->server, q->peer, q->id, error, "%s", sentence);
}

/* The recipient that is meant; -1 for all, where that is allowed; else it is refused. */
static bool find(const struct request *q, bool all, int *ret_i)
{
	*ret_i = -1;
	if (all && !q->m.recipient[0])
		return true;
	*ret_i = books_find(&q->s->books, q->m.recipient);
	if (*ret_i >= 0)
		return true;
	server_reply(q->s->server, q->peer, q->id, ENOENT,
		     "there is no recipient '%s'; psctl notify status names them", q->m.recipient);
	return false;
}

static void request_pause(struct request *q)
{
	struct books *b = &q->s->books;

	if (q->m.for_s > SHELVE_S_MAX) {
		answer(q, EINVAL, "a pause is a week at most");
		return;
	}
	b->paused_until_us = q->m.for_s ? notifyd_now(q->s).wall_us + q->m.for_s * USEC_PER_SEC : 0;
	(void)snprintf(b->paused_by, sizeof(b->paused_by), "%s", q->actor.name);
	q->s->told = q->s->status_changed = true;
	log_notice("messages are %s by %s", q->m.for_s ? "held back" : "sent again", q->actor.name);
	notifyd_soon(q->s);
	answer(q, 0,
	       q->m.for_s ? "nobody is told of anything meanwhile; it waits" : "the pause is over");
}

static void request_flush(struct request *q)
{
	struct books *b = &q->s->books;
	int which;

	if (!find(q, true, &which))
		return;
	if (which >= 0 && tell_paused(q->s)) {
		answer(q, EBUSY,
		       "messages are paused; psctl notify resume, or flush without a name");
		return;
	}
	for (unsigned i = 0; i < b->n; i++)
		/* what comes later has no part in it */
		if ((which < 0 || which == (int)i) &&
		    (b->list[i].ledger.n_queue || b->list[i].wanted))
			throttle_flush(&b->list[i].throttle);
	b->paused_until_us = 0;
	q->s->told = q->s->status_changed = true;
	notifyd_soon(q->s);
	answer(q, 0, "what waits goes now");
}

static void request_try(struct request *q)
{
	struct trial *t = &q->s->trial;
	char words[WIRE_SENTENCE_MAX], why[WIRE_SENTENCE_MAX];
	int which, r;

	if (!find(q, false, &which))
		return;
	if (t->parcel.courier.busy) {
		answer(q, EBUSY, "another test is on its way; try again when it is over");
		return;
	}
	(void)snprintf(words, sizeof(words), "A test, asked for by %s.", q->actor.name);
	r = tell_try(q->s, (unsigned)which, words, why);
	if (r < 0) {
		answer(q, -r, why);
		return;
	}
	t->peer = q->peer;
	t->id = q->id;
	(void)snprintf(t->parcel.recipient, sizeof(t->parcel.recipient), "%s", q->m.recipient);
	(void)snprintf(t->by, sizeof(t->by), "%s", q->actor.name);
}

void requests_tried(struct notifyd *s, const struct msg_sent *sent)
{
	static const int errors[] = {
		[OUTCOME_DELIVERED] = 0,
		[OUTCOME_TEMPORARY] = EAGAIN,
		[OUTCOME_PERMANENT] = EREMOTEIO,
		[OUTCOME_PARTLY] = EREMOTEIO,
	};
	_Static_assert(ARRAY_SIZE(errors) == OUTCOME_MAX, "an outcome is missing");

	/* for who did not wait so long */
	log_notice("a test to '%s', asked for by %s: %s", s->trial.parcel.recipient, s->trial.by,
		   sent->sentence);
	if (s->trial.peer)
		server_reply(s->server, s->trial.peer, s->trial.id, errors[sent->outcome], "%s",
			     sent->sentence);
	s->trial.peer = NULL;
}

void requests_gone(void *ctx, struct server_peer *p)
{
	struct notifyd *s = ctx;

	if (s->trial.peer == p)
		s->trial.peer = NULL;
}

/* ------------------------------------------------------------------ what waits */

static void add_about(struct notifyd *s, const struct event *e, char ret[EVENT_TEXT_MAX])
{
	AUTO_TEXT struct text words = TEXT_INIT;
	struct present_table table = { .channels = s->view.table.channels,
				       .n_channels = s->view.table.n_channels,
				       .style = { .fahrenheit = s->view.table.fahrenheit } };

	present_event_words(&words, e, &table);
	(void)snprintf(ret, EVENT_TEXT_MAX, "%s", text_get(&words));
}

static void add_waiting(struct notifyd *s, const struct book *b, struct msg_notify_waiting *m)
{
	for (unsigned i = 0; i < b->ledger.n_queue; i++) {
		const struct notice *n = &b->ledger.queue[i].notice;

		if (m->n == NOTIFY_WAITING_MAX) {
			m->left_out++;
			continue;
		}
		(void)snprintf(m->list[m->n].recipient, sizeof(m->list[m->n].recipient), "%s",
			       b->route.to.id);
		m->list[m->n].event = n->event.number;
		m->list[m->n].kind = n->event.kind;
		m->list[m->n].earlier = n->earlier;
		m->list[m->n].since_us = n->event.now.wall_us;
		add_about(s, &n->event, m->list[m->n++].about);
	}
	m->left_out += b->ledger.left_out;
}

/* Alarms that are told later, or again. */
static void add_due(struct notifyd *s, const struct book *b, struct msg_notify_waiting *m)
{
	struct instant now = notifyd_now(s);

	for (unsigned i = 0; i < b->ledger.n_owed; i++) {
		const struct owed *o = &b->ledger.owed[i];

		if (o->due_us == LEDGER_NEVER || o->queued || o->settled)
			continue;
		if (m->n == NOTIFY_WAITING_MAX) {
			m->left_out++;
			continue;
		}
		(void)snprintf(m->list[m->n].recipient, sizeof(m->list[m->n].recipient), "%s",
			       b->route.to.id);
		m->list[m->n].event = o->occurrence;
		m->list[m->n].kind = EVENT_ALARM_RAISED;
		m->list[m->n].due_us = now.wall_us + (o->due_us - now.mono_us);
		(void)snprintf(m->list[m->n].about, sizeof(m->list[m->n].about), "%s", o->alarm);
		m->n++;
	}
}

static void request_queue(struct request *q)
{
	AUTO_FREE struct msg_notify_waiting *m = calloc(1, sizeof(*m));
	struct notifyd *s = q->s;
	int which, len;

	if (!m || !find(q, true, &which))
		return;
	for (unsigned i = 0; i < s->books.n; i++) {
		if (which >= 0 && which != (int)i)
			continue;
		add_waiting(s, &s->books.list[i], m);
		add_due(s, &s->books.list[i], m);
	}
	len = msg_notify_waiting_put(s->packet, sizeof(s->packet), q->id, m);
	if (len > 0)
		server_send(s->server, q->peer, s->packet, (size_t)len);
}

int requests_handle(void *ctx, struct server_peer *p, const struct msg_head *head,
		    struct cursor *body)
{
	struct request q = { .s = ctx, .peer = p, .id = head->id };

	switch (head->type) {
	case MSG_NOTIFY_PAUSE:
	case MSG_NOTIFY_FLUSH:
	case MSG_NOTIFY_TRY:
	case MSG_NOTIFY_QUEUE:
		break;
	default:
		server_reply(q.s->server, p, head->id, EOPNOTSUPP, "notifyd has no such request");
		return 0;
	}
	if (msg_notify_request_get(body, &q.m) < 0)
		return -EBADMSG;
	server_actor(p, &q.m.actor, &q.actor);
	if (!person_may(q.s->live.now, &q.actor, q.s->server, p, q.id, head->type))
		return 0;
	if (head->type == MSG_NOTIFY_PAUSE)
		request_pause(&q);
	else if (head->type == MSG_NOTIFY_FLUSH)
		request_flush(&q);
	else if (head->type == MSG_NOTIFY_TRY)
		request_try(&q);
	else
		request_queue(&q);
	return 0;
}

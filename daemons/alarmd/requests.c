// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What clients ask of alarmd. The right that each message needs stands in lib/wire/msg.c. */
#include <errno.h>
#include <stdio.h>

#include "daemons/alarmd/requests_internal.h"
#include "lib/base/util.h"
#include "lib/daemon/persons.h"

void request_answer(const struct request *q, int error, const char *sentence)
{
	if (replies_add_behind(&q->s->replies, q->peer, q->id, error, sentence))
		return;
	server_reply(q->s->server, q->peer, q->id, error, "%s", sentence);
}

void request_answer_later(const struct request *q, const char *sentence)
{
	if (replies_add(&q->s->replies, q->peer, q->id, q->s->added, sentence) < 0)
		request_answer(q, EBUSY, "done, but too many wait for the disk to tell more");
	alarmd_work_soon(q->s);
}

bool request_ready(const struct request *q)
{
	if (!q->s->engine_ready)
		request_answer(q, EAGAIN, "alarmd is still opening its journal; try again");
	return q->s->engine_ready;
}

/*
 * A daemon of the suite has no rate: it writes what it has seen or was asked for, and its doors
 * have bounds of their own; how much of it may wait for the disk is bounded as for everybody.
 */
bool request_may_ask(const struct request *q)
{
	return person_may(q->s->live.now, &q->actor, q->s->server, q->peer, q->id, q->type);
}

bool request_may_write(const struct request *q)
{
	const struct peer *peer = server_peer_info(q->peer);

	if (!replies_allow(&q->s->replies, q->peer))
		request_answer(q, EAGAIN,
			       "too many of your requests wait for the disk; wait for their "
			       "answers first");
	else if (!peer->suite && !budget_allows(&q->s->budget, peer->uid, mono_read_us()))
		request_answer(q, EAGAIN,
			       "you ask for too much in too short a time; try again in a while");
	else
		return true;
	return false;
}

void request_count(const struct request *q)
{
	const struct peer *peer = server_peer_info(q->peer);

	if (!peer->suite)
		budget_take(&q->s->budget, peer->uid, mono_read_us());
}

static int events_from(struct request *q, struct cursor *body)
{
	struct msg_events_from m;
	struct journal_status status;

	if (msg_events_from_get(body, &m) < 0)
		return -EBADMSG;
	journal_get_status(q->s->journal, &status);
	if (m.from == UINT64_MAX)
		m.from = status.head + 1;
	server_follow(q->s->server, q->peer, m.from);
	return 0;
}

static const struct {
	enum msg_type type;
	int (*handle)(struct request *q, struct cursor *body);
} table[] = {
	{ MSG_EVENTS_FROM, events_from },     { MSG_ALARM_ACKNOWLEDGE, request_alarm },
	{ MSG_ALARM_SHELVE, request_alarm },  { MSG_ALARM_UNSHELVE, request_alarm },
	{ MSG_ALARM_RESET, request_alarm },   { MSG_MAINTENANCE, request_maintenance },
	{ MSG_EVENT_APPEND, request_append }, { MSG_NOTIFY_TEST, request_notify_test },
};

int requests_handle(void *ctx, struct server_peer *p, const struct msg_head *head,
		    struct cursor *body)
{
	struct alarmd *s = ctx;
	struct request q = { .s = s, .peer = p, .id = head->id, .type = head->type };

	q.now = alarmd_now(s);
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].type == head->type)
			return table[i].handle(&q, body);
	request_answer(&q, ENOSYS, "alarmd does not know this request");
	return 0;
}

void requests_denied(void *ctx, struct server_peer *p, const struct msg_head *head)
{
	struct alarmd *s = ctx;
	static const struct actor nobody;
	struct event e = { .kind = EVENT_REQUEST_REFUSED };
	uint32_t held_back;

	/* A peer that tries again and again must not push the other events out of the journal. */
	if (!s->engine_ready ||
	    !log_limit_pass(&s->denied, mono_read_us(), USEC_PER_SEC, &held_back))
		return;
	server_actor(p, &nobody, &e.actor);
	(void)snprintf(e.text, sizeof(e.text), "no right to %s", msg_name(head->type));
	(void)record_event(s, &e);
}

void requests_gone(void *ctx, struct server_peer *p)
{
	struct alarmd *s = ctx;

	replies_forget(&s->replies, p);
	log_word_gone(&s->log_word, p, mono_read_us());
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What clients ask of alarmd. The right that each message needs stands in lib/wire/msg.c. */
#include <errno.h>
#include <stdio.h>

#include "daemons/alarmd/alarmd.h"
#include "lib/base/clock.h"
#include "lib/base/text.h"
#include "lib/base/util.h"
#include "lib/present/state.h"

struct request {
	struct alarmd *s;
	struct server_peer *peer;
	uint32_t id;
	enum msg_type type;
	struct msg_alarm_request m;
	struct actor actor;
	struct instant now;
};

/* Answers now: nothing has to reach the disk first, except for what this peer asked before. */
static void answer(const struct request *q, int error, const char *sentence)
{
	if (replies_add_behind(&q->s->replies, q->peer, q->id, error, sentence))
		return;
	server_reply(q->s->server, q->peer, q->id, error, "%s", sentence);
}

/* Answers when everything that was added is on the disk. */
static void answer_later(const struct request *q, const char *sentence)
{
	if (replies_add(&q->s->replies, q->peer, q->id, q->s->added, sentence) < 0)
		answer(q, EBUSY, "done, but too many wait for the disk to tell more");
	alarmd_work_soon(q->s);
}

/* What was kept is in the engine; else the peer is told to wait. */
static bool is_ready(const struct request *q)
{
	if (!q->s->engine_ready)
		answer(q, EAGAIN, "alarmd is still opening its journal; try again");
	return q->s->engine_ready;
}

/*
 * Whether this peer may ask for something that writes an event; if not, it is told why. A daemon of
 * the suite has no rate: it writes what it has seen or was asked for, and its doors have bounds of
 * their own; how much of it may wait for the disk is bounded as for everybody.
 */
static bool may_write(const struct request *q)
{
	const struct peer *peer = server_peer_info(q->peer);

	if (!replies_allow(&q->s->replies, q->peer))
		answer(q, EAGAIN,
		       "too many of your requests wait for the disk; wait for their answers first");
	else if (!peer->suite && !budget_allows(&q->s->budget, peer->uid, mono_read_us()))
		answer(q, EAGAIN, "you ask for too much in too short a time; try again in a while");
	else
		return true;
	return false;
}

/* It is about to write one. */
static void count(const struct request *q)
{
	const struct peer *peer = server_peer_info(q->peer);

	if (!peer->suite)
		budget_take(&q->s->budget, peer->uid, mono_read_us());
}

/* Why the engine would not, in words. */
static const char *refusal(enum msg_type type, int r)
{
	switch (-r) {
	case ENOENT:
		return "there is no such alarm; psctl alarms --all shows them";
	case EALREADY:
		return type == MSG_ALARM_ACKNOWLEDGE ? "it is acknowledged already"
		       : type == MSG_ALARM_UNSHELVE  ? "it is not shelved"
		       : type == MSG_MAINTENANCE     ? "there is no maintenance to end"
						     : "it does not wait for a reset";
	case EBUSY:
		return "what it watches still holds: it can be reset when that is over";
	case ENODATA:
		return "it was not raised, so there is nothing to acknowledge";
	case ESTALE:
		return "it was raised again meanwhile; look at it anew";
	default:
		return strerrordesc_np(-r);
	}
}

static int ask_engine(const struct request *q, int rule)
{
	struct engine *e = q->s->engine;
	struct transitions *t = &q->s->transitions;

	switch (q->type) {
	case MSG_ALARM_ACKNOWLEDGE:
		return engine_acknowledge(e, rule, q->m.occurrence, q->now, q->m.note,
					  q->actor.name, t);
	case MSG_ALARM_SHELVE:
		return engine_shelve(e, rule, q->m.for_s * USEC_PER_SEC, q->now, q->m.note,
				     q->actor.name, t);
	case MSG_ALARM_UNSHELVE:
		return engine_unshelve(e, rule, q->now, t);
	case MSG_ALARM_RESET:
		return engine_reset(e, rule, q->now, t);
	default:
		return -EOPNOTSUPP;
	}
}

static uint64_t events_lost(const struct alarmd *s)
{
	struct journal_status status;

	journal_get_status(s->journal, &status);
	return status.lost;
}

/* Outputs first, then the journal, in the name of who asked. False when nothing had room for an
 * event of it: it is done all the same, and its state is kept. */
static bool carry_out(const struct request *q)
{
	struct alarmd *s = q->s;
	uint64_t lost = events_lost(s);

	count(q);
	holds_send(s);
	record_transitions(s, &s->transitions, &q->actor, q->m.note, 0);
	s->transitions.n = 0;
	/* in the transaction of these events, which begins when this turn of the loop ends */
	record_keep(s);
	return events_lost(s) == lost;
}

/* Does it, and answers when the disk has it. */
static void do_and_answer(const struct request *q, const char *sentence)
{
	if (carry_out(q))
		answer_later(q, sentence);
	else
		answer(q, EIO, "done, but its event is lost: neither the disk nor memory had room");
}

static const char *done_word(enum msg_type type)
{
	return type == MSG_ALARM_ACKNOWLEDGE ? "acknowledged"
	       : type == MSG_ALARM_SHELVE    ? "shelved"
	       : type == MSG_ALARM_UNSHELVE  ? "no longer shelved"
					     : "reset";
}

/* All alarms for which it makes sense; the others are passed over. */
static void ask_all(const struct request *q)
{
	char sentence[WIRE_SENTENCE_MAX];
	unsigned done = 0;

	if (q->type == MSG_ALARM_SHELVE) {
		answer(q, EINVAL, "name the alarm to shelve; maintenance is for all of them");
		return;
	}
	for (unsigned i = 0; i < engine_rules(q->s->engine)->n; i++)
		done += ask_engine(q, (int)i) == 0;
	if (done == 0) {
		answer(q, ENOENT, "no alarm waits for that");
		return;
	}
	(void)snprintf(sentence, sizeof(sentence), "%u alarm%s %s", done, done == 1 ? "" : "s",
		       done_word(q->type));
	do_and_answer(q, sentence);
}

static void ask_one(const struct request *q)
{
	AUTO_TEXT struct text sentence = TEXT_INIT;
	int rule = engine_find(q->s->engine, q->m.alarm);
	int r = rule < 0 ? rule : ask_engine(q, rule);

	text_printf(&sentence, "%s: ", q->m.alarm);
	if (r < 0) {
		text_add(&sentence, refusal(q->type, r));
		answer(q, -r, text_get(&sentence));
		return;
	}
	text_add(&sentence, done_word(q->type));
	if (q->type == MSG_ALARM_SHELVE) {
		text_add(&sentence, " for ");
		present_span(&sentence, q->m.for_s * USEC_PER_SEC);
	}
	do_and_answer(q, text_get(&sentence));
}

static int alarm_request(struct request *q, struct cursor *body)
{
	if (msg_alarm_request_get(body, &q->m) < 0)
		return -EBADMSG;
	server_actor(q->peer, &q->m.actor, &q->actor);
	if (!is_ready(q))
		return 0;
	if (q->type == MSG_ALARM_SHELVE && q->m.for_s == 0)
		answer(q, EINVAL, "shelve for how long? at most 7 days");
	else if (!may_write(q))
		return 0;
	else if (q->m.alarm[0])
		ask_one(q);
	else
		ask_all(q);
	return 0;
}

static int maintenance(struct request *q, struct cursor *body)
{
	struct alarmd *s = q->s;
	AUTO_TEXT struct text sentence = TEXT_INIT;
	int r;

	if (msg_alarm_request_get(body, &q->m) < 0)
		return -EBADMSG;
	server_actor(q->peer, &q->m.actor, &q->actor);
	if (!is_ready(q) || !may_write(q))
		return 0;
	r = engine_maintenance(s->engine, q->m.for_s * USEC_PER_SEC, q->now, &s->transitions);
	if (r < 0) {
		answer(q, -r, refusal(q->type, r));
		return 0;
	}
	(void)snprintf(s->maintenance_reason, sizeof(s->maintenance_reason), "%s", q->m.note);
	(void)snprintf(s->maintenance_by, sizeof(s->maintenance_by), "%s", q->actor.name);
	text_add(&sentence, q->m.for_s ? "maintenance for " : "the maintenance is over");
	if (q->m.for_s) {
		present_span(&sentence, q->m.for_s * USEC_PER_SEC);
		text_add(&sentence, ": alarms go on and drive outputs, but nobody is told");
	}
	do_and_answer(q, text_get(&sentence));
	return 0;
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

/* Kinds that others have to tell; the rest is what alarmd itself has seen. */
static bool may_append(enum event_kind kind)
{
	return kind == EVENT_SETTINGS_CHANGED || kind == EVENT_SETTINGS_REFUSED ||
	       kind == EVENT_EVENTS_LOST || kind == EVENT_NOTE || kind == EVENT_DELIVERY_FAILED ||
	       kind == EVENT_TEST || (kind >= EVENT_LOG_CLEARED && kind <= EVENT_LOG_DELETED);
}

static int event_append(struct request *q, struct cursor *body)
{
	struct journal_status status;
	struct event e;

	if (msg_event_append_get(body, &e) < 0)
		return -EBADMSG;
	if (!may_append(e.kind)) {
		answer(q, EINVAL, "events of this kind are alarmd's own");
		return 0;
	}
	if (!may_write(q))
		return 0;
	server_actor(q->peer, &e.actor, &q->actor);
	/* settingsd and loggerd are believed about who did what: they took that from the kernel
	 * themselves */
	if (!server_peer_info(q->peer)->suite || !e.actor.name[0])
		e.actor = q->actor;
	e.now = (struct instant){ 0 };
	e.flags &= EVENT_FLAG_MESSAGE;
	/* What waits in memory alone is asked for again by who is careful, and would be there
	 * twice. */
	journal_get_status(q->s->journal, &status);
	count(q);
	if (!q->s->engine_ready || status.stuck || record_event(q->s, &e) == 0)
		answer(q, EAGAIN, "the journal takes nothing at the moment; try again");
	else
		answer_later(q, "written");
	return 0;
}

/* Whoever tells people or managers finds the event in the journal, and tells it as any other. */
static int notify_test(struct request *q, struct cursor *body)
{
	struct event e = { .kind = EVENT_TEST };

	if (msg_alarm_request_get(body, &q->m) < 0)
		return -EBADMSG;
	server_actor(q->peer, &q->m.actor, &e.actor);
	if (!is_ready(q) || !may_write(q))
		return 0;
	(void)snprintf(e.text, sizeof(e.text), "%s", q->m.note);
	count(q);
	if (record_event(q->s, &e) == 0)
		answer(q, EAGAIN, "the journal takes nothing at the moment; try again");
	else
		answer_later(q, "the test stands in the journal, and is told from there");
	return 0;
}

static const struct {
	enum msg_type type;
	int (*handle)(struct request *q, struct cursor *body);
} table[] = {
	{ MSG_EVENTS_FROM, events_from },    { MSG_ALARM_ACKNOWLEDGE, alarm_request },
	{ MSG_ALARM_SHELVE, alarm_request }, { MSG_ALARM_UNSHELVE, alarm_request },
	{ MSG_ALARM_RESET, alarm_request },  { MSG_MAINTENANCE, maintenance },
	{ MSG_EVENT_APPEND, event_append },  { MSG_NOTIFY_TEST, notify_test },
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
	answer(&q, ENOSYS, "alarmd does not know this request");
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
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What people do with alarms: outputs first, then the journal, then the answer. */
#include <errno.h>
#include <stdio.h>

#include "daemons/alarmd/requests_internal.h"
#include "lib/base/text.h"
#include "lib/present/state.h"

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

	request_count(q);
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
		request_answer_later(q, sentence);
	else
		request_answer(q, EIO,
			       "done, but its event is lost: neither the disk nor memory had room");
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
		request_answer(q, EINVAL,
			       "name the alarm to shelve; maintenance is for all of them");
		return;
	}
	for (unsigned i = 0; i < engine_rules(q->s->engine)->n; i++)
		done += ask_engine(q, (int)i) == 0;
	if (done == 0) {
		request_answer(q, ENOENT, "no alarm waits for that");
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
		request_answer(q, -r, text_get(&sentence));
		return;
	}
	text_add(&sentence, done_word(q->type));
	if (q->type == MSG_ALARM_SHELVE) {
		text_add(&sentence, " for ");
		present_span(&sentence, q->m.for_s * USEC_PER_SEC);
	}
	do_and_answer(q, text_get(&sentence));
}

int request_alarm(struct request *q, struct cursor *body)
{
	if (msg_alarm_request_get(body, &q->m) < 0)
		return -EBADMSG;
	server_actor(q->peer, &q->m.actor, &q->actor);
	if (!request_may_ask(q) || !request_ready(q))
		return 0;
	if (q->type == MSG_ALARM_SHELVE && q->m.for_s == 0)
		request_answer(q, EINVAL, "shelve for how long? at most 7 days");
	else if (!request_may_write(q))
		return 0;
	else if (q->m.alarm[0])
		ask_one(q);
	else
		ask_all(q);
	return 0;
}

int request_maintenance(struct request *q, struct cursor *body)
{
	struct alarmd *s = q->s;
	AUTO_TEXT struct text sentence = TEXT_INIT;
	int r;

	if (msg_alarm_request_get(body, &q->m) < 0)
		return -EBADMSG;
	server_actor(q->peer, &q->m.actor, &q->actor);
	if (!request_may_ask(q) || !request_ready(q) || !request_may_write(q))
		return 0;
	r = engine_maintenance(s->engine, q->m.for_s * USEC_PER_SEC, q->now, &s->transitions);
	if (r < 0) {
		request_answer(q, -r, refusal(q->type, r));
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

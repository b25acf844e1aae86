// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Events that others ask for. */
#include <errno.h>
#include <stdio.h>

#include "daemons/alarmd/requests_internal.h"

/* Kinds that others have to tell; the rest is what alarmd itself has seen. */
static bool may_append(enum event_kind kind)
{
	return kind == EVENT_SETTINGS_CHANGED || kind == EVENT_SETTINGS_REFUSED ||
	       kind == EVENT_EVENTS_LOST || kind == EVENT_NOTE || kind == EVENT_DELIVERY_FAILED ||
	       kind == EVENT_TEST || (kind >= EVENT_LOG_CLEARED && kind <= EVENT_LOG_DELETED);
}

/*
 * What loggerd says of the log moves its alarm at once, also while the disk takes no event: it may
 * be the same card. False when it says what is known.
 */
static bool take_log(const struct request *q, const struct event *e)
{
	struct alarmd *s = q->s;

	if (!s->engine_ready || !log_word_is(e->kind))
		return true;
	s->summary_changed = true;
	alarmd_work_soon(s);
	return log_word_take(&s->log_word, q->peer, e);
}

/* Who did not hear the answer tells it again. */
static bool written_before(const struct alarmd *s, const struct event *e)
{
	return s->engine_ready && e->number && e->number == s->marks[e->kind];
}

static bool write_event(const struct request *q, struct event *e)
{
	struct alarmd *s = q->s;
	struct journal_status status;

	/* What waits in memory alone is asked for again by who is careful, and would be there
	 * twice. */
	journal_get_status(s->journal, &status);
	if (!s->engine_ready || status.stuck || record_told(s, e) == 0)
		return false;
	if (log_word_is(e->kind))
		record_log(s, e);
	return true;
}

int request_append(struct request *q, struct cursor *body)
{
	struct event e;

	if (msg_event_append_get(body, &e) < 0)
		return -EBADMSG;
	if (!may_append(e.kind)) {
		request_answer(q, EINVAL, "events of this kind are alarmd's own");
		return 0;
	}
	if (!request_may_write(q))
		return 0;
	server_actor(q->peer, &e.actor, &q->actor);
	/* settingsd and loggerd are believed about who did what: they took that from the kernel
	 * themselves */
	if (!server_peer_info(q->peer)->suite || !e.actor.name[0])
		e.actor = q->actor;
	e.now = (struct instant){ 0 };
	e.flags &= EVENT_FLAG_MESSAGE;
	if (!take_log(q, &e)) {
		request_answer(q, 0, "known");
		return 0;
	}
	request_count(q);
	if (written_before(q->s, &e))
		request_answer_later(q, "written before");
	else if (!write_event(q, &e))
		request_answer(q, EAGAIN, "the journal takes nothing at the moment; try again");
	else
		request_answer_later(q, "written");
	return 0;
}

/* Whoever tells people or managers finds the event in the journal, and tells it as any other. */
int request_notify_test(struct request *q, struct cursor *body)
{
	struct event e = { .kind = EVENT_TEST };

	if (msg_alarm_request_get(body, &q->m) < 0)
		return -EBADMSG;
	server_actor(q->peer, &q->m.actor, &e.actor);
	q->actor = e.actor;
	if (!request_may_ask(q) || !request_ready(q) || !request_may_write(q))
		return 0;
	(void)snprintf(e.text, sizeof(e.text), "%s", q->m.note);
	request_count(q);
	if (record_event(q->s, &e) == 0)
		request_answer(q, EAGAIN, "the journal takes nothing at the moment; try again");
	else
		request_answer_later(q, "the test stands in the journal, and is told from there");
	return 0;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What clients ask of sensord. The right that each message needs stands in lib/wire/msg.c. */
#include <errno.h>
#include <stdio.h>

#include "daemons/sensord/sensord.h"
#include "daemons/sensord/requests.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/daemon/persons.h"

static int facts_from(const struct request *q)
{
	struct msg_facts_from m;

	if (msg_facts_from_get(q->body, &m) < 0)
		return -EBADMSG;
	server_follow(q->s->server, q->peer, facts_place(q->s->facts, m.instance, m.from));
	return 0;
}

static int output_set(const struct request *q)
{
	char sentence[WIRE_SENTENCE_MAX] = "";
	struct msg_output_set m;
	struct actor actor;
	int error;

	if (msg_output_set_get(q->body, &m) < 0)
		return -EBADMSG;
	server_actor(q->peer, &m.actor, &actor);
	if (!person_may(q->s->settings, &actor, q->s->server, q->peer, q->id, MSG_OUTPUT_SET))
		return 0;
	error = outputs_set(q->s->outputs, &m, &actor, request_now(q), &q->s->snapshot, sentence);
	request_answer(q, error, sentence);
	return 0;
}

static int output_confirm(const struct request *q)
{
	char sentence[WIRE_SENTENCE_MAX] = "";
	struct msg_output_confirm m;
	struct actor actor;
	int error;

	if (msg_output_confirm_get(q->body, &m) < 0)
		return -EBADMSG;
	server_actor(q->peer, &m.actor, &actor);
	if (!person_may(q->s->settings, &actor, q->s->server, q->peer, q->id, MSG_OUTPUT_CONFIRM))
		return 0;
	error = outputs_confirm(q->s->outputs, &m, &actor, request_now(q), &q->s->snapshot,
				sentence);
	request_answer(q, error, sentence);
	return 0;
}

static int hold_all(const struct request *q)
{
	char sentence[WIRE_SENTENCE_MAX] = "";
	static const struct actor nobody;
	struct msg_hold_all m;
	struct actor actor;
	int error;

	if (msg_hold_all_get(q->body, &m) < 0)
		return -EBADMSG;
	server_actor(q->peer, &nobody, &actor);
	error = outputs_hold_all(q->s->outputs, &m, &actor, request_now(q), &q->s->snapshot,
				 sentence);
	request_answer(q, error, sentence);
	return 0;
}

static int modem(const struct request *q)
{
	struct msg_modem m;

	if (msg_modem_get(q->body, &m) < 0)
		return -EBADMSG;
	inputs_modem(q->s, &m, request_now(q).mono_us);
	request_answer(q, 0, "taken");
	return 0;
}

struct instant request_now(const struct request *q)
{
	return sensord_now(q->s, mono_read_us());
}

void request_answer(const struct request *q, int error, const char *sentence)
{
	server_reply(q->s->server, q->peer, q->id, error, "%s", sentence);
}

static const struct {
	enum msg_type type;
	int (*handle)(const struct request *q);
} table[] = {
	{ MSG_FACTS_FROM, facts_from },		  { MSG_OUTPUT_SET, output_set },
	{ MSG_OUTPUT_CONFIRM, output_confirm },	  { MSG_HOLD_ALL, hold_all },
	{ MSG_SIM_LIST, sim_request_list },	  { MSG_SIM_RUN, sim_request_run },
	{ MSG_SIM_SET, sim_request_set },	  { MSG_SIM_SPEED, sim_request_speed },
	{ MSG_SIM_JOIN, sim_request_join },	  { MSG_SIM_STEP, sim_request_step },
	{ MSG_SIM_RELEASE, sim_request_release }, { MSG_MODEM, modem },
};

int requests_handle(void *ctx, struct server_peer *p, const struct msg_head *head,
		    struct cursor *body)
{
	struct sensord *s = ctx;
	struct request q = { .s = s, .peer = p, .id = head->id, .body = body };

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		int r;

		if (table[i].type != head->type)
			continue;
		r = table[i].handle(&q);
		/* What the request changed is published now, not at the next tick. */
		if (r == 0)
			sensord_work(s);
		return r;
	}
	/* A request, but another daemon's. */
	request_answer(&q, ENOSYS, "sensord does not know this request");
	return 0;
}

void requests_denied(void *ctx, struct server_peer *p, const struct msg_head *head)
{
	struct sensord *s = ctx;
	static const struct actor nobody;
	struct fact f = { .kind = FACT_REQUEST_REFUSED, .channel = FACT_NO_CHANNEL };
	uint32_t held_back;

	/* A peer that tries again and again must not push the other facts out of the ring. */
	if (!log_limit_pass(&s->denied, mono_read_us(), USEC_PER_SEC, &held_back))
		return;
	server_actor(p, &nobody, &f.actor);
	(void)snprintf(f.text, sizeof(f.text), "no right to %s", msg_name(head->type));
	f.value = held_back;
	sensord_fact(s, &f);
}

void requests_gone(void *ctx, struct server_peer *p)
{
	struct sensord *s = ctx;

	lockstep_leave(&s->lockstep, p);
	/* The others may have waited for this one alone. */
	sensord_work_soon(s);
	if (s->sim && !lockstep_active(&s->lockstep))
		sim_set_lockstep(sim_source_sim(s->sim), false, mono_read_us());
}

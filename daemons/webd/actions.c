// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/actions_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/webd.h"
#include "lib/base/clock.h"

/* alarmd answers when the disk has the event, which a slow card may take a second or two for. */
#define REPLY_WITHIN_US (5 * USEC_PER_SEC)
/* A mail server may take a minute; so long a person looks at an empty page. */
#define TRY_WITHIN_US (20 * USEC_PER_SEC)
/* At once: a server keeps as many replies for us (OUTBOX_REPLIES_MAX). */
#define ACTIONS_MAX 16

/* ------------------------------------------------------------------ those that wait */

static void overdue(void *ctx, int64_t now_us);

static void arm(struct webd *w)
{
	struct actions *all = &w->actions;

	if (all->first)
		loop_arm(w->loop, &all->timer, all->first->due_us, overdue, w);
	else
		loop_disarm(w->loop, &all->timer);
}

/* Takes it off the list and answers it. */
static void end(struct webd *w, struct action **at, unsigned status, const char *sentence)
{
	struct http_answer a = { .status = 200 };
	struct action *x = *at;

	*at = x->next;
	w->actions.n--;
	action_put(w, &a, x, status, sentence);
	http_answer_later(x->later, &a);
	text_done(&a.body);
	free(x);
}

static void end_overdue(struct webd *w, struct action **at)
{
	enum order_verb verb = (*at)->verb;

	if (verb == ORDER_TRY)
		end(w, at, 202,
		    "it is on its way, and not answered yet; its outcome will be in the system's "
		    "journal (journalctl -u rmcu-notifyd)");
	else
		end(w, at, 503, action_sentence(verb, "does not answer; look whether it was done"));
}

static void overdue(void *ctx, int64_t now_us)
{
	struct webd *w = ctx;
	struct actions *all = &w->actions;

	while (all->first && all->first->due_us <= now_us)
		end_overdue(w, &all->first);
	arm(w);
}

/* It was done: now it is confirmed, and the answer to that is waited for. False when not. */
static bool settle(struct action *x)
{
	uint8_t packet[sizeof(x->confirm) + 32];
	int len;

	if (!x->settle || x->settled)
		return false;
	x->settled = true;
	x->id = client_next_id(&x->link->client);
	len = msg_output_confirm_put(packet, sizeof(packet), x->id, &x->confirm);
	return link_send(x->link, packet, len) >= 0;
}

/* Whether it had gone back to what it was of itself, so that nothing waited any more. */
static bool was_settled(const struct action *x, const struct msg_reply *reply)
{
	return x->settled && reply->error == ENOENT;
}

int actions_reply(struct webd *w, const struct link *l, const struct msg_head *head,
		  struct cursor *body)
{
	struct msg_reply reply;
	int r = msg_reply_get(body, &reply);

	if (r < 0)
		return r;
	/* also when nobody waits any more */
	if (l == &w->notifier)
		tries_over(&w->tries, head->id, &reply);
	for (struct action **at = &w->actions.first; *at; at = &(*at)->next) {
		if ((*at)->link != l || (*at)->id != head->id)
			continue;
		if (reply.error == 0 && settle(*at))
			return 0;
		if (was_settled(*at, &reply))
			reply = (struct msg_reply){ .sentence = "returned" };
		end(w, at, order_status((*at)->verb, reply.error),
		    *reply.sentence ? reply.sentence : "done");
		arm(w);
		return 0;
	}
	/* it came too late, and who asked has been told so */
	return 0;
}

void actions_lost(struct webd *w, const struct link *l)
{
	struct action **at = &w->actions.first;

	while (*at) {
		if ((*at)->link == l)
			end(w, at, 503,
			    action_sentence((*at)->verb, "has ended; look whether it was done"));
		else
			at = &(*at)->next;
	}
	if (w->loop)
		arm(w);
}

void actions_stop(struct webd *w)
{
	while (w->actions.first)
		end(w, &w->actions.first, 503, "rmcu-webd ends; look whether it was done");
	loop_disarm(w->loop, &w->actions.timer);
}

/* ------------------------------------------------------------------ asking */

static struct link *link_of(struct webd *w, enum order_verb verb)
{
	struct link *const links[] = {
		[ORDER_OF_ALARMD] = &w->alarms,
		[ORDER_OF_SENSORD] = &w->sensor,
		[ORDER_OF_NOTIFYD] = &w->notifier,
	};

	return links[order_server(verb)];
}

/* notifyd sends one after the other; of one to the same recipient his page says that it goes on. */
static bool is_another_under_way(struct webd *w, struct action *x, const struct order *o)
{
	const struct try_record *r =
		o->verb == ORDER_TRY ? tries_under_way(&w->tries, mono_read_us()) : NULL;

	x->recorded = r && streq(r->recipient, o->test.recipient);
	return r;
}

static void record(struct webd *w, struct action *x, const struct order *o)
{
	if (o->verb != ORDER_TRY)
		return;
	tries_begin(&w->tries, x->id, &o->test, answer_page(w, "", NULL).now_us, mono_read_us());
	x->recorded = true;
}

/* Sends it: 0, or the status to refuse it with and the sentence. */
static unsigned ask(struct webd *w, struct action *x, const struct order *o, const char **ret_why)
{
	/* an order with the longest texts is a tenth of it */
	static uint8_t packet[WIRE_SENTENCE_MAX * 4];
	struct link *l = link_of(w, o->verb);

	*ret_why = action_sentence(o->verb, "does not answer");
	if (!l->hello)
		return 503;
	if (is_another_under_way(w, x, o)) {
		*ret_why = "another test is on its way; try again when it is over";
		return 409;
	}
	if (w->actions.n >= ACTIONS_MAX) {
		*ret_why = "too much is asked for at once; try again in a while";
		return 503;
	}
	x->link = l;
	x->id = client_next_id(&l->client);
	x->due_us = mono_read_us() + (o->verb == ORDER_TRY ? TRY_WITHIN_US : REPLY_WITHIN_US);
	if (link_send(l, packet, order_put(packet, sizeof(packet), x->id, o)) < 0)
		return 503;
	record(w, x, o);
	return 0;
}

static void keep(struct webd *w, const struct action *like, const struct asked *q,
		 struct http_answer *a)
{
	struct action *x = malloc(sizeof(*x)), **at = &w->actions.first;

	if (x) {
		*x = *like;
		x->later = http_later(q->http);
	}
	if (!x || !x->later) {
		free(x);
		action_put(w, a, like, 503, "there is no memory; look whether it was done");
		return;
	}
	while (*at && (*at)->due_us <= x->due_us)
		at = &(*at)->next;
	x->next = *at;
	*at = x;
	w->actions.n++;
	arm(w);
}

static void act(struct webd *w, const struct asked *q, enum order_verb verb, struct http_answer *a)
{
	static struct fields f; /* large */
	struct order_world world = {
		.id = q->id,
		.channels = w->view.table.channels,
		.n_channels = w->view.table.n_channels,
		.now = w->view.any ? &w->view.snapshot : NULL,
		.who = &q->who,
		.address = q->http->address,
	};
	struct action x = { .verb = verb, .who = q->who };
	AUTO_TEXT struct text why = TEXT_INIT;
	const char *sentence;
	struct order o;
	unsigned status = fields_read(&f, http_header(q->http, "Content-Type"), q->http->body,
				      q->http->body_len, &sentence);

	x.form = f.form;
	action_go_back(&x, q, &f);
	if (!status) {
		status = order_read(verb, &f, &world, &o, &why);
		sentence = text_get(&why);
	}
	if (!status && o.settle) {
		x.settle = true;
		x.confirm.actor = o.set.actor;
		memcpy(x.confirm.channel, o.set.channel, sizeof(x.confirm.channel));
	}
	if (!status)
		status = ask(w, &x, &o, &sentence);
	if (status)
		action_put(w, a, &x, status, sentence);
	else
		keep(w, &x, q, a);
}

void answer_acknowledge(struct webd *w, const struct asked *q, struct http_answer *a)
{
	act(w, q, ORDER_ACKNOWLEDGE, a);
}

void answer_shelve(struct webd *w, const struct asked *q, struct http_answer *a)
{
	act(w, q, ORDER_SHELVE, a);
}

void answer_unshelve(struct webd *w, const struct asked *q, struct http_answer *a)
{
	act(w, q, ORDER_UNSHELVE, a);
}

void answer_reset(struct webd *w, const struct asked *q, struct http_answer *a)
{
	act(w, q, ORDER_RESET, a);
}

void answer_output(struct webd *w, const struct asked *q, struct http_answer *a)
{
	act(w, q, ORDER_OUTPUT, a);
}

void answer_confirm(struct webd *w, const struct asked *q, struct http_answer *a)
{
	act(w, q, ORDER_CONFIRM, a);
}

void answer_try(struct webd *w, const struct asked *q, struct http_answer *a)
{
	act(w, q, ORDER_TRY, a);
}

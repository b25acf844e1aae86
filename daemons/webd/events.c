// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/events.h"

#include <errno.h>
#include <sys/epoll.h>

#include "daemons/webd/webd.h"
#include "lib/base/util.h"

/* Packets in one turn before anybody else has his. */
#define PACKETS_A_TURN 64

static int take_hello(struct events *e, struct cursor *body)
{
	/* large */
	struct msg_hello *hello = &e->w->no_table;
	int r = msg_hello_get(body, hello);

	if (r == 0 && hello->protocol != WIRE_PROTOCOL)
		r = -EPROTONOSUPPORT;
	return r < 0 ? r : e->calls->ready(e->ctx);
}

static int take_event(struct events *e, struct cursor *body)
{
	struct event event;
	int r = msg_event_get(body, &event);

	return r < 0 ? r : e->calls->event(e->ctx, &event);
}

static int take_gap(struct events *e, struct cursor *body)
{
	struct msg_fact_gap gap;
	int r = msg_fact_gap_get(body, &gap);

	return r < 0 ? r : e->calls->gap(e->ctx, gap.next);
}

static int take(struct events *e, const struct msg_head *head, struct cursor *body)
{
	switch (head->type) {
	case MSG_HELLO:
		return take_hello(e, body);
	case MSG_EVENT:
		return take_event(e, body);
	case MSG_EVENT_GAP:
		return take_gap(e, body);
	case MSG_REFUSED:
		return -EACCES;
	default:
		return 0;
	}
}

static void readable(void *ctx, uint32_t mask)
{
	struct events *e = ctx;
	struct msg_head head;
	struct cursor body;

	(void)mask;
	for (unsigned i = 0; i < PACKETS_A_TURN; i++) {
		int r = client_receive(&e->client, 0, &head, &body);

		if (r == 0)
			return;
		if (r > 0)
			r = take(e, &head, &body);
		if (r < 0)
			e->calls->lost(e->ctx);
		if (r != 0)
			return;
	}
}

int events_open(struct events *e, struct webd *w, const struct events_calls *calls, void *ctx)
{
	char path[CLIENT_PATH_MAX];
	int r;

	*e = (struct events){ .client = CLIENT_INIT, .w = w, .calls = calls, .ctx = ctx };
	client_path("alarm", path);
	r = client_connect(&e->client, path);
	if (r == 0)
		r = loop_watch(w->loop, &e->source, e->client.fd, EPOLLIN, readable, e);
	return r;
}

void events_close(struct events *e)
{
	loop_unwatch(e->w->loop, &e->source);
	client_done(&e->client);
}

int events_ask(struct events *e, uint64_t from)
{
	struct msg_events_from m = { .from = from };
	uint8_t packet[64];
	int len = msg_events_from_put(packet, sizeof(packet), client_next_id(&e->client), &m);

	return len < 0 ? len : client_send(&e->client, packet, (size_t)len);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/event_reader.h"

#include <errno.h>
#include <sysexits.h>

#include "lib/base/clock.h"

int event_reader_ask(const struct event_reader *r, uint64_t from)
{
	struct client *c = &r->link->link.client;
	struct msg_events_from m = { .from = from };
	uint8_t packet[64];
	int len = msg_events_from_put(packet, sizeof(packet), client_next_id(c), &m);
	int sent = len < 0 ? len : client_send(c, packet, (size_t)len);

	return sent < 0 ? link_lost(&r->link->link, sent) : EX_OK;
}

static int take_event(const struct event_reader *r, struct cursor *body, uint64_t *ret_number)
{
	struct event e;
	int error = msg_event_get(body, &e);

	if (error < 0)
		return link_lost(&r->link->link, error);
	*ret_number = e.number;
	return r->event(r->ctx, &e);
}

static int take_gap(const struct event_reader *r, struct cursor *body, uint64_t *ret_number)
{
	struct msg_fact_gap gap;
	int error = msg_fact_gap_get(body, &gap);

	if (error < 0)
		return link_lost(&r->link->link, error);
	*ret_number = gap.next - 1;
	return r->gap(r->ctx, &gap);
}

/* Handles one packet: -1 to go on. *number grows with the stream. */
static int take(const struct event_reader *r, const struct msg_head *head, struct cursor *body,
		uint64_t *number)
{
	int error;

	switch (head->type) {
	case MSG_EVENT:
		return take_event(r, body, number);
	case MSG_EVENT_GAP:
		return take_gap(r, body, number);
	default:
		error = alarm_link_take(r->link, head, body);
		return error < 0 ? link_lost(&r->link->link, error) : -1;
	}
}

int event_reader_run(const struct event_reader *r, uint64_t to)
{
	int64_t heard_us = mono_read_us();
	uint64_t number = 0;

	while (number < to) {
		int64_t left_us =
			to == UINT64_MAX ? INT64_MAX : heard_us + LINK_REPLY_US - mono_read_us();
		uint64_t before = number;
		struct msg_head head;
		struct cursor body;
		int code = client_receive(&r->link->link.client, MAX(left_us, 0), &head, &body);

		if (code <= 0)
			return link_lost(&r->link->link, code < 0 ? code : -ETIMEDOUT);
		code = take(r, &head, &body, &number);
		if (code >= 0)
			return code;
		/* what else it says is no sign that the events still come */
		if (number != before)
			heard_us = mono_read_us();
	}
	return EX_OK;
}

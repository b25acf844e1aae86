// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/settingsd/herald.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

#define PAUSE_FIRST_US (200 * USEC_PER_MSEC)
#define PAUSE_MOST_US  (30 * USEC_PER_SEC)
/* alarmd answers when the event is on its disk; one that says nothing for so long is hung. */
#define ANSWER_WITHIN_US (30 * USEC_PER_SEC)
/* alarmd dates events when it takes them; one that had to wait says when it was. */
#define LATE_US (10 * USEC_PER_SEC)

static void try_again(void *ctx, int64_t now_us);

static void give_up(struct herald *h)
{
	loop_unwatch(h->loop, &h->source);
	client_done(&h->client);
	h->hello = false;
	h->waiting = 0;
	loop_arm(h->loop, &h->retry, mono_read_us() + h->pause_us, try_again, h);
	h->pause_us = MIN(h->pause_us * 2, PAUSE_MOST_US);
}

static void finish(struct herald *h)
{
	loop_disarm(h->loop, &h->retry);
	loop_unwatch(h->loop, &h->source);
	client_done(&h->client);
	h->hello = false;
}

static void date(struct event *e)
{
	char when[CLOCK_RFC3339_MAX];
	size_t len = strlen(e->text);

	if (instant_read().wall_us - e->now.wall_us < LATE_US)
		return;
	clock_format_utc(e->now.wall_us, when);
	(void)snprintf(e->text + len, sizeof(e->text) - len, " (at %s)", when);
}

static int send_first(struct herald *h)
{
	uint8_t packet[EVENT_PACKET_MAX];
	struct event e;
	int len;

	if (h->waiting || !h->hello)
		return 0;
	if (!pending_first(h->pending, &e)) {
		finish(h);
		return 0;
	}
	date(&e);
	h->waiting = client_next_id(&h->client);
	len = msg_event_append_put(packet, sizeof(packet), h->waiting, &e);
	loop_arm(h->loop, &h->retry, mono_read_us() + ANSWER_WITHIN_US, try_again, h);
	return len < 0 ? len : client_send(&h->client, packet, (size_t)len);
}

static int take_reply(struct herald *h, struct cursor *body)
{
	struct msg_reply reply;
	int r = msg_reply_get(body, &reply);

	if (r < 0)
		return r;
	/* what will never be taken must not stand in the way of the others */
	if (reply.error == EINVAL || reply.error == EACCES)
		log_error("alarmd refuses an audit event: %s", reply.sentence);
	else if (reply.error)
		return -EAGAIN;
	pending_drop_first(h->pending);
	h->waiting = 0;
	h->pause_us = PAUSE_FIRST_US;
	return send_first(h);
}

static int take(struct herald *h, const struct msg_head *head, struct cursor *body)
{
	if (head->type == MSG_HELLO) {
		h->hello = true;
		return send_first(h);
	}
	if (head->type == MSG_REFUSED)
		return -EACCES;
	return head->id && head->id == h->waiting ? take_reply(h, body) : 0;
}

static void readable(void *ctx, uint32_t events)
{
	struct herald *h = ctx;
	struct msg_head head;
	struct cursor body;
	int r = 1;

	(void)events;
	while (r > 0 && h->client.fd >= 0) {
		r = client_receive(&h->client, 0, &head, &body);
		if (r > 0 && take(h, &head, &body) < 0)
			r = -EIO;
	}
	if (r < 0)
		give_up(h);
}

static void try_again(void *ctx, int64_t now_us)
{
	struct herald *h = ctx;
	char path[CLIENT_PATH_MAX];
	int r;

	if (h->client.fd >= 0) {
		/* it does not answer */
		give_up(h);
		return;
	}
	client_path("alarm", path);
	r = client_connect(&h->client, path);
	if (r == 0)
		r = loop_watch(h->loop, &h->source, h->client.fd, EPOLLIN, readable, h);
	if (r < 0)
		give_up(h);
	else
		loop_arm(h->loop, &h->retry, now_us + ANSWER_WITHIN_US, try_again, h);
}

void herald_start(struct herald *h, struct loop *loop, struct pending *pending)
{
	*h = (struct herald){
		.loop = loop,
		.pending = pending,
		.client = CLIENT_INIT,
		.pause_us = PAUSE_FIRST_US,
	};
	herald_wake(h);
}

void herald_stop(struct herald *h)
{
	if (h->loop)
		finish(h);
}

void herald_wake(struct herald *h)
{
	if (h->pending->n == 0)
		return;
	if (h->client.fd < 0)
		loop_arm(h->loop, &h->retry, mono_read_us(), try_again, h);
	else if (send_first(h) < 0)
		give_up(h);
}

bool herald_busy(const struct herald *h)
{
	return h->pending->n > 0 && h->hello;
}

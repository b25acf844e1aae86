// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/link.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

#include "lib/base/log.h"
#include "lib/base/util.h"

/* A daemon is back 100 ms after a kill; a socket that is not there at all is asked for less often.
 */
#define RETRY_FIRST_US (50 * USEC_PER_MSEC)
#define RETRY_MOST_US  (2 * USEC_PER_SEC)
/* A connect to a hung service succeeds. */
#define HELLO_WITHIN_US (2 * USEC_PER_SEC)

/* Between two looks of an unhurried one: what comes meanwhile at 10 Hz fits the queue. */
#define REST_US (300 * USEC_PER_MSEC)
/* The server's queue of snapshots (outbox.c): behind a full one the newest still waits. */
#define QUEUE_FULL 4
/* After something was sent its answer is read at once, and what comes of it. */
#define EAGER_US (2 * USEC_PER_SEC)

/* Packets taken in one turn before anybody else has his: more than a full queue of the kernel. */
#define PACKETS_A_TURN 256

static void try_connect(void *ctx, int64_t now_us);
static void look(void *ctx, int64_t now_us);

static void watch(struct link *l, uint32_t events)
{
	if (l->source.events != events)
		(void)loop_change(l->loop, &l->source, events);
}

/* Its end is heard also at rest: that is told without being asked for (epoll_ctl(2)). */
static void rest(struct link *l, unsigned taken)
{
	int64_t now_us = mono_read_us();

	if (!l->unhurried || !l->hello || now_us < l->eager_us || taken >= QUEUE_FULL) {
		watch(l, EPOLLIN);
		return;
	}
	watch(l, 0);
	loop_arm(l->loop, &l->rest, now_us + REST_US, look, l);
}

void link_hurry(struct link *l)
{
	int64_t now_us = mono_read_us();

	l->eager_us = now_us + EAGER_US;
	if (!l->unhurried || !l->hello)
		return;
	loop_disarm(l->loop, &l->rest);
	watch(l, EPOLLIN);
}

void link_lose(struct link *l, const char *why)
{
	if (l->hello)
		log_notice("%s is gone (%s), trying again", l->server, why);
	loop_disarm(l->loop, &l->rest);
	loop_unwatch(l->loop, &l->source);
	client_done(&l->client);
	l->hello = false;
	if (l->calls->lost)
		l->calls->lost(l->ctx);
	loop_arm(l->loop, &l->retry, mono_read_us() + l->pause_us, try_connect, l);
	l->pause_us = MIN(l->pause_us * 2, RETRY_MOST_US);
}

int link_send(struct link *l, const void *packet, int len)
{
	if (len < 0)
		return len;
	link_hurry(l);
	return client_send(&l->client, packet, (size_t)len);
}

static int take_hello(struct link *l, struct cursor *body)
{
	bool first = !l->hello;
	int r = msg_hello_get(body, l->table);

	if (r < 0)
		return r;
	if (l->table->protocol != WIRE_PROTOCOL)
		return -EPROTONOSUPPORT;
	l->pause_us = RETRY_FIRST_US;
	l->hello = true;
	if (first)
		l->eager_us = mono_read_us() + EAGER_US;
	if (first)
		log_info("connected to %s, %u channels%s", l->server, l->table->n_channels,
			 l->table->simulated ? " (simulated)" : "");
	return l->calls->hello ? l->calls->hello(l->ctx, first) : 0;
}

static int take(struct link *l, const struct msg_head *head, struct cursor *body)
{
	struct msg_reply refused;

	if (head->type == MSG_HELLO)
		return take_hello(l, body);
	if (head->type == MSG_REFUSED) {
		if (msg_reply_get(body, &refused) == 0)
			log_error("%s refuses the connection: %s", l->server, refused.sentence);
		return -EACCES;
	}
	if (!l->hello)
		return -EPROTO;
	return l->calls->take(l->ctx, head, body);
}

static void readable(void *ctx, uint32_t events)
{
	struct link *l = ctx;
	struct msg_head head;
	struct cursor body;
	unsigned n;
	int r = 0;

	(void)events;
	for (n = 0; n < PACKETS_A_TURN && r >= 0; n++) {
		r = client_receive(&l->client, 0, &head, &body);
		if (r <= 0)
			break;
		l->heard_us = mono_read_us();
		r = take(l, &head, &body);
	}
	if (r < 0)
		link_lose(l, r == -ECONNRESET ? "it ended" : strerrordesc_np(-r));
	else
		rest(l, n);
	if (l->calls->heard)
		l->calls->heard(l->ctx);
}

/* A rest is over: what has come is read without asking first whether there is any. */
static void look(void *ctx, int64_t now_us)
{
	(void)now_us;
	readable(ctx, 0);
}

static void hello_overdue(void *ctx, int64_t now_us)
{
	struct link *l = ctx;

	(void)now_us;
	if (!l->hello)
		link_lose(l, "it accepts and says nothing");
}

static void try_connect(void *ctx, int64_t now_us)
{
	struct link *l = ctx;
	char path[CLIENT_PATH_MAX];
	int r;

	client_path(l->socket, path);
	r = client_connect(&l->client, path);
	if (r == 0)
		r = loop_watch(l->loop, &l->source, l->client.fd, EPOLLIN, readable, l);
	if (r < 0) {
		link_lose(l, strerrordesc_np(-r));
		return;
	}
	loop_arm(l->loop, &l->retry, now_us + HELLO_WITHIN_US, hello_overdue, l);
}

void link_start(struct link *l)
{
	l->client = CLIENT_INIT;
	l->pause_us = RETRY_FIRST_US;
	l->heard_us = mono_read_us();
	try_connect(l, l->heard_us);
}

void link_stop(struct link *l)
{
	/* one that was never started has no loop */
	if (!l->loop)
		return;
	loop_disarm(l->loop, &l->retry);
	loop_disarm(l->loop, &l->rest);
	loop_unwatch(l->loop, &l->source);
	client_done(&l->client);
	l->hello = false;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/bus/outbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lib/base/util.h"

/* Snapshots that a slow peer may find waiting. */
#define BOUND_MESSAGES 4
/* The kernel's own cost of a queued packet (struct sk_buff and its shared info), generously. */
#define PACKET_OVERHEAD 1024

int topic_set(struct topic *t, const void *packet, size_t len)
{
	if (len > t->room) {
		uint8_t *bytes = realloc(t->bytes, len);

		if (!bytes)
			return -ENOMEM;
		t->bytes = bytes;
		t->room = len;
	}
	memcpy(t->bytes, packet, len);
	t->len = len;
	return 0;
}

void outbox_init(struct outbox *o, int (*hello)(void *ctx, void *buf, size_t size),
		 int (*stream)(void *ctx, uint64_t *at, void *buf, size_t size), void *ctx)
{
	*o = (struct outbox){ .hello = hello, .stream = stream, .ctx = ctx };
}

void outbox_done(struct outbox *o)
{
	for (unsigned i = 0; i < o->n_replies; i++)
		free(o->replies[i].bytes);
	o->n_replies = 0;
}

bool outbox_mark(struct outbox *o, unsigned topic)
{
	uint32_t bit = UINT32_C(1) << topic;
	bool waited = o->marks & bit;

	o->marks |= bit;
	return waited;
}

void outbox_unmark(struct outbox *o, unsigned topic)
{
	o->marks &= ~(UINT32_C(1) << topic);
}

void outbox_follow(struct outbox *o, uint64_t at)
{
	o->follows = true;
	o->more = true;
	o->at = at;
}

bool outbox_stream_more(struct outbox *o)
{
	o->more = o->follows;
	return o->follows;
}

int outbox_queue(struct outbox *o, const void *packet, size_t len)
{
	struct reply *r;

	if (o->n_replies == OUTBOX_REPLIES_MAX)
		return -ENOBUFS;
	r = &o->replies[o->n_replies];
	r->bytes = malloc(len);
	if (!r->bytes)
		return -ENOMEM;
	memcpy(r->bytes, packet, len);
	r->len = len;
	o->n_replies++;
	return 0;
}

bool outbox_empty(const struct outbox *o)
{
	return o->marks == 0 && o->n_replies == 0 && !o->more;
}

static void set_send_buffer(int fd, int bytes)
{
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
}

/* 1 sent, 0 no room, negative errno when the peer is gone. */
static int try_send(struct outbox *o, int fd, const void *packet, size_t len)
{
	ssize_t n = send(fd, packet, len, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n < 0 && errno == EMSGSIZE && o->send_buffer) {
		/* Larger than the bounded buffer (a HELLO): this once with room for it. */
		set_send_buffer(fd, (int)len + PACKET_OVERHEAD);
		n = send(fd, packet, len, MSG_DONTWAIT | MSG_NOSIGNAL);
		set_send_buffer(fd, o->send_buffer);
	}
	if (n >= 0)
		return 1;
	return errno == EAGAIN || errno == ENOBUFS || errno == EINTR ? 0 : -errno;
}

static int flush_replies(struct outbox *o, int fd)
{
	while (o->n_replies > 0) {
		int r = try_send(o, fd, o->replies[0].bytes, o->replies[0].len);

		if (r <= 0)
			return r;
		free(o->replies[0].bytes);
		o->n_replies--;
		memmove(&o->replies[0], &o->replies[1], o->n_replies * sizeof(o->replies[0]));
	}
	return 1;
}

static int flush_topic(struct outbox *o, int fd, unsigned topic, const struct topic *topics,
		       uint8_t *scratch, size_t size)
{
	const void *packet = topics[topic].bytes;
	size_t len = topics[topic].len;
	int r;

	/* The HELLO is made for each peer: it tells him his rights. */
	if (topic == 0) {
		r = o->hello(o->ctx, scratch, size);
		if (r < 0)
			return r;
		packet = scratch;
		len = (size_t)r;
	}
	r = try_send(o, fd, packet, len);
	if (r > 0)
		o->marks &= ~(UINT32_C(1) << topic);
	return r;
}

static int flush_topics(struct outbox *o, int fd, const struct topic *topics, uint8_t *scratch,
			size_t size)
{
	while (o->marks) {
		int r = flush_topic(o, fd, (unsigned)__builtin_ctz(o->marks), topics, scratch,
				    size);

		if (r <= 0)
			return r;
	}
	return 1;
}

static int flush_stream(struct outbox *o, int fd, uint8_t *scratch, size_t size)
{
	while (o->more) {
		uint64_t at = o->at;
		int r = o->stream(o->ctx, &at, scratch, size);

		if (r < 0)
			return r;
		if (r == 0) {
			o->more = false;
			break;
		}
		r = try_send(o, fd, scratch, (size_t)r);
		if (r <= 0)
			return r;
		o->at = at;
	}
	return 1;
}

int outbox_flush(struct outbox *o, int fd, const struct topic *topics, uint8_t *scratch,
		 size_t size)
{
	int r;

	/* A HELLO first: what follows speaks of its channel table. */
	if (o->marks & 1) {
		r = flush_topic(o, fd, 0, topics, scratch, size);
		if (r <= 0)
			return r < 0 ? r : 1;
	}
	r = flush_replies(o, fd);
	if (r > 0)
		r = flush_stream(o, fd, scratch, size);
	if (r > 0)
		r = flush_topics(o, fd, topics, scratch, size);
	if (r < 0)
		return r;
	return outbox_empty(o) ? 0 : 1;
}

void outbox_bound(struct outbox *o, int fd, size_t len)
{
	/* setsockopt doubles it for its own bookkeeping (socket(7)), so half of what is meant */
	int bytes = (int)(BOUND_MESSAGES * (len + PACKET_OVERHEAD) / 2);

	if (o->send_buffer == bytes)
		return;
	o->send_buffer = bytes;
	set_send_buffer(fd, bytes);
}

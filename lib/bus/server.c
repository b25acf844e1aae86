// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/bus/server_internal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"

static void peer_ready(void *ctx, uint32_t events);

static void reap(void *ctx, int64_t now_us)
{
	struct server *s = ctx;
	struct server_peer **at = &s->peers;

	(void)now_us;
	while (*at) {
		struct server_peer *p = *at;

		if (!p->doomed) {
			at = &p->next;
			continue;
		}
		*at = p->next;
		s->counts.peers--;
		if (s->calls.gone)
			s->calls.gone(s->ctx, p);
		(void)close(p->source.fd);
		outbox_done(&p->box);
		free(p);
	}
	server_keep_spare(s);
}

static void doom(struct server_peer *p)
{
	if (p->doomed)
		return;
	p->doomed = true;
	loop_unwatch(p->server->loop, &p->source);
	loop_arm(p->server->loop, &p->server->reaper, 1, reap, p->server);
}

/* What the outbox asks for: the newest HELLO, or the next packet of the stream. */
static int write_hello(void *ctx, void *buf, size_t size)
{
	struct server_peer *p = ctx;

	return p->server->calls.hello(p->server->ctx, p->info.rights, buf, size);
}

static int write_stream(void *ctx, uint64_t *at, void *buf, size_t size)
{
	struct server_peer *p = ctx;

	if (!p->server->calls.stream)
		return 0;
	return p->server->calls.stream(p->server->ctx, at, buf, size);
}

/* Sends what waits; then waits for room only if something is left. */
static void flush(struct server_peer *p)
{
	struct server *s = p->server;
	int r = outbox_flush(&p->box, p->source.fd, s->topics, s->buf, sizeof(s->buf));

	if (r < 0) {
		doom(p);
		return;
	}
	(void)loop_change(s->loop, &p->source, r > 0 ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void drop(struct server_peer *p, const char *why)
{
	struct server *s = p->server;
	uint32_t held_back;

	s->counts.dropped++;
	if (log_limit_pass(&s->log_dropped, mono_read_us(), LOG_EVERY_US, &held_back))
		log_warning("dropped client '%s' (pid %d): %s%s", p->info.name, (int)p->info.pid,
			    why, held_back ? "; others before it were dropped too" : "");
	doom(p);
}

static void refuse_request(struct server_peer *p, const struct msg_head *head, unsigned right)
{
	uint32_t id = head->id;

	if (right == RIGHT_SUITE || right == RIGHT_MODEM)
		server_reply(p->server, p, id, EACCES, "only the suite's own daemons may do that");
	else
		server_reply(p->server, p, id, EACCES, "you are not in group %s",
			     right == RIGHT_ADMIN     ? "rmcu-admin"
			     : right == RIGHT_CONTROL ? "rmcu-control"
						      : "rmcu");
	if (p->server->calls.denied)
		p->server->calls.denied(p->server->ctx, p, head);
}

/* A packet with a head goes to the owner, if the peer may send it. */
static void hand_over(struct server_peer *p, const struct msg_head *head, struct cursor *body)
{
	struct server *s = p->server;
	unsigned right = msg_right_needed(head->type);

	if (right == 0)
		drop(p, "a message that is not a request");
	else if (!(p->info.rights & right))
		refuse_request(p, head, right);
	else if (s->calls.request(s->ctx, p, head, body) < 0)
		drop(p, "a malformed message");
}

/* One packet from a peer; a negative errno when it is gone. */
static int take_request(struct server_peer *p)
{
	struct server *s = p->server;
	struct msg_head head;
	struct cursor body;
	ssize_t n = recv(p->source.fd, s->request, sizeof(s->request), MSG_DONTWAIT | MSG_TRUNC);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	if (n == 0)
		return -ECONNRESET;
	body = cursor_reader(s->request, MIN((size_t)n, sizeof(s->request)));
	if (n > WIRE_REQUEST_MAX)
		drop(p, "a message larger than any request");
	else if (msg_get_head(&body, &head) < 0)
		drop(p, "a message without a head");
	else
		hand_over(p, &head, &body);
	return 0;
}

static void peer_ready(void *ctx, uint32_t events)
{
	struct server_peer *p = ctx;

	if (events & EPOLLOUT)
		flush(p);
	/* One a turn: clients rarely ask twice at once, and who floods leaves the others their
	 * turn. */
	if (!p->doomed && take_request(p) < 0)
		doom(p);
	if (!p->doomed && events & (EPOLLHUP | EPOLLERR) && !(events & EPOLLIN))
		doom(p);
}

/* After the first flush, so that a large HELLO had the kernel's default room. */
static void bound(struct server_peer *p)
{
	unsigned bulk = p->server->calls.bulk_topic;

	if (bulk && p->server->topics[bulk].len > 0)
		outbox_bound(&p->box, p->source.fd, p->server->topics[bulk].len);
}

int server_admit(struct server *s, int fd, const struct peer *info)
{
	struct server_peer *p = calloc(1, sizeof(*p));
	int r;

	if (!p)
		return -ENOMEM;
	p->server = s;
	p->info = *info;
	outbox_init(&p->box, write_hello, write_stream, p);
	r = loop_watch(s->loop, &p->source, fd, EPOLLIN, peer_ready, p);
	if (r < 0) {
		free(p);
		return r;
	}
	p->next = s->peers;
	s->peers = p;
	s->counts.peers++;
	if (s->calls.newcomer)
		s->calls.newcomer(s->ctx);
	for (unsigned i = 0; i < SERVER_TOPICS_MAX; i++)
		if (i == 0 || s->topics[i].len > 0)
			outbox_mark(&p->box, i);
	flush(p);
	bound(p);
	return 0;
}

int server_new(struct loop *loop, int listen_fd, const struct server_calls *calls, void *ctx,
	       struct server **ret_server)
{
	struct server *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return -ENOMEM;
	s->loop = loop;
	s->calls = *calls;
	s->ctx = ctx;
	s->spare_fd = -1;
	server_keep_spare(s);
	peer_names_load(&s->names);
	r = loop_watch(loop, &s->listener, listen_fd, EPOLLIN, server_accept, s);
	if (r < 0) {
		if (s->spare_fd >= 0)
			(void)close(s->spare_fd);
		free(s);
		return r;
	}
	*ret_server = s;
	return 0;
}

struct server *server_free(struct server *s)
{
	if (!s)
		return NULL;
	for (struct server_peer *p = s->peers; p; p = p->next)
		doom(p);
	loop_disarm(s->loop, &s->pause);
	loop_disarm(s->loop, &s->reaper);
	reap(s, 0);
	loop_unwatch(s->loop, &s->listener);
	(void)close(s->listener.fd);
	if (s->spare_fd >= 0)
		(void)close(s->spare_fd);
	for (unsigned i = 0; i < SERVER_TOPICS_MAX; i++)
		free(s->topics[i].bytes);
	free(s);
	return NULL;
}

void server_publish(struct server *s, unsigned topic, const void *packet, size_t len)
{
	if (topic_set(&s->topics[topic], packet, len) < 0)
		return;
	for (struct server_peer *p = s->peers; p; p = p->next) {
		if (p->doomed)
			continue;
		/* Something waits already: the kernel has no room, asking it again would cost. */
		if (!outbox_empty(&p->box)) {
			s->counts.skipped += outbox_mark(&p->box, topic);
			continue;
		}
		if (topic == s->calls.bulk_topic)
			bound(p);
		(void)outbox_mark(&p->box, topic);
		flush(p);
	}
}

void server_refresh(struct server *s, unsigned topic, const void *packet, size_t len)
{
	(void)topic_set(&s->topics[topic], packet, len);
}

void server_withdraw(struct server *s, unsigned topic)
{
	s->topics[topic].len = 0;
	for (struct server_peer *p = s->peers; p; p = p->next)
		outbox_unmark(&p->box, topic);
}

void server_hello_again(struct server *s)
{
	for (struct server_peer *p = s->peers; p; p = p->next) {
		if (p->doomed)
			continue;
		(void)outbox_mark(&p->box, 0);
		flush(p);
	}
}

void server_stream_more(struct server *s)
{
	for (struct server_peer *p = s->peers; p; p = p->next)
		if (!p->doomed && outbox_stream_more(&p->box))
			flush(p);
}

void server_follow(struct server *s, struct server_peer *p, uint64_t at)
{
	(void)s;
	outbox_follow(&p->box, at);
	flush(p);
}

void server_send(struct server *s, struct server_peer *p, const void *packet, size_t len)
{
	(void)s;
	if (p->doomed)
		return;
	if (outbox_queue(&p->box, packet, len) < 0) {
		drop(p, "it does not take its replies");
		return;
	}
	flush(p);
}

void server_reply(struct server *s, struct server_peer *p, uint32_t id, int error, const char *fmt,
		  ...)
{
	uint8_t packet[WIRE_SENTENCE_MAX + 32];
	struct msg_reply m = { .error = (uint32_t)error };
	va_list ap;
	int len;

	va_start(ap, fmt);
	(void)vsnprintf(m.sentence, sizeof(m.sentence), fmt, ap);
	va_end(ap);
	len = msg_reply_put(packet, sizeof(packet), MSG_REPLY, id, &m);
	if (len > 0)
		server_send(s, p, packet, (size_t)len);
}

const struct peer *server_peer_info(const struct server_peer *p)
{
	return &p->info;
}

void server_actor(const struct server_peer *p, const struct actor *claimed, struct actor *ret_actor)
{
	/* What a person types goes through psctl; every other door is one of the suite's. */
	bool own_door = streq(claimed->door, "psctl");

	if (p->info.believed && claimed->name[0]) {
		*ret_actor = *claimed;
		return;
	}
	*ret_actor = (struct actor){ 0 };
	(void)snprintf(ret_actor->name, sizeof(ret_actor->name), "%s", p->info.name);
	(void)snprintf(ret_actor->door, sizeof(ret_actor->door), "%s",
		       own_door ? claimed->door : "bus");
}

struct server_counts server_counts(const struct server *s)
{
	return s->counts;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A server of the bus and its peers in one process, turned by hand: for test_server.c and
 * test_client.c. */
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/bus/client.h"
#include "lib/bus/server.h"
#include "tests/unit/test.h"

#define TEST_DEADLINE_US (20 * USEC_PER_SEC)
#define TOPIC_SNAPSHOT	 1
#define TOPIC_HEALTH	 2

/* Facts that the server of the tests has: numbers from 1 to .facts, packets of that number. */
static struct bus_test {
	struct loop *loop;
	struct server *server;
	char path[64];
	unsigned hello_channels;
	uint64_t facts, oldest;
	unsigned gone;
	uint64_t refreshed; /* number of the snapshot that a newcomer brings about; 0 for none */
	unsigned requests;
	uint64_t last_request;
	int reply_error; /* < 0: the request is called malformed */
	unsigned replies_each;
} bus;

static int bus_hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	static struct msg_hello m;

	(void)ctx;
	m = (struct msg_hello){ .protocol = WIRE_PROTOCOL,
				.version = "test",
				.service = "sensord",
				.instance = 77,
				.rights = (uint8_t)rights,
				.n_channels = (uint8_t)bus.hello_channels };
	for (unsigned i = 0; i < bus.hello_channels; i++) {
		(void)snprintf(m.channels[i].id, CHANNEL_ID_MAX, "channel_%u", i);
		memset(m.channels[i].name, 'n', CHANNEL_NAME_MAX - 1);
	}
	return msg_hello_put(buf, size, &m);
}

static int bus_request(void *ctx, struct server_peer *p, const struct msg_head *head,
		       struct cursor *body)
{
	struct msg_facts_from m;

	(void)ctx;
	if (head->type == MSG_FACTS_FROM) {
		if (msg_facts_from_get(body, &m) < 0)
			return -EBADMSG;
		bus.last_request = m.from;
		bus.requests++;
		if (m.instance == 77)
			server_follow(bus.server, p, m.from);
	}
	if (bus.reply_error < 0)
		return bus.reply_error;
	for (unsigned i = 0; i < bus.replies_each; i++)
		server_reply(bus.server, p, head->id, bus.reply_error, "reply %u", i);
	return 0;
}

static int bus_stream(void *ctx, uint64_t *at, void *buf, size_t size)
{
	struct fact f = { .number = *at, .kind = FACT_EDGE, .channel = FACT_NO_CHANNEL };

	(void)ctx;
	if (*at > bus.facts)
		return 0;
	if (*at < bus.oldest) {
		struct msg_fact_gap gap = { .next = bus.oldest, .lost = bus.oldest - *at };

		*at = bus.oldest;
		return msg_fact_gap_put(buf, size, &gap);
	}
	++*at;
	return msg_fact_put(buf, size, &f);
}

static int bus_write(uint64_t number, void *buf, size_t size)
{
	static struct snapshot m;

	m = (struct snapshot){ .number = number, .n_samples = 11, .n_outputs = 4 };
	return msg_snapshot_put(buf, size, &m);
}

static void bus_newcomer(void *ctx)
{
	uint8_t buf[1024];
	int len;

	(void)ctx;
	if (!bus.refreshed)
		return;
	len = bus_write(bus.refreshed, buf, sizeof(buf));
	server_refresh(bus.server, TOPIC_SNAPSHOT, buf, (size_t)len);
}

static void bus_gone(void *ctx, struct server_peer *p)
{
	(void)ctx;
	(void)p;
	bus.gone++;
}

static const struct server_calls bus_calls = {
	.hello = bus_hello,
	.request = bus_request,
	.stream = bus_stream,
	.newcomer = bus_newcomer,
	.gone = bus_gone,
	.bulk_topic = TOPIC_SNAPSHOT,
};

static inline void bus_begin(void)
{
	int fd;

	bus = (struct bus_test){ .hello_channels = 11, .replies_each = 1 };
	log_setup("test", LOG_LEVEL_ERROR);
	(void)snprintf(bus.path, sizeof(bus.path), "/tmp/rmcu-bus-%d.sock", (int)getpid());
	ASSERT_OK(loop_new(&bus.loop));
	ASSERT_OK(server_listen(bus.path, &fd));
	ASSERT_OK(server_new(bus.loop, fd, &bus_calls, NULL, &bus.server));
}

static inline void bus_end(void)
{
	bus.server = server_free(bus.server);
	bus.loop = loop_free(bus.loop);
	(void)unlink(bus.path);
}

/* Turns until nothing happens any more. */
static inline void bus_settle(void)
{
	int64_t deadline = mono_read_us() + TEST_DEADLINE_US;

	while (loop_turn(bus.loop, 0) > 0)
		ASSERT_LT(mono_read_us(), deadline);
}

static inline struct client bus_connect(void)
{
	struct client c = CLIENT_INIT;

	ASSERT_OK(client_connect(&c, bus.path));
	bus_settle();
	return c;
}

/* The type of the next packet that waits, 0 when none does, negative when the connection is over.
 */
static inline int bus_next(struct client *c, struct cursor *body)
{
	struct msg_head head;
	int r = client_receive(c, 0, &head, body);

	return r <= 0 ? r : head.type;
}

/* Publishes snapshot `number` of the usual size. */
static inline void bus_publish(uint64_t number)
{
	uint8_t buf[1024];
	int len = bus_write(number, buf, sizeof(buf));

	ASSERT_GT(len, 0);
	server_publish(bus.server, TOPIC_SNAPSHOT, buf, (size_t)len);
}

/* Number of the snapshot in the body. */
static inline uint64_t bus_number(struct cursor *body)
{
	static struct snapshot m;

	ASSERT_OK(msg_snapshot_get(body, &m));
	return m.number;
}

static inline void bus_ask(struct client *c, uint64_t instance, uint64_t from)
{
	struct msg_facts_from m = { .instance = instance, .from = from };
	uint8_t buf[64];
	int len = msg_facts_from_put(buf, sizeof(buf), client_next_id(c), &m);

	ASSERT_OK(client_send(c, buf, (size_t)len));
}

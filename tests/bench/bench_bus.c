// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/bench/harness.h"

/*
 * The suite's bus: the event loop and the server in the publisher, which encodes a snapshot each
 * time; the event loop and the client in each subscriber, as a daemon has them, which decodes each
 * one. `bench_bus size N` prints how large a snapshot of N channels is and which send buffer the
 * server gives it, for bench_raw.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/loop.h"
#include "lib/base/util.h"
#include "lib/bus/client.h"
#include "lib/bus/outbox.h"
#include "lib/bus/server.h"

#define TOPIC_SNAPSHOT 1
#define OUTPUTS	       4

static char path[64];
static struct loop *loop;
static struct server *server;
static struct snapshot snapshot;
static int listen_fd;

static void fill_snapshot(unsigned channels, uint64_t number)
{
	snapshot.number = number;
	snapshot.now = instant_read();
	snapshot.rate_milli = 1000;
	snapshot.wall_sane = true;
	snapshot.n_samples = (uint8_t)channels;
	snapshot.n_outputs = OUTPUTS;
	for (unsigned i = 0; i < channels; i++)
		snapshot.samples[i] = (struct sample){ (int64_t)(number + i) * 1000,
						       snapshot.now.mono_us - 18000, QUALITY_OK };
	for (unsigned i = 0; i < OUTPUTS; i++)
		snapshot.outputs[i] = (struct output_state){ .channel = (uint8_t)i };
}

static int hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	static struct msg_hello m = { .protocol = WIRE_PROTOCOL, .service = "bench" };

	(void)ctx;
	m.rights = (uint8_t)rights;
	return msg_hello_put(buf, size, &m);
}

/* An acknowledgement: FACTS_FROM with the subscriber's index as instance. */
static int request(void *ctx, struct server_peer *p, const struct msg_head *head,
		   struct cursor *body)
{
	struct bench *b = ctx;
	struct msg_facts_from m;

	(void)p;
	(void)head;
	if (msg_facts_from_get(body, &m) < 0 || m.instance >= BENCH_SUBSCRIBERS_MAX)
		return -EBADMSG;
	b->acked[m.instance] = m.from;
	return 0;
}

static void prepare(struct bench *b)
{
	(void)b;
	(void)snprintf(path, sizeof(path), "/tmp/rmcu-bench-%d.sock", (int)getpid());
	if (server_listen(path, &listen_fd) < 0)
		bench_die(path);
}

static struct subscriber {
	struct bench *bench;
	unsigned index;
	struct client client;
	struct loop_fd source;
} self;

static void send_ack(uint64_t number)
{
	struct msg_facts_from m = { .instance = self.index, .from = number };
	uint8_t packet[64];
	int len = msg_facts_from_put(packet, sizeof(packet), client_next_id(&self.client), &m);

	if (client_send(&self.client, packet, (size_t)len) < 0)
		bench_die("ack");
}

/* As a daemon reads: all that waits. */
static void readable(void *ctx, uint32_t events)
{
	struct msg_head head;
	struct cursor body;
	bool ack, more = true;
	int r;

	(void)ctx;
	(void)events;
	while (more && (r = client_receive(&self.client, 0, &head, &body)) > 0) {
		if (head.type != MSG_SNAPSHOT)
			continue;
		if (msg_snapshot_get(&body, &snapshot) < 0)
			bench_die("snapshot");
		more = bench_received(self.bench, self.index, snapshot.number, &ack);
		if (ack)
			send_ack(snapshot.number);
	}
	if (!more || r < 0)
		loop_stop(loop, 0);
}

static void subscribe(struct bench *b, unsigned index)
{
	self = (struct subscriber){ .bench = b, .index = index, .client = CLIENT_INIT };
	if (loop_new(&loop) < 0 || client_connect(&self.client, path) < 0 ||
	    loop_watch(loop, &self.source, self.client.fd, EPOLLIN, readable, NULL) < 0)
		bench_die("subscriber");
	(void)loop_run(loop);
}

static void start(struct bench *b)
{
	static const struct server_calls calls = {
		.hello = hello,
		.request = request,
		.bulk_topic = TOPIC_SNAPSHOT,
	};

	if (loop_new(&loop) < 0 || server_new(loop, listen_fd, &calls, b, &server) < 0)
		bench_die("server");
	while (server_counts(server).peers < b->subscribers)
		(void)loop_turn(loop, -1);
	(void)unlink(path);
}

static void publish(struct bench *b, uint64_t number)
{
	uint8_t packet[4096];
	int len;

	fill_snapshot(b->channels, number);
	len = msg_snapshot_put(packet, sizeof(packet), &snapshot);
	server_publish(server, TOPIC_SNAPSHOT, packet, (size_t)len);
}

static void fired(void *ctx, int64_t now_us)
{
	(void)now_us;
	*(bool *)ctx = true;
}

static void wait_until(struct bench *b, int64_t due_ns)
{
	static struct loop_timer timer;
	bool due = false;

	(void)b;
	loop_arm(loop, &timer, due_ns / NSEC_PER_USEC, fired, &due);
	while (!due)
		(void)loop_turn(loop, -1);
}

static void take_acks(struct bench *b)
{
	(void)b;
	(void)loop_turn(loop, -1);
}

/* What bench_raw must do alike. */
static int print_size(unsigned channels)
{
	uint8_t packet[4096];
	struct outbox box = { 0 };
	int pair[2], len;

	fill_snapshot(channels, 1);
	len = msg_snapshot_put(packet, sizeof(packet), &snapshot);
	if (len < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) < 0)
		bench_die("size");
	outbox_bound(&box, pair[0], (size_t)len);
	printf("%d %d\n", len, box.send_buffer);
	return EXIT_SUCCESS;
}

int main(int argc, char *argv[])
{
	static const struct bench_transport bus = {
		.prepare = prepare,
		.subscribe = subscribe,
		.start = start,
		.publish = publish,
		.wait_until = wait_until,
		.take_acks = take_acks,
	};

	if (argc == 3 && streq(argv[1], "size"))
		return print_size((unsigned)strtoul(argv[2], NULL, 10));
	return bench_main(&bus, argc, argv);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/bus/server.h"

#include <grp.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "lib/bus/server_internal.h"
#include "tests/unit/bus_server.h"

TEST(hello_first_then_the_topics)
{
	struct msg_hello *hello = calloc(1, sizeof(*hello));
	struct cursor body;
	struct client c;

	bus_begin();
	bus_publish(41);
	bus_publish(42);
	c = bus_connect();
	ASSERT_EQ(bus_next(&c, &body), MSG_HELLO);
	ASSERT_OK(msg_hello_get(&body, hello));
	ASSERT_EQ(hello->n_channels, 11);
	/* who runs the server may do anything to it */
	ASSERT_EQ(hello->rights,
		  RIGHT_READ | RIGHT_CONTROL | RIGHT_ADMIN | RIGHT_SUITE | RIGHT_MODEM);
	ASSERT_EQ(bus_next(&c, &body), MSG_SNAPSHOT);
	ASSERT_EQ(bus_number(&body), 42);
	ASSERT_EQ(bus_next(&c, &body), 0);
	bus_publish(43);
	ASSERT_EQ(bus_next(&c, &body), MSG_SNAPSHOT);
	ASSERT_EQ(bus_number(&body), 43);
	server_hello_again(bus.server);
	ASSERT_EQ(bus_next(&c, &body), MSG_HELLO);
	client_done(&c);
	bus_settle();
	ASSERT_EQ(server_counts(bus.server).peers, 0);
	ASSERT_EQ(bus.gone, 1);
	bus_end();
	free(hello);
}

TEST(a_newcomer_gets_what_is_refreshed_for_it_and_nobody_else)
{
	struct client first, second;
	struct cursor body;

	bus_begin();
	bus_publish(1);
	first = bus_connect();
	ASSERT_EQ(bus_next(&first, &body), MSG_HELLO);
	ASSERT_EQ(bus_next(&first, &body), MSG_SNAPSHOT);
	bus.refreshed = 2;
	second = bus_connect();
	ASSERT_EQ(bus_next(&second, &body), MSG_HELLO);
	ASSERT_EQ(bus_next(&second, &body), MSG_SNAPSHOT);
	ASSERT_EQ(bus_number(&body), 2);
	ASSERT_EQ(bus_next(&second, &body), 0);
	ASSERT_EQ(bus_next(&first, &body), 0);
	ASSERT_EQ(server_counts(bus.server).skipped, 0);
	client_done(&first);
	client_done(&second);
	bus_end();
}

/* Reads all that waits; returns how many snapshots, checks that they go up, tells the last one. */
static unsigned read_snapshots(struct client *c, uint64_t *last)
{
	struct cursor body;
	unsigned n = 0;
	int type;

	while ((type = bus_next(c, &body)) > 0) {
		uint64_t number;

		if (type != MSG_SNAPSHOT)
			continue;
		number = bus_number(&body);
		ASSERT_GT(number, *last);
		*last = number;
		n++;
	}
	ASSERT_EQ(type, 0);
	return n;
}

TEST(a_slow_peer_gets_the_newest_and_the_rest_is_counted)
{
	uint64_t last = 0, last_quick = 0;
	unsigned got, got_quick = 0;
	struct client slow, quick;

	bus_begin();
	slow = bus_connect();
	quick = bus_connect();
	for (uint64_t i = 1; i <= 1000; i++) {
		bus_publish(i);
		got_quick += read_snapshots(&quick, &last_quick);
	}
	ASSERT_EQ(got_quick, 1000);
	/* what the kernel held, at most a handful, … */
	got = read_snapshots(&slow, &last);
	ASSERT_GE(got, 1);
	ASSERT_LE(got, 12);
	ASSERT_LT(last, 1000);
	/* … then at once the newest */
	bus_settle();
	got += read_snapshots(&slow, &last);
	ASSERT_EQ(last, 1000);
	ASSERT_EQ(server_counts(bus.server).skipped, 1000 - got);
	/* and it is a normal peer again */
	bus_publish(1001);
	ASSERT_EQ(read_snapshots(&slow, &last), 1);
	client_done(&slow);
	client_done(&quick);
	bus_end();
}

TEST(memory_for_a_stopped_peer_is_bounded)
{
	struct client stopped, quick;
	uint64_t last = 0;
	struct rusage before, after;

	bus_begin();
	stopped = bus_connect();
	quick = bus_connect();
	bus_ask(&stopped, 77, 1);
	bus_settle();
	getrusage(RUSAGE_SELF, &before);
	for (uint64_t i = 1; i <= 20000; i++) {
		bus_publish(i);
		bus.facts++;
		server_stream_more(bus.server);
		ASSERT_EQ(read_snapshots(&quick, &last), 1);
	}
	getrusage(RUSAGE_SELF, &after);
	ASSERT_LT(after.ru_maxrss - before.ru_maxrss, 2048);
	ASSERT_EQ(server_counts(bus.server).peers, 2);
	client_done(&stopped);
	client_done(&quick);
	bus_end();
}

/* Sends a raw packet from a fresh client and tells whether it was dropped for it. */
static bool dropped_for(const void *packet, size_t len)
{
	struct client c = bus_connect();
	uint64_t before = server_counts(bus.server).dropped;
	struct cursor body;
	int type;

	ASSERT_OK(client_send(&c, packet, len));
	bus_settle();
	do
		type = bus_next(&c, &body);
	while (type > 0);
	client_done(&c);
	bus_settle();
	ASSERT_EQ(server_counts(bus.server).dropped, before + (type < 0));
	return type < 0;
}

TEST(a_malformed_message_drops_that_client_only)
{
	struct msg_facts_from m = { .from = 1 };
	static uint8_t huge[WIRE_REQUEST_MAX + 1];
	uint64_t last = 0;
	uint8_t buf[64];
	struct client good;
	int len;

	bus_begin();
	good = bus_connect();
	len = msg_facts_from_put(buf, sizeof(buf), 5, &m);
	ASSERT_FALSE(dropped_for(buf, (size_t)len));
	/* cut, left over, no head, reserved bytes, a publication, an unknown number */
	for (int n = 1; n < len; n++)
		ASSERT_TRUE(dropped_for(buf, (size_t)n));
	ASSERT_TRUE(dropped_for(buf, (size_t)len + 1));
	buf[2] = 1;
	ASSERT_TRUE(dropped_for(buf, (size_t)len));
	buf[2] = 0;
	buf[0] = MSG_SNAPSHOT;
	ASSERT_TRUE(dropped_for(buf, (size_t)len));
	buf[0] = 255;
	buf[1] = 255;
	ASSERT_TRUE(dropped_for(buf, (size_t)len));
	/* larger than any request, although it begins like one */
	(void)msg_facts_from_put(huge, sizeof(huge), 5, &m);
	ASSERT_TRUE(dropped_for(huge, sizeof(huge)));
	ASSERT_TRUE(dropped_for(huge, WIRE_REQUEST_MAX));
	/* the good one noticed nothing */
	bus_publish(1);
	ASSERT_EQ(read_snapshots(&good, &last), 1);
	client_done(&good);
	bus_end();
}

TEST(five_hundred_connections_of_one_uid)
{
	enum {
		N = 500
	};
	struct client c[N], after;
	unsigned in = 0, refused = 0;
	struct cursor body;

	bus_begin();
	for (int i = 0; i < N; i++) {
		int type;

		c[i] = bus_connect();
		type = bus_next(&c[i], &body);
		in += type == MSG_HELLO;
		if (type == MSG_REFUSED) {
			struct msg_reply m;

			refused++;
			ASSERT_OK(msg_reply_get(&body, &m));
			ASSERT_EQ(m.error, EUSERS);
			ASSERT_CONTAINS(m.sentence, "too many");
			ASSERT_EQ(bus_next(&c[i], &body), -ECONNRESET);
		}
	}
	/* the tests run as the server's own uid, which has the larger share */
	ASSERT_EQ(in, SERVER_SELF_MAX);
	ASSERT_EQ(refused, N - SERVER_SELF_MAX);
	ASSERT_EQ(server_counts(bus.server).refused, refused);
	/* a place that becomes free is a place */
	client_done(&c[0]);
	after = bus_connect();
	ASSERT_EQ(bus_next(&after, &body), MSG_HELLO);
	client_done(&after);
	for (int i = 1; i < N; i++)
		client_done(&c[i]);
	bus_settle();
	ASSERT_EQ(server_counts(bus.server).peers, 0);
	bus_end();
}

/* Opens descriptors until none is left; returns how many. */
static int use_up_descriptors(int *fds, int most)
{
	int n = 0;

	while (n < most && (fds[n] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
		n++;
	return n;
}

TEST(without_descriptors_one_more_is_served_and_then_it_recovers)
{
	struct rlimit old, small;
	struct client c[3] = { CLIENT_INIT, CLIENT_INIT, CLIENT_INIT };
	int64_t deadline;
	struct cursor body;
	int fds[64], n;

	bus_begin();
	ASSERT_OK(getrlimit(RLIMIT_NOFILE, &old));
	small = old;
	small.rlim_cur = 64;
	ASSERT_OK(setrlimit(RLIMIT_NOFILE, &small));
	/* they wait in the queue while the server finds no descriptor */
	for (int i = 0; i < 3; i++)
		ASSERT_OK(client_connect(&c[i], bus.path));
	n = use_up_descriptors(fds, 64);
	bus_settle();
	ASSERT_EQ(bus_next(&c[0], &body), MSG_HELLO);
	ASSERT_EQ(bus_next(&c[1], &body), 0);
	ASSERT_TRUE(server_counts(bus.server).starved);
	/* the queue stays readable; the loop must not spin on it */
	for (int i = 0; i < 3; i++)
		ASSERT_EQ(loop_turn(bus.loop, 1000), 0);
	while (n > 0)
		(void)close(fds[--n]);
	ASSERT_OK(setrlimit(RLIMIT_NOFILE, &old));
	deadline = mono_read_us() + TEST_DEADLINE_US;
	while (bus_next(&c[1], &body) != MSG_HELLO) {
		ASSERT_LT(mono_read_us(), deadline);
		ASSERT_OK(loop_turn(bus.loop, 10000));
	}
	bus_settle();
	ASSERT_EQ(bus_next(&c[2], &body), MSG_HELLO);
	ASSERT_FALSE(server_counts(bus.server).starved);
	for (int i = 0; i < 3; i++)
		client_done(&c[i]);
	bus_end();
}

TEST(facts_through_a_slow_reader_without_loss)
{
	uint64_t next = 5, seed = test_seed();
	int64_t deadline = mono_read_us() + TEST_DEADLINE_US;
	struct cursor body;
	struct client c;

	bus_begin();
	c = bus_connect();
	ASSERT_EQ(bus_next(&c, &body), MSG_HELLO);
	bus.facts = 100;
	bus_ask(&c, 77, 5);
	while (next <= 3000) {
		ASSERT_LT(mono_read_us(), deadline);
		if (bus.facts < 3000) {
			bus.facts += test_random(&seed) % 40;
			server_stream_more(bus.server);
			bus_publish(bus.facts);
		}
		bus_settle();
		for (uint64_t reads = test_random(&seed) % 20; reads > 0; reads--) {
			struct fact f = { 0 };
			int type = bus_next(&c, &body);

			ASSERT_GE(type, 0);
			if (type == MSG_FACT) {
				ASSERT_OK(msg_fact_get(&body, &f));
				ASSERT_EQ(f.number, next);
				next++;
			}
		}
	}
	client_done(&c);
	bus_end();
}

TEST(a_gap_is_told_with_its_size)
{
	struct msg_fact_gap gap;
	struct cursor body;
	struct client c;
	struct fact f;

	bus_begin();
	bus.facts = 5000;
	bus.oldest = 4991;
	bus.replies_each = 0;
	c = bus_connect();
	ASSERT_EQ(bus_next(&c, &body), MSG_HELLO);
	bus_ask(&c, 77, 1);
	bus_settle();
	ASSERT_EQ(bus_next(&c, &body), MSG_FACT_GAP);
	ASSERT_OK(msg_fact_gap_get(&body, &gap));
	ASSERT_EQ(gap.lost, 4990);
	for (uint64_t i = 4991; i <= 5000; i++) {
		ASSERT_EQ(bus_next(&c, &body), MSG_FACT);
		ASSERT_OK(msg_fact_get(&body, &f));
		ASSERT_EQ(f.number, i);
	}
	ASSERT_EQ(bus_next(&c, &body), 0);
	client_done(&c);
	bus_end();
}

TEST(who_does_not_follow_gets_no_facts)
{
	struct cursor body;
	struct client c;

	bus_begin();
	c = bus_connect();
	ASSERT_EQ(bus_next(&c, &body), MSG_HELLO);
	bus.facts = 10;
	server_stream_more(bus.server);
	ASSERT_EQ(bus_next(&c, &body), 0);
	client_done(&c);
	bus_end();
}

TEST(a_hello_larger_than_the_bounded_buffer)
{
	struct msg_hello *hello = calloc(1, sizeof(*hello));
	struct cursor body;
	uint64_t last = 1;
	struct client c;
	int type;

	bus_begin();
	bus.hello_channels = CHANNELS_MAX;
	bus_publish(1);
	c = bus_connect();
	ASSERT_EQ(bus_next(&c, &body), MSG_HELLO);
	ASSERT_EQ(bus_next(&c, &body), MSG_SNAPSHOT);
	/* now the buffer is small; the settings change, also while snapshots fill it */
	server_hello_again(bus.server);
	ASSERT_EQ(bus_next(&c, &body), MSG_HELLO);
	ASSERT_OK(msg_hello_get(&body, hello));
	ASSERT_EQ(hello->n_channels, CHANNELS_MAX);
	for (uint64_t i = 2; i < 100; i++)
		bus_publish(i);
	server_hello_again(bus.server);
	while ((type = bus_next(&c, &body)) == MSG_SNAPSHOT || type == 0) {
		if (type == MSG_SNAPSHOT)
			last = bus_number(&body);
		bus_settle();
	}
	ASSERT_EQ(type, MSG_HELLO);
	ASSERT_OK(msg_hello_get(&body, hello));
	/* and behind it the buffer is bounded again */
	(void)read_snapshots(&c, &last);
	bus_settle();
	(void)read_snapshots(&c, &last);
	ASSERT_EQ(last, 99);
	for (uint64_t i = 100; i < 200; i++)
		bus_publish(i);
	ASSERT_LE(read_snapshots(&c, &last), 12);
	client_done(&c);
	bus_end();
	free(hello);
}

TEST(a_flood_of_replies_ends_with_that_client)
{
	struct client greedy, good;
	struct cursor body;
	uint64_t last = 0;
	int type, n = 0;

	bus_begin();
	good = bus_connect();
	greedy = bus_connect();
	bus_publish(1);
	bus.replies_each = 400; /* far more than the kernel and the outbox hold */
	bus_ask(&greedy, 0, 1);
	bus_settle();
	ASSERT_EQ(server_counts(bus.server).dropped, 1);
	while ((type = bus_next(&greedy, &body)) > 0)
		n++;
	ASSERT_EQ(type, -ECONNRESET);
	ASSERT_LT(n, 400);
	ASSERT_EQ(read_snapshots(&good, &last), 1);
	ASSERT_EQ(server_counts(bus.server).peers, 1);
	client_done(&greedy);
	client_done(&good);
	bus_end();
}

TEST(replies_wait_in_order_for_a_reader_that_pauses)
{
	struct cursor body;
	struct client c;
	int next = 0;

	bus_begin();
	bus_publish(1); /* bounds the buffer */
	c = bus_connect();
	bus.replies_each = 14;
	bus_ask(&c, 0, 1);
	bus_settle();
	while (next < 14) {
		struct msg_reply m;
		char want[32];
		int type = bus_next(&c, &body);

		ASSERT_GE(type, 0);
		if (type == 0)
			bus_settle();
		if (type != MSG_REPLY)
			continue;
		ASSERT_OK(msg_reply_get(&body, &m));
		(void)snprintf(want, sizeof(want), "reply %d", next++);
		ASSERT_STREQ(m.sentence, want);
	}
	client_done(&c);
	bus_end();
}

TEST(a_client_that_asks_and_leaves_at_once)
{
	struct client c;

	bus_begin();
	c = CLIENT_INIT;
	ASSERT_OK(client_connect(&c, bus.path));
	bus_ask(&c, 77, 1);
	client_done(&c);
	bus_settle();
	ASSERT_EQ(server_counts(bus.server).peers, 0);
	ASSERT_EQ(server_counts(bus.server).dropped, 0);
	bus_end();
}

TEST(a_living_server_keeps_its_socket)
{
	struct client c[140];
	int fd = -1, n = 0;

	bus_begin();
	ASSERT_EQ(server_listen(bus.path, &fd), -EADDRINUSE);
	/* also while it hangs and its queue is full */
	for (; n < 140; n++) {
		c[n] = CLIENT_INIT;
		if (client_connect(&c[n], bus.path) < 0)
			break;
	}
	ASSERT_LT(n, 140);
	ASSERT_EQ(server_listen(bus.path, &fd), -EADDRINUSE);
	while (n > 0)
		client_done(&c[--n]);
	bus.server = server_free(bus.server);
	/* a dead one does not */
	ASSERT_OK(server_listen(bus.path, &fd));
	(void)close(fd);
	ASSERT_EQ(server_listen("/nonexistent/x.sock", &fd), -ENOENT);
	bus_end();
}

TEST(actors_are_believed_from_the_suite_only)
{
	struct actor claimed = { .name = "eve", .address = "192.0.2.1", .door = "web" }, actor;
	struct server_peer person = { .info = { .uid = 1000, .name = "bob" } };
	struct server_peer daemon = { .info = {
					      .uid = 950, .name = "rmcu-webd", .believed = true } };

	server_actor(&daemon, &claimed, &actor);
	ASSERT_STREQ(actor.name, "eve");
	ASSERT_STREQ(actor.address, "192.0.2.1");
	server_actor(&person, &claimed, &actor);
	ASSERT_STREQ(actor.name, "bob");
	ASSERT_STREQ(actor.address, "");
	ASSERT_STREQ(actor.door, "bus");
	(void)snprintf(claimed.door, sizeof(claimed.door), "psctl");
	server_actor(&person, &claimed, &actor);
	ASSERT_STREQ(actor.door, "psctl");
	/* a daemon that acts for itself, and a client that says nothing */
	claimed = (struct actor){ 0 };
	server_actor(&daemon, &claimed, &actor);
	ASSERT_STREQ(actor.name, "rmcu-webd");
	ASSERT_STREQ(actor.door, "bus");
}

/* In a child that becomes user nobody: 0 when it hears what a stranger shall hear. */
static int stranger_hears(void)
{
	struct msg_reply m = { 0 };
	struct msg_head head;
	struct cursor body;
	struct client c = CLIENT_INIT;

	if (setgroups(0, NULL) < 0 || setresgid(65534, 65534, 65534) < 0 ||
	    setresuid(65534, 65534, 65534) < 0)
		return 1;
	if (client_connect(&c, bus.path) < 0 ||
	    client_receive(&c, TEST_DEADLINE_US, &head, &body) <= 0)
		return 2;
	if (head.type != MSG_REFUSED || msg_reply_get(&body, &m) < 0)
		return 3;
	if (m.error != EACCES || !streq(m.sentence, "you are not in group rmcu"))
		return 4;
	return client_receive(&c, TEST_DEADLINE_US, &head, &body) == -ECONNRESET ? 0 : 5;
}

TEST(a_stranger_is_refused_with_a_sentence)
{
	int64_t deadline = mono_read_us() + TEST_DEADLINE_US;
	int status;
	pid_t pid;

	if (geteuid() != 0) {
		fprintf(stderr, "not root, skipping: who else could be a stranger\n");
		return;
	}
	bus_begin();
	pid = fork();
	ASSERT_OK(pid);
	if (pid == 0)
		_exit(stranger_hears());
	while (waitpid(pid, &status, WNOHANG) == 0) {
		ASSERT_LT(mono_read_us(), deadline);
		ASSERT_OK(loop_turn(bus.loop, 10000));
	}
	ASSERT_EQ(status, 0);
	ASSERT_EQ(server_counts(bus.server).refused, 1);
	bus_end();
}

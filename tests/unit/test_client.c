// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/bus/client.h"

#include <pthread.h>

#include "tests/unit/bus_server.h"

TEST(paths)
{
	char path[CLIENT_PATH_MAX];

	(void)unsetenv("RMCU_RUNTIME_DIR");
	client_path("sensor", path);
	ASSERT_STREQ(path, "/run/rmcu/sensor.sock");
	(void)setenv("RMCU_RUNTIME_DIR", "/tmp/x", 1);
	client_path("sensor", path);
	ASSERT_STREQ(path, "/tmp/x/sensor.sock");
	(void)setenv("RMCU_RUNTIME_DIR", "", 1);
	client_path("settings", path);
	ASSERT_STREQ(path, "/run/rmcu/settings.sock");
	(void)unsetenv("RMCU_RUNTIME_DIR");
}

TEST(nobody_there)
{
	struct client c = CLIENT_INIT;
	char path[300];
	int fd;

	ASSERT_EQ(client_connect(&c, "/nonexistent/x.sock"), -ENOENT);
	ASSERT_EQ(c.fd, -1);
	memset(path, 'p', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	ASSERT_EQ(client_connect(&c, path), -ENAMETOOLONG);
	(void)snprintf(path, sizeof(path), "/tmp/rmcu-client-%d.sock", (int)getpid());
	ASSERT_OK(server_listen(path, &fd));
	(void)close(fd);
	ASSERT_EQ(client_connect(&c, path), -ECONNREFUSED);
	(void)unlink(path);
	client_done(&c);
}

/* Turns the loop beside a client that waits. */
static void *turn(void *stop)
{
	while (!__atomic_load_n((bool *)stop, __ATOMIC_ACQUIRE))
		(void)loop_turn(bus.loop, 1000);
	return NULL;
}

TEST(hello_and_an_answer_with_its_id)
{
	struct msg_hello *hello = calloc(1, sizeof(*hello));
	struct client c = CLIENT_INIT;
	struct msg_reply reply;
	pthread_t thread;
	bool stop = false;
	struct cursor body;
	unsigned type;

	bus_begin();
	bus_publish(1);
	bus.reply_error = EBUSY;
	ASSERT_EQ(pthread_create(&thread, NULL, turn, &stop), 0);
	ASSERT_OK(client_hello(&c, bus.path, TEST_DEADLINE_US, hello, NULL));
	ASSERT_STREQ(hello->service, "sensord");
	/* two questions at once; publications and the other's answer are passed over */
	bus_ask(&c, 0, 1);
	bus_ask(&c, 0, 2);
	ASSERT_OK(client_answer(&c, 2, TEST_DEADLINE_US, &type, &body));
	ASSERT_EQ(type, MSG_REPLY);
	ASSERT_OK(msg_reply_get(&body, &reply));
	ASSERT_EQ(reply.error, EBUSY);
	ASSERT_EQ(client_answer(&c, 99, 1000, &type, &body), -ETIMEDOUT);
	__atomic_store_n(&stop, true, __ATOMIC_RELEASE);
	(void)pthread_join(thread, NULL);
	bus_end();
	/* the server went while we wait, for ever */
	ASSERT_EQ(client_answer(&c, 99, INT64_MAX, &type, &body), -ECONNRESET);
	client_done(&c);
	free(hello);
}

TEST(a_server_that_hangs_costs_the_time_out_and_no_more)
{
	struct msg_hello *hello = calloc(1, sizeof(*hello));
	struct client c = CLIENT_INIT;
	int64_t before = mono_read_us();

	bus_begin(); /* nobody turns its loop: the kernel accepts, nobody answers */
	ASSERT_EQ(client_hello(&c, bus.path, 20000, hello, NULL), -ETIMEDOUT);
	ASSERT_GE(mono_read_us() - before, 20000);
	client_done(&c);
	bus_end();
	free(hello);
}

/* A server that sends this packet to whoever comes. */
static int hello_from(const void *packet, size_t len, struct msg_reply *refused)
{
	struct msg_hello *hello = calloc(1, sizeof(*hello));
	struct client c = CLIENT_INIT;
	char path[64];
	int fd, peer, r;

	(void)snprintf(path, sizeof(path), "/tmp/rmcu-client-%d.sock", (int)getpid());
	ASSERT_OK(server_listen(path, &fd));
	/* connect, then let the answer wait before it is read */
	ASSERT_OK(client_connect(&c, path));
	peer = accept(fd, NULL, NULL);
	ASSERT_OK(peer);
	(void)!send(peer, packet, len, 0);
	(void)close(peer);
	{
		struct msg_head head;
		struct cursor body;

		r = client_receive(&c, 0, &head, &body);
		if (r > 0 && head.type == MSG_HELLO)
			r = msg_hello_get(&body, hello);
		else if (r > 0 && refused)
			r = msg_reply_get(&body, refused);
	}
	client_done(&c);
	(void)close(fd);
	(void)unlink(path);
	free(hello);
	return r;
}

TEST(what_a_server_may_say_instead)
{
	static uint8_t packet[WIRE_PACKET_MAX + 10];
	struct msg_reply m = { .error = EUSERS, .sentence = "full" }, refused = { 0 };
	int len = msg_reply_put(packet, sizeof(packet), MSG_REFUSED, 0, &m);

	ASSERT_OK(hello_from(packet, (size_t)len, &refused));
	ASSERT_STREQ(refused.sentence, "full");
	ASSERT_EQ(hello_from(packet, (size_t)len - 1, &refused), -EBADMSG);
	ASSERT_EQ(hello_from(packet, 3, NULL), -EBADMSG);
	ASSERT_EQ(hello_from(packet, sizeof(packet), NULL), -EBADMSG);
	ASSERT_EQ(hello_from(packet, 0, NULL), -ECONNRESET);
}

TEST(several_snapshots_wait_and_the_last_one_is_reached)
{
	struct cursor body;
	struct client c;
	uint64_t last = 0;

	bus_begin();
	c = bus_connect();
	ASSERT_EQ(bus_next(&c, &body), MSG_HELLO);
	for (uint64_t i = 1; i <= 3; i++)
		bus_publish(i);
	while (bus_next(&c, &body) == MSG_SNAPSHOT)
		last = bus_number(&body);
	ASSERT_EQ(last, 3);
	client_done(&c);
	client_done(&c);
	bus_end();
}

TEST(ids_are_never_zero)
{
	struct client c = CLIENT_INIT;

	c.last_id = UINT32_MAX - 1;
	ASSERT_EQ(client_next_id(&c), UINT32_MAX);
	ASSERT_EQ(client_next_id(&c), 1);
	ASSERT_EQ(client_next_id(&c), 2);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/link.h"

#include <stdlib.h>
#include <sys/epoll.h>

#include "tests/unit/bus_server.h"

static struct heard_of {
	unsigned hellos, firsts, taken, lost, heard;
	int answer; /* of take */
} got;

static int on_hello(void *ctx, bool first)
{
	(void)ctx;
	got.hellos++;
	got.firsts += first;
	return 0;
}

static int on_take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	(void)ctx;
	(void)body;
	got.taken += head->type == MSG_SNAPSHOT;
	return got.answer;
}

static void on_lost(void *ctx)
{
	(void)ctx;
	got.lost++;
}

static void on_heard(void *ctx)
{
	(void)ctx;
	got.heard++;
}

static struct msg_hello table;

static struct link make_link(void)
{
	static const struct link_calls calls = {
		.hello = on_hello,
		.take = on_take,
		.lost = on_lost,
		.heard = on_heard,
	};
	static char folder[128];

	got = (struct heard_of){ 0 };
	/* bus.path is FOLDER/NAME.sock */
	(void)snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(bus.path, '/') - bus.path),
		       bus.path);
	(void)setenv("RMCU_RUNTIME_DIR", folder, 1);
	return (struct link){
		.loop = bus.loop,
		.server = "sensord",
		.calls = &calls,
		.table = &table,
	};
}

/* The name within the folder. */
static const char *socket_name(void)
{
	static char name[64];

	(void)snprintf(name, sizeof(name), "%s", strrchr(bus.path, '/') + 1);
	name[strlen(name) - strlen(".sock")] = '\0';
	return name;
}

static void turn_until(const unsigned *count, unsigned least)
{
	int64_t deadline = mono_read_us() + TEST_DEADLINE_US;

	while (*count < least) {
		ASSERT_LT(mono_read_us(), deadline);
		(void)loop_turn(bus.loop, 20 * USEC_PER_MSEC);
	}
}

/* A server, and a link that has heard its HELLO. */
static void begin(struct link *l)
{
	bus_begin();
	*l = make_link();
	l->socket = socket_name();
	link_start(l);
	turn_until(&got.hellos, 1);
}

TEST(hears_hello_and_all_that_comes)
{
	struct link l;

	begin(&l);
	ASSERT_TRUE(l.hello);
	ASSERT_EQ(got.firsts, 1);
	ASSERT_EQ(table.n_channels, 11);
	server_hello_again(bus.server);
	turn_until(&got.hellos, 2);
	ASSERT_EQ(got.firsts, 1);
	bus_publish(1);
	turn_until(&got.taken, 1);
	ASSERT_GT(got.heard, 0);
	ASSERT_EQ(got.lost, 0);
	link_stop(&l);
	ASSERT_FALSE(l.hello);
	bus_end();
}

/* Until the next publication is heard, which is there before the first turn. */
static int64_t heard_after_us(void)
{
	int64_t before = mono_read_us();
	unsigned taken = got.taken;

	bus_publish(1);
	turn_until(&got.taken, taken + 1);
	return mono_read_us() - before;
}

TEST(an_unhurried_one_rests)
{
	struct link l;

	begin(&l);
	l.unhurried = true;
	/* it has only just come */
	ASSERT_LT(heard_after_us(), 200 * USEC_PER_MSEC);
	l.eager_us = 0;
	(void)heard_after_us();
	ASSERT_EQ(l.source.events, 0);
	ASSERT_GE(heard_after_us(), 200 * USEC_PER_MSEC);
	/* what comes meanwhile is read in one turn; a full queue has more behind it */
	for (int i = 0; i < 4; i++)
		bus_publish(1);
	turn_until(&got.taken, got.taken + 4);
	ASSERT_EQ(l.source.events, EPOLLIN);
	(void)heard_after_us();
	ASSERT_EQ(l.source.events, 0);
	link_hurry(&l);
	ASSERT_EQ(l.source.events, EPOLLIN);
	ASSERT_LT(heard_after_us(), 200 * USEC_PER_MSEC);
	link_stop(&l);
	bus_end();
}

TEST(the_end_is_heard_at_rest)
{
	struct link l;
	int64_t before;

	begin(&l);
	l.unhurried = true;
	l.eager_us = 0;
	(void)heard_after_us();
	ASSERT_EQ(l.source.events, 0);
	before = mono_read_us();
	bus.server = server_free(bus.server);
	turn_until(&got.lost, 1);
	ASSERT_LT(mono_read_us() - before, 200 * USEC_PER_MSEC);
	link_stop(&l);
	bus_end();
}

TEST(comes_back_when_the_server_does)
{
	struct link l;
	int fd;

	begin(&l);
	bus.server = server_free(bus.server);
	turn_until(&got.lost, 2);
	ASSERT_FALSE(l.hello);
	ASSERT_OK(server_listen(bus.path, &fd));
	ASSERT_OK(server_new(bus.loop, fd, &bus_calls, NULL, &bus.server));
	turn_until(&got.hellos, 2);
	ASSERT_EQ(got.firsts, 2);
	link_stop(&l);
	bus_end();
}

TEST(ends_what_makes_no_sense)
{
	struct link l;

	begin(&l);
	got.answer = -EBADMSG;
	bus_publish(1);
	turn_until(&got.lost, 1);
	got.answer = 0;
	turn_until(&got.firsts, 2);
	link_stop(&l);
	bus_end();
}

TEST(gives_up_on_a_server_that_says_nothing)
{
	struct link l;
	int fd;

	bus_begin();
	l = make_link();
	l.socket = socket_name();
	/* it is bound and nobody accepts */
	bus.server = server_free(bus.server);
	ASSERT_OK(server_listen(bus.path, &fd));
	link_start(&l);
	turn_until(&got.lost, 1);
	ASSERT_EQ(got.hellos, 0);
	link_stop(&l);
	(void)close(fd);
	bus_end();
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/bus/outbox.h"

#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/util.h"
#include "tests/unit/test.h"

static int pair[2];
static uint8_t scratch[1024];
static uint64_t stream_end;

static int hello(void *ctx, void *buf, size_t size)
{
	(void)ctx;
	ASSERT_GE(size, 5);
	memcpy(buf, "hello", 5);
	return 5;
}

static int stream(void *ctx, uint64_t *at, void *buf, size_t size)
{
	(void)ctx;
	if (*at >= stream_end)
		return 0;
	return snprintf(buf, size, "s%u", (unsigned)(*at)++);
}

static void begin(struct outbox *o)
{
	ASSERT_OK(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair));
	outbox_init(o, hello, stream, NULL);
	stream_end = 0;
}

static void end(struct outbox *o)
{
	outbox_done(o);
	(void)close(pair[0]);
	(void)close(pair[1]);
}

/* The next packet as a text, "" when none waits. */
static const char *got(void)
{
	static char packet[4096];
	ssize_t n = recv(pair[1], packet, sizeof(packet) - 1, MSG_DONTWAIT);

	packet[n < 0 ? 0 : n] = '\0';
	return packet;
}

TEST(hello_replies_stream_topics)
{
	struct topic topics[3] = { 0 };
	struct outbox o;

	begin(&o);
	ASSERT_OK(topic_set(&topics[1], "t1", 2));
	ASSERT_OK(topic_set(&topics[2], "t2", 2));
	ASSERT_TRUE(outbox_empty(&o));
	ASSERT_FALSE(outbox_mark(&o, 2));
	ASSERT_FALSE(outbox_mark(&o, 1));
	ASSERT_OK(outbox_queue(&o, "r1", 2));
	ASSERT_OK(outbox_queue(&o, "r2", 2));
	stream_end = 3;
	ASSERT_FALSE(outbox_stream_more(&o));
	outbox_follow(&o, 1);
	ASSERT_TRUE(outbox_stream_more(&o));
	ASSERT_FALSE(outbox_mark(&o, 0));
	ASSERT_FALSE(outbox_empty(&o));
	ASSERT_EQ(outbox_flush(&o, pair[0], topics, scratch, sizeof(scratch)), 0);
	ASSERT_STREQ(got(), "hello");
	ASSERT_STREQ(got(), "r1");
	ASSERT_STREQ(got(), "r2");
	ASSERT_STREQ(got(), "s1");
	ASSERT_STREQ(got(), "s2");
	ASSERT_STREQ(got(), "t1");
	ASSERT_STREQ(got(), "t2");
	ASSERT_STREQ(got(), "");
	ASSERT_TRUE(outbox_empty(&o));
	end(&o);
	free(topics[1].bytes);
	free(topics[2].bytes);
}

TEST(a_topic_that_waits_is_superseded)
{
	struct topic topics[2] = { 0 };
	struct outbox o;

	begin(&o);
	ASSERT_OK(topic_set(&topics[1], "old and long", 12));
	ASSERT_FALSE(outbox_mark(&o, 1));
	ASSERT_OK(topic_set(&topics[1], "new", 3));
	ASSERT_TRUE(outbox_mark(&o, 1));
	ASSERT_EQ(outbox_flush(&o, pair[0], topics, scratch, sizeof(scratch)), 0);
	ASSERT_STREQ(got(), "new");
	ASSERT_STREQ(got(), "");
	end(&o);
	free(topics[1].bytes);
}

TEST(replies_are_bounded)
{
	struct outbox o;

	begin(&o);
	for (int i = 0; i < OUTBOX_REPLIES_MAX; i++)
		ASSERT_OK(outbox_queue(&o, "x", 1));
	ASSERT_EQ(outbox_queue(&o, "x", 1), -ENOBUFS);
	ASSERT_EQ(outbox_flush(&o, pair[0], NULL, scratch, sizeof(scratch)), 0);
	ASSERT_OK(outbox_queue(&o, "x", 1));
	end(&o); /* the one that still waits is freed */
}

TEST(nothing_of_the_stream_is_lost_when_the_kernel_is_full)
{
	struct outbox o;
	unsigned next = 0;
	int r;

	begin(&o);
	outbox_bound(&o, pair[0], 100);
	stream_end = 500;
	outbox_follow(&o, 0);
	ASSERT_EQ(outbox_flush(&o, pair[0], NULL, scratch, sizeof(scratch)), 1);
	ASSERT_FALSE(outbox_empty(&o));
	do {
		const char *packet;

		while (*(packet = got())) {
			char want[16];

			(void)snprintf(want, sizeof(want), "s%u", next++);
			ASSERT_STREQ(packet, want);
		}
		r = outbox_flush(&o, pair[0], NULL, scratch, sizeof(scratch));
		ASSERT_OK(r);
	} while (next < 500);
	ASSERT_EQ(r, 0);
	end(&o);
}

TEST(the_bound_holds_about_four_messages)
{
	static uint8_t message[4000];
	struct topic topics[2] = { 0 };

	for (size_t len = 100; len <= sizeof(message); len *= 2) {
		struct outbox o;
		int n = 0;

		memset(message, 'm', len);
		begin(&o);
		ASSERT_OK(topic_set(&topics[1], message, len));
		outbox_bound(&o, pair[0], len);
		outbox_bound(&o, pair[0], len);
		for (;; n++) {
			ASSERT_LT(n, 100);
			(void)outbox_mark(&o, 1);
			if (outbox_flush(&o, pair[0], topics, scratch, sizeof(scratch)) > 0)
				break;
		}
		ASSERT_GE(n, 3);
		ASSERT_LE(n, 10);
		end(&o);
	}
	free(topics[1].bytes);
}

TEST(a_message_larger_than_the_bound_goes_through_once)
{
	static uint8_t large[20000];
	struct topic topics[3] = { 0 };
	struct outbox o;
	int kept, now;
	socklen_t len = sizeof(int);

	memset(large, 'l', sizeof(large));
	begin(&o);
	ASSERT_OK(topic_set(&topics[1], large, sizeof(large)));
	outbox_bound(&o, pair[0], 200);
	ASSERT_OK(getsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &kept, &len));
	ASSERT_LT(kept, (int)sizeof(large));
	(void)outbox_mark(&o, 1);
	ASSERT_EQ(outbox_flush(&o, pair[0], topics, scratch, sizeof(scratch)), 0);
	ASSERT_EQ(recv(pair[1], large, sizeof(large), MSG_DONTWAIT), sizeof(large));
	ASSERT_OK(getsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &now, &len));
	ASSERT_EQ(now, kept);
	end(&o);
	free(topics[1].bytes);
}

TEST(a_peer_that_is_gone_is_told)
{
	struct topic topics[2] = { 0 };
	struct outbox o;

	begin(&o);
	ASSERT_OK(topic_set(&topics[1], "x", 1));
	(void)close(pair[1]);
	(void)outbox_mark(&o, 1);
	ASSERT_EQ(outbox_flush(&o, pair[0], topics, scratch, sizeof(scratch)), -EPIPE);
	outbox_done(&o);
	(void)close(pair[0]);
	free(topics[1].bytes);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The connection of psctl, against a server of lib/bus in a child that says what sensord would. */
#include "daemons/psctl/link.h"

#include <signal.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/util.h"
#include "lib/bus/server.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

/* The server answers confirmations by the channel that they name. */
enum {
	TOPIC_SNAPSHOT = 1
};

static struct server *server;
static char folder[FOLDER_PATH_MAX];

static int say_hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	struct msg_hello m = {
		.protocol = WIRE_PROTOCOL,
		.version = "1.2.3",
		.service = "sensord",
		.rights = (uint8_t)rights,
		.n_channels = 1,
		.channels = { { .id = "fan", .name = "Fan", .kind = CHANNEL_DIGITAL_OUT } },
	};

	(void)ctx;
	return msg_hello_put(buf, size, &m);
}

static int answer(void *ctx, struct server_peer *p, const struct msg_head *head,
		  struct cursor *body)
{
	struct msg_output_confirm m;

	(void)ctx;
	if (head->type != MSG_OUTPUT_CONFIRM || msg_output_confirm_get(body, &m) < 0)
		return -EBADMSG;
	if (streq(m.channel, "fan"))
		server_reply(server, p, head->id, 0, "confirmed");
	else if (streq(m.channel, "veto"))
		server_reply(server, p, head->id, EAGAIN, "refused by interlock x");
	else
		_exit(0);
	return 0;
}

static void serve(bool measures)
{
	static const struct server_calls calls = { .hello = say_hello, .request = answer };
	struct snapshot s = { .number = 5, .rate_milli = 1000, .n_samples = 1 };
	char path[CLIENT_PATH_MAX];
	uint8_t packet[4096];
	struct loop *loop;
	int fd, len;

	client_path("sensor", path);
	if (server_listen(path, &fd) < 0 || loop_new(&loop) < 0 ||
	    server_new(loop, fd, &calls, NULL, &server) < 0)
		_exit(1);
	len = msg_snapshot_put(packet, sizeof(packet), &s);
	if (measures && len > 0)
		server_publish(server, TOPIC_SNAPSHOT, packet, (size_t)len);
	for (;;)
		loop_turn(loop, -1);
}

/* A folder for sockets of this test alone. */
static void begin(void)
{
	folder_fresh(folder, "link");
	setenv("RMCU_RUNTIME_DIR", folder, 1);
}

/* Starts the server and waits until its socket takes connections. */
static pid_t start(bool measures)
{
	struct client c = CLIENT_INIT;
	char path[CLIENT_PATH_MAX];
	pid_t child;

	begin();
	client_path("sensor", path);
	child = fork();
	if (child == 0)
		serve(measures);
	ASSERT_TRUE(child > 0);
	while (client_connect(&c, path) < 0)
		ASSERT_EQ(waitpid(child, NULL, WNOHANG), 0);
	client_done(&c);
	return child;
}

static void stop(pid_t child)
{
	(void)kill(child, SIGKILL);
	(void)waitpid(child, NULL, 0);
	folder_remove(folder);
}

static int confirm(struct link *l, const char *channel, struct msg_reply *ret_reply)
{
	struct msg_output_confirm m = { 0 };
	uint32_t id = client_next_id(&l->client);
	uint8_t packet[WIRE_REQUEST_MAX];

	(void)snprintf(m.channel, sizeof(m.channel), "%s", channel);
	return link_request(l, packet, msg_output_confirm_put(packet, sizeof(packet), id, &m), id,
			    ret_reply);
}

TEST(reads_the_state)
{
	pid_t child = start(true);
	struct link AUTO_LINK *l = NULL;

	ASSERT_OK(link_new(&l));
	ASSERT_EQ(link_open_state(l), EX_OK);
	ASSERT_TRUE(l->has_snapshot);
	ASSERT_EQ(l->snapshot.number, 5);
	ASSERT_STREQ(link_status(l).version, "1.2.3");
	ASSERT_EQ(link_status(l).n_channels, 1);
	stop(child);
}

TEST(a_server_without_measurements_is_told)
{
	pid_t child = start(false);
	struct link AUTO_LINK *l = NULL;

	ASSERT_OK(link_new(&l));
	ASSERT_EQ(link_open(l, "sensord"), EX_OK);
	ASSERT_EQ(link_read(l, 1000), -ETIMEDOUT);
	stop(child);
}

TEST(requests_are_answered_refused_or_lost)
{
	pid_t child = start(true);
	struct link AUTO_LINK *l = NULL;
	struct msg_reply reply;

	ASSERT_OK(link_new(&l));
	ASSERT_EQ(link_open(l, "sensord"), EX_OK);
	ASSERT_EQ(confirm(l, "fan", &reply), EX_OK);
	ASSERT_STREQ(reply.sentence, "confirmed");
	ASSERT_EQ(confirm(l, "veto", &reply), EX_TEMPFAIL);
	ASSERT_EQ(confirm(l, "die", &reply), EX_TEMPFAIL);
	stop(child);
}

TEST(what_was_read_stays_when_the_server_goes)
{
	pid_t child = start(true);
	struct link AUTO_LINK *l = NULL;

	ASSERT_OK(link_new(&l));
	ASSERT_EQ(link_open_state(l), EX_OK);
	stop(child);
	ASSERT_EQ(link_connect(l, "sensord", NULL), -ENOENT);
	ASSERT_TRUE(l->has_snapshot);
	ASSERT_EQ(link_open(l, "sensord"), EX_UNAVAILABLE);
}

TEST(a_server_that_says_nothing)
{
	AUTO_CLOSE int fd = -1;
	char path[CLIENT_PATH_MAX];
	struct link AUTO_LINK *l = NULL;

	begin();
	client_path("sensor", path);
	ASSERT_OK(server_listen(path, &fd));
	ASSERT_OK(link_new(&l));
	ASSERT_EQ(link_open(l, "sensord"), EX_UNAVAILABLE);
	folder_remove(folder);
}

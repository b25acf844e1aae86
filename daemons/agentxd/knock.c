// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/agentxd/knock.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"

/* RFC 2741, 6.1: a ping of no session, which every master answers (notOpen, 7.1.11). */
#define VERSION	      1
#define PING	      13
#define RESPONSE      18
#define NETWORK_ORDER 0x10
#define HEAD	      20

/* One that is started anew is back soon; one that has not come for a while need not be asked for
 * as often. */
#define AGAIN_US       (250 * USEC_PER_MSEC)
#define AGAIN_SOON     40
#define AGAIN_LATER_US USEC_PER_SEC
/* Who answers here and opens no session holds net-snmp's library for some seconds. */
#define ANSWERED_US (1500 * USEC_PER_MSEC)
/* Until then it may still answer; behind that another master may have the socket's name. */
#define ANSWER_WITHIN_US (5 * USEC_PER_SEC)

static void knock(void *ctx, int64_t now_us);

static void close_it(struct knock *k)
{
	loop_unwatch(k->loop, &k->source);
	if (k->fd >= 0)
		(void)close(k->fd);
	k->fd = -1;
}

static int64_t pause_us(const struct knock *k)
{
	return k->tries < AGAIN_SOON ? AGAIN_US : AGAIN_LATER_US;
}

static void readable(void *ctx, uint32_t events)
{
	struct knock *k = ctx;
	ssize_t n = recv(k->fd, k->answer + k->n, sizeof(k->answer) - k->n, MSG_DONTWAIT);
	bool answered;

	(void)events;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	k->n += (unsigned)MAX(n, 0);
	if (n > 0 && k->n < sizeof(k->answer))
		return;
	/* whatever the error in it is: it lives */
	answered = n > 0 && k->answer[0] == VERSION && k->answer[1] == RESPONSE;
	close_it(k);
	loop_arm(k->loop, &k->timer, mono_read_us() + (answered ? ANSWERED_US : pause_us(k)), knock,
		 k);
	/* last: it may stop us */
	if (answered)
		k->answered(k->ctx);
}

/* A connection with a ping on it, or a negative errno; never waits. */
static int call(const char *path)
{
	static const uint8_t ping[HEAD] = { VERSION, PING, NETWORK_ORDER };
	AUTO_CLOSE int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int n = snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);

	if (fd < 0)
		return -errno;
	if (n < 0 || (size_t)n >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    send(fd, ping, sizeof(ping), MSG_NOSIGNAL) != sizeof(ping))
		return -errno;
	return TAKE_FD(fd);
}

/* The time for an answer is over, or the pause before the next try. */
static void knock(void *ctx, int64_t now_us)
{
	struct knock *k = ctx;

	close_it(k);
	k->n = 0;
	k->tries = MIN(k->tries + 1, AGAIN_SOON);
	k->fd = call(k->socket);
	if (k->fd < 0 || loop_watch(k->loop, &k->source, k->fd, EPOLLIN, readable, k) < 0)
		loop_arm(k->loop, &k->timer, now_us + pause_us(k), knock, k);
	else
		loop_arm(k->loop, &k->timer, now_us + ANSWER_WITHIN_US, knock, k);
}

void knock_start(struct knock *k)
{
	k->tries = 0;
	/* who opens and closes at once shall not keep us busy */
	loop_arm(k->loop, &k->timer, mono_read_us() + AGAIN_US, knock, k);
}

void knock_stop(struct knock *k)
{
	loop_disarm(k->loop, &k->timer);
	close_it(k);
}

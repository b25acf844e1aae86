// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * bench_web_probe PORT BYTES PERIOD_MS: the least that a stream can cost with libmicrohttpd.
 * Whoever connects gets BYTES bytes each period as a chunk, the same for all; between two the
 * connection is suspended. It knows no page, no user and no limit; it runs until it is killed.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "lib/base/util.h"
#include "tests/bench/harness.h"

/* As rmcu-webd has them, so that both pay for the same memory. */
#define CONNECTION_MEMORY ((size_t)4608)
#define PIECE		  128
#define CONNECTIONS_MAX	  600

struct client {
	struct MHD_Connection *connection;
	size_t left; /* of what it is told now */
	bool sleeps;
	struct client *next;
};

static struct client *clients;
static struct MHD_Daemon *server;
static size_t event_len;

static ssize_t take(void *ctx, uint64_t pos, char *buf, size_t most)
{
	struct client *c = ctx;
	size_t n = MIN(most, c->left);

	(void)pos;
	if (n == 0) {
		c->sleeps = true;
		MHD_suspend_connection(c->connection);
		return 0;
	}
	memset(buf, '.', n);
	c->left -= n;
	if (c->left == 0)
		buf[n - 1] = '\n';
	return (ssize_t)n;
}

static void gone(void *ctx)
{
	struct client *c = ctx, **at = &clients;

	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	free(c);
}

static enum MHD_Result handle(void *ctx, struct MHD_Connection *connection, const char *url,
			      const char *method, const char *version, const char *upload,
			      size_t *upload_len, void **con_cls)
{
	static int seen;
	struct client *c;
	struct MHD_Response *r;
	enum MHD_Result done;

	(void)ctx, (void)url, (void)method, (void)version, (void)upload, (void)upload_len;
	if (!*con_cls) {
		*con_cls = &seen;
		return MHD_YES;
	}
	c = calloc(1, sizeof(*c));
	if (!c)
		return MHD_NO;
	*c = (struct client){ .connection = connection, .left = event_len, .next = clients };
	clients = c;
	r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE, take, c, gone);
	if (!r)
		bench_die("response");
	done = MHD_queue_response(connection, MHD_HTTP_OK, r);
	MHD_destroy_response(r);
	return done;
}

static void tell_all(void)
{
	for (struct client *c = clients; c; c = c->next) {
		c->left = event_len;
		if (!c->sleeps)
			continue;
		c->sleeps = false;
		MHD_resume_connection(c->connection);
	}
}

static int start_timer(long period_ms)
{
	struct timespec every = { period_ms / 1000,
				  period_ms % 1000 * USEC_PER_MSEC * NSEC_PER_USEC };
	struct itimerspec t = { every, every };
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);

	if (fd < 0 || timerfd_settime(fd, 0, &t, NULL) < 0)
		bench_die("timer");
	return fd;
}

static void watch(int epoll, int fd)
{
	struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e) < 0)
		bench_die("epoll");
}

static void start_server(uint16_t port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port) };

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle,
				  NULL, MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_CONNECTION_LIMIT,
				  CONNECTIONS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
				  CONNECTION_MEMORY, MHD_OPTION_END);
	if (!server)
		bench_die("cannot listen");
}

int main(int argc, char *argv[])
{
	int epoll = epoll_create1(EPOLL_CLOEXEC), timer, left_ms;
	struct epoll_event e;
	uint64_t ticks;
	MHD_UNSIGNED_LONG_LONG ms;

	if (argc != 4)
		return 64;
	event_len = strtoul(argv[2], NULL, 10);
	start_server((uint16_t)strtoul(argv[1], NULL, 10));
	timer = start_timer(strtol(argv[3], NULL, 10));
	watch(epoll, timer);
	watch(epoll, MHD_get_daemon_info(server, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd);
	for (;;) {
		left_ms = MHD_get_timeout(server, &ms) == MHD_YES ? (int)ms : -1;
		if (epoll_wait(epoll, &e, 1, left_ms) == 1 && e.data.fd == timer &&
		    read(timer, &ticks, sizeof(ticks)) > 0)
			tell_all();
		(void)MHD_run(server);
	}
}

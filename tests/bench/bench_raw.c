// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/bench/harness.h"

/*
 * The limit: a bare publisher and bare subscribers on SEQPACKET sockets, with nothing between them
 * and the kernel. A message is `size` bytes of which the first eight are its number.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* What a bus client sends to acknowledge: a head and two numbers. */
#define ACK_BYTES 24

static int ours[BENCH_SUBSCRIBERS_MAX], theirs[BENCH_SUBSCRIBERS_MAX];
static int timer_fd, epoll_fd;
static unsigned char message[65536];

static void prepare(struct bench *b)
{
	for (unsigned i = 0; i < b->subscribers; i++) {
		int pair[2];

		if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
			bench_die("socketpair");
		ours[i] = pair[0];
		theirs[i] = pair[1];
		if (b->send_buffer && setsockopt(ours[i], SOL_SOCKET, SO_SNDBUF, &b->send_buffer,
						 sizeof(b->send_buffer)) < 0)
			bench_die("SO_SNDBUF");
	}
}

static void subscribe(struct bench *b, unsigned index)
{
	uint64_t number;
	bool ack, more;

	do {
		if (recv(theirs[index], message, sizeof(message), 0) < (ssize_t)sizeof(number))
			bench_die("recv");
		memcpy(&number, message, sizeof(number));
		more = bench_received(b, index, number, &ack);
		if (ack && send(theirs[index], message, ACK_BYTES, 0) < 0)
			bench_die("send");
	} while (more);
}

static void start(struct bench *b)
{
	timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	for (unsigned i = 0; i < b->subscribers; i++) {
		struct epoll_event e = { .events = EPOLLIN, .data.u32 = i };

		if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, ours[i], &e) < 0)
			bench_die("epoll_ctl");
	}
}

static void publish(struct bench *b, uint64_t number)
{
	memcpy(message, &number, sizeof(number));
	for (unsigned i = 0; i < b->subscribers; i++)
		(void)send(ours[i], message, b->size, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void wait_until(struct bench *b, int64_t due_ns)
{
	struct itimerspec when = { .it_value = { due_ns / 1000000000, due_ns % 1000000000 } };
	uint64_t n;

	(void)b;
	if (timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &when, NULL) < 0 ||
	    read(timer_fd, &n, sizeof(n)) < 0)
		bench_die("timerfd");
}

static void take_acks(struct bench *b)
{
	struct epoll_event e[BENCH_SUBSCRIBERS_MAX];
	unsigned char ack[ACK_BYTES];
	int n = epoll_wait(epoll_fd, e, BENCH_SUBSCRIBERS_MAX, -1);

	for (int i = 0; i < n; i++) {
		unsigned index = e[i].data.u32;

		if (recv(ours[index], ack, sizeof(ack), MSG_DONTWAIT) > 0)
			memcpy(&b->acked[index], ack, sizeof(b->acked[index]));
		else
			(void)epoll_ctl(epoll_fd, EPOLL_CTL_DEL, ours[index], NULL);
	}
}

int main(int argc, char *argv[])
{
	static const struct bench_transport raw = {
		.prepare = prepare,
		.subscribe = subscribe,
		.start = start,
		.publish = publish,
		.wait_until = wait_until,
		.take_acks = take_acks,
	};

	return bench_main(&raw, argc, argv);
}

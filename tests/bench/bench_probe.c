// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/bench/harness.h"

/*
 * Bare probes beside the real programs:
 *	timer RATE COUNT	a timerfd on a grid of CLOCK_MONOTONIC: how late it is read
 *	chain COUNT GAP_US	a timed write to a pipe, read by a second process that sends it over
 *				SEQPACKET to a third: from the time to the receive
 *	act COUNT GAP_US	the same to a second process and back: from the time to the receive
 *	client SENSOR ALARM LOG	connects to the sockets and reads to the first snapshot, the first
 *				summary and the first health, as `psctl status` must
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

#define NSEC_PER_SEC INT64_C(1000000000)
/* Numbers of messages (lib/wire/PROTOCOL.md). */
#define SNAPSHOT     16
#define HEALTH	     17
#define SUMMARY	     81
#define PACKET_BYTES 235 /* a snapshot of 11 channels */
#define ORDER_BYTES  48	 /* a set of one held output */

static uint32_t late_ns[BENCH_MESSAGES_MAX];

static int timer_at(int64_t first_ns, int64_t period_ns)
{
	struct itimerspec when = {
		.it_value = { first_ns / NSEC_PER_SEC, first_ns % NSEC_PER_SEC },
		.it_interval = { period_ns / NSEC_PER_SEC, period_ns % NSEC_PER_SEC },
	};
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);

	if (fd < 0 || timerfd_settime(fd, TFD_TIMER_ABSTIME, &when, NULL) < 0)
		bench_die("timerfd");
	return fd;
}

static void print(size_t n, uint64_t missed)
{
	printf("{\"p50\": %.2f, \"p99\": %.2f, \"missed\": %llu}\n",
	       bench_percentile(late_ns, n, 50), bench_percentile(late_ns, n, 99),
	       (unsigned long long)missed);
}

static int timer(unsigned rate_hz, size_t count)
{
	int64_t period_ns = NSEC_PER_SEC / rate_hz;
	int64_t due_ns = (bench_now_ns() / period_ns + 2) * period_ns;
	int fd = timer_at(due_ns, period_ns);
	uint64_t missed = 0, n;

	for (size_t i = 0; i < count; i++) {
		if (read(fd, &n, sizeof(n)) != sizeof(n))
			bench_die("read");
		missed += n - 1;
		due_ns += (int64_t)(n - 1) * period_ns;
		late_ns[i] = (uint32_t)(bench_now_ns() - due_ns);
		due_ns += period_ns;
	}
	print(count, missed);
	return EXIT_SUCCESS;
}

/* A child that dies with its parent; true in the child. */
static bool child(void)
{
	pid_t pid = fork();

	if (pid < 0)
		bench_die("fork");
	if (pid == 0)
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid == 0;
}

/* The contact: writes its time when it is due. */
static void write_edges(int to, size_t count, int64_t gap_ns)
{
	int64_t due_ns = bench_now_ns() + 10 * gap_ns;
	int fd = timer_at(due_ns, gap_ns);
	uint64_t n;

	for (size_t i = 0; i < count; i++, due_ns += gap_ns) {
		if (read(fd, &n, sizeof(n)) != sizeof(n))
			bench_die("timer");
		/* what a stalled machine swallowed is no edge */
		due_ns += (int64_t)(n - 1) * gap_ns;
		if (write(to, &due_ns, sizeof(due_ns)) != sizeof(due_ns))
			bench_die("edge");
	}
	_exit(EXIT_SUCCESS);
}

/* The daemon: waits with epoll, reads, sends. */
static void pass_edges(int from, int to, size_t count)
{
	struct epoll_event e = { .events = EPOLLIN };
	int fd = epoll_create1(EPOLL_CLOEXEC);
	char packet[PACKET_BYTES] = "";

	if (fd < 0 || epoll_ctl(fd, EPOLL_CTL_ADD, from, &e) < 0)
		bench_die("epoll");
	for (size_t i = 0; i < count; i++)
		if (epoll_wait(fd, &e, 1, -1) != 1 || read(from, packet, 8) != 8 ||
		    send(to, packet, sizeof(packet), MSG_NOSIGNAL) < 0)
			bench_die("pass");
	_exit(EXIT_SUCCESS);
}

static int chain(size_t count, int64_t gap_ns)
{
	int edges[2], bus[2];
	char packet[PACKET_BYTES];
	int64_t due_ns;

	if (pipe(edges) < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, bus) < 0)
		bench_die("pipe");
	if (child())
		pass_edges(edges[0], bus[0], count);
	if (child())
		write_edges(edges[1], count, gap_ns);
	for (size_t i = 0; i < count; i++) {
		if (recv(bus[1], packet, sizeof(packet), 0) != sizeof(packet))
			bench_die("recv");
		memcpy(&due_ns, packet, sizeof(due_ns));
		late_ns[i] = (uint32_t)(bench_now_ns() - due_ns);
	}
	print(count, 0);
	return EXIT_SUCCESS;
}

/* The one that decides: each packet is answered by a short one. */
static void answer_edges(int bus, size_t count)
{
	char packet[PACKET_BYTES];

	for (size_t i = 0; i < count; i++)
		if (recv(bus, packet, sizeof(packet), 0) != sizeof(packet) ||
		    send(bus, packet, ORDER_BYTES, MSG_NOSIGNAL) != ORDER_BYTES)
			bench_die("answer");
	_exit(EXIT_SUCCESS);
}

/* A contact's edge to a daemon, to a second one that decides, and back to the first, which would
 * drive the output. */
static int act(size_t count, int64_t gap_ns)
{
	int edges[2], bus[2], epoll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event e = { .events = EPOLLIN };
	char packet[PACKET_BYTES] = "";
	int64_t due_ns;

	if (pipe(edges) < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, bus) < 0 || epoll < 0)
		bench_die("pipe");
	if (child())
		answer_edges(bus[0], count);
	if (child())
		write_edges(edges[1], count, gap_ns);
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, edges[0], &e) < 0 ||
	    epoll_ctl(epoll, EPOLL_CTL_ADD, bus[1], &e) < 0)
		bench_die("epoll");
	for (size_t i = 0; i < count; i++) {
		if (epoll_wait(epoll, &e, 1, -1) != 1 ||
		    read(edges[0], packet, sizeof(due_ns)) != sizeof(due_ns) ||
		    send(bus[1], packet, sizeof(packet), MSG_NOSIGNAL) < 0 ||
		    epoll_wait(epoll, &e, 1, -1) != 1 ||
		    recv(bus[1], packet, sizeof(packet), 0) != ORDER_BYTES)
			bench_die("act");
		memcpy(&due_ns, packet, sizeof(due_ns));
		late_ns[i] = (uint32_t)(bench_now_ns() - due_ns);
	}
	print(count, 0);
	return EXIT_SUCCESS;
}

static int dial(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		bench_die(path);
	return fd;
}

static void read_to(int fd, unsigned char type)
{
	static unsigned char packet[32768];

	do {
		if (recv(fd, packet, sizeof(packet), 0) <= 0)
			bench_die("recv");
	} while (packet[0] != type || packet[1] != 0);
}

static int client(const char *sensor, const char *alarm, const char *log)
{
	int log_fd = dial(log), sensor_fd = dial(sensor), alarm_fd = dial(alarm);

	read_to(sensor_fd, SNAPSHOT);
	read_to(alarm_fd, SUMMARY);
	read_to(log_fd, HEALTH);
	return EXIT_SUCCESS;
}

int main(int argc, char *argv[])
{
	const char *what = argc > 1 ? argv[1] : "";
	long a = argc > 2 ? strtol(argv[2], NULL, 10) : 0,
	     b = argc > 3 ? strtol(argv[3], NULL, 10) : 0;

	if (argc == 4 && strcmp(what, "timer") == 0)
		return timer((unsigned)a, (size_t)b);
	if (argc == 4 && strcmp(what, "chain") == 0)
		return chain((size_t)a, b * 1000);
	if (argc == 4 && strcmp(what, "act") == 0)
		return act((size_t)a, b * 1000);
	if (argc == 5 && strcmp(what, "client") == 0)
		return client(argv[2], argv[3], argv[4]);
	return 64;
}

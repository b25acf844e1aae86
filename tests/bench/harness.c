// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/bench/harness.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/util.h"

#define NSEC_PER_SEC INT64_C(1000000000)

/* Nobody waits for a subscriber longer than this: something is wrong. */
#define GIVE_UP_S 60

void bench_die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

int64_t bench_now_ns(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * NSEC_PER_SEC + ts.tv_nsec;
}

int64_t bench_cpu_ns(void)
{
	struct rusage u;

	(void)getrusage(RUSAGE_SELF, &u);
	return ((int64_t)u.ru_utime.tv_sec + u.ru_stime.tv_sec) * NSEC_PER_SEC +
	       ((int64_t)u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1000;
}

bool bench_received(struct bench *b, unsigned index, uint64_t number, bool *ret_ack)
{
	struct bench_subscriber *s = &b->shared->subscribers[index];
	int64_t now_ns = bench_now_ns();

	if (s->received++ == 0)
		s->cpu_first_ns = bench_cpu_ns();
	if (number != s->last + 1)
		s->lost += number - s->last - 1;
	s->last = number;
	s->late_ns[number] = (uint32_t)(now_ns - b->shared->published_ns[number]);
	*ret_ack = b->window > 0 && number % (b->window / 2) == 0;
	if (number < b->count)
		return true;
	s->cpu_ns = bench_cpu_ns() - s->cpu_first_ns;
	return false;
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

double bench_percentile(uint32_t *v, size_t n, double p)
{
	size_t at = (size_t)(p / 100 * (double)(n - 1) + 0.5);

	qsort(v, n, sizeof(*v), compare);
	return v[at] / 1000.0;
}

/* Publishes on the grid; *late is how long each call took. */
static void run_paced(const struct bench_transport *t, struct bench *b, uint32_t *took_ns)
{
	int64_t due_ns = bench_now_ns(), before;

	for (uint64_t i = 1; i <= b->count; i++) {
		due_ns += NSEC_PER_SEC / b->rate_hz;
		t->wait_until(b, due_ns);
		before = bench_now_ns();
		b->shared->published_ns[i] = before;
		t->publish(b, i);
		took_ns[i - 1] = (uint32_t)(bench_now_ns() - before);
	}
}

/* Publishes as fast as the slowest subscriber acknowledges, `window` ahead of it. */
static void run_flood(const struct bench_transport *t, struct bench *b)
{
	uint64_t sent = 0, slowest;

	do {
		slowest = UINT64_MAX;
		for (unsigned i = 0; i < b->subscribers; i++)
			slowest = MIN(slowest, b->acked[i]);
		while (sent < b->count && sent < slowest + b->window)
			t->publish(b, ++sent);
		if (slowest < b->count)
			t->take_acks(b);
	} while (slowest < b->count);
}

static void print_paced(struct bench *b, uint32_t *took_ns, int64_t publisher_cpu_ns,
			unsigned stopped)
{
	static uint32_t all[BENCH_SUBSCRIBERS_MAX * BENCH_MESSAGES_MAX];
	double cpu_ns = (double)publisher_cpu_ns;
	uint64_t lost = 0;
	size_t n = 0;

	for (unsigned i = stopped; i < b->subscribers; i++) {
		struct bench_subscriber *s = &b->shared->subscribers[i];

		lost += s->lost;
		cpu_ns += (double)s->cpu_ns;
		/* the first ones find cold caches */
		for (uint64_t k = 1 + b->count / 20; k <= b->count; k++)
			all[n++] = s->late_ns[k];
	}
	printf("{\"p50\": %.2f, \"p99\": %.2f, \"publish_p50\": %.2f, \"publish_p99\": %.2f, "
	       "\"cpu\": %.2f, \"publisher_cpu\": %.2f, \"lost\": %" PRIu64 "}\n",
	       bench_percentile(all, n, 50), bench_percentile(all, n, 99),
	       bench_percentile(took_ns, b->count, 50), bench_percentile(took_ns, b->count, 99),
	       cpu_ns / 1000 / (double)b->count, (double)publisher_cpu_ns / 1000 / (double)b->count,
	       lost);
}

static pid_t fork_subscriber(const struct bench_transport *t, struct bench *b, unsigned index)
{
	pid_t pid = fork();

	if (pid < 0)
		bench_die("fork");
	if (pid > 0)
		return pid;
	/* a bench that dies leaves nobody behind */
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)alarm(GIVE_UP_S);
	t->subscribe(b, index);
	_exit(EXIT_SUCCESS);
}

static void parse(struct bench *b, int argc, char *argv[])
{
	for (int i = 0; i < argc; i++) {
		unsigned long v = i + 1 < argc ? strtoul(argv[i + 1], NULL, 10) : 0;

		if (streq(argv[i], "--stop"))
			b->stop_one = true;
		else if (streq(argv[i], "--subscribers"))
			b->subscribers = (unsigned)MIN(v, BENCH_SUBSCRIBERS_MAX);
		else if (streq(argv[i], "--channels"))
			b->channels = (unsigned)v;
		else if (streq(argv[i], "--size"))
			b->size = v;
		else if (streq(argv[i], "--buffer"))
			b->send_buffer = (int)v;
		else if (streq(argv[i], "--window"))
			b->window = (unsigned)v;
		else if (streq(argv[i], "--rate"))
			b->rate_hz = (unsigned)v;
		else if (streq(argv[i], "--count"))
			b->count = MIN(v, BENCH_MESSAGES_MAX - 1);
	}
}

int bench_main(const struct bench_transport *t, int argc, char *argv[])
{
	static uint32_t took_ns[BENCH_MESSAGES_MAX];
	struct bench b = { .subscribers = 5, .channels = 11, .rate_hz = 100, .count = 100 };
	pid_t pids[BENCH_SUBSCRIBERS_MAX];
	int64_t cpu_ns, start_ns;

	parse(&b, argc, argv);
	b.shared = mmap(NULL, sizeof(*b.shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			-1, 0);
	if (b.shared == MAP_FAILED)
		bench_die("mmap");
	t->prepare(&b);
	for (unsigned i = 0; i < b.subscribers; i++)
		pids[i] = fork_subscriber(t, &b, i);
	(void)alarm(GIVE_UP_S);
	t->start(&b);
	if (b.stop_one)
		(void)kill(pids[0], SIGSTOP);
	cpu_ns = bench_cpu_ns();
	start_ns = bench_now_ns();
	if (b.window)
		run_flood(t, &b);
	else
		run_paced(t, &b, took_ns);
	cpu_ns = bench_cpu_ns() - cpu_ns;
	start_ns = bench_now_ns() - start_ns;
	if (b.stop_one)
		(void)kill(pids[0], SIGKILL);
	for (unsigned i = 0; i < b.subscribers; i++)
		(void)waitpid(pids[i], NULL, 0);
	if (b.window) {
		uint64_t lost = 0;

		for (unsigned i = 0; i < b.subscribers; i++)
			lost += b.shared->subscribers[i].lost;
		printf("{\"rate\": %.1f, \"lost\": %" PRIu64 "}\n",
		       (double)b.count * 1e9 / (double)start_ns, lost);
	} else {
		print_paced(&b, took_ns, cpu_ns, b.stop_one);
	}
	return EXIT_SUCCESS;
}

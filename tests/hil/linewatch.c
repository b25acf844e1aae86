// SPDX-License-Identifier: MIT
/*
 * linewatch FILE EXPECTED RESULT: watches a gpio-sim `value` file until SIGTERM.
 *
 * "The output did not move" is only shown by looking at the line all the time. gpio-sim tells
 * nobody when a line falls back to its pull, so the file is sampled, every PERIOD_US, by absolute
 * times. Real-time priority, because the guest has one processor: a busy reader of normal
 * priority would be put aside for a whole time slice whenever anybody else has work, and would
 * slow down what it watches. What is left uncovered is told: the longest time between readings.
 *
 * RESULT gets one line at the start, "watching", so that the caller knows when it has begun, and
 * one at the end: reads=N differed=N errors=N gap_max_us=N gaps_over_2ms=N first=VALUE@US. Times
 * are microseconds since the start. Errors are readings that failed (the chip is unbound).
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* A falling line is up again after 100 ms at the earliest (RestartSec=); 500 us see a fall of a
 * hundredth of that and take few per cent of the guest's processor. */
#define PERIOD_US   500
#define LONG_GAP_US 2000

struct watch {
	uint64_t reads, differed, errors;
	int64_t gap_max_us;
	uint64_t long_gaps;
	int64_t first_us; /* -1: none yet */
	char first_value;
};

static volatile sig_atomic_t stop;

static void on_term(int sig)
{
	(void)sig;
	stop = 1;
}

static int64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void sleep_until(int64_t us)
{
	struct timespec ts = { .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000 };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

static void look(struct watch *w, int fd, char expected, int64_t since_start)
{
	char c = 0;

	w->reads++;
	if (pread(fd, &c, 1, 0) != 1) {
		w->errors++;
		c = 'x';
	} else if (c == expected) {
		return;
	} else {
		w->differed++;
	}
	if (w->first_us < 0) {
		w->first_us = since_start;
		w->first_value = c;
	}
}

static void watch(struct watch *w, int fd, char expected)
{
	int64_t start = now_us(), last = start, next = start, now;

	while (!stop) {
		now = now_us();
		look(w, fd, expected, now - start);
		if (now - last > w->gap_max_us)
			w->gap_max_us = now - last;
		if (now - last > LONG_GAP_US)
			w->long_gaps++;
		last = now;
		/* after a delay go on from now: a burst of late readings would show nothing new */
		next = now > next + PERIOD_US ? now : next + PERIOD_US;
		sleep_until(next);
	}
}

int main(int argc, char **argv)
{
	struct watch w = { .first_us = -1, .first_value = '-' };
	struct sched_param prio = { .sched_priority = 50 };
	struct sigaction term = { .sa_handler = on_term };
	FILE *result;
	int fd;

	if (argc != 4 || strlen(argv[2]) != 1) {
		fprintf(stderr, "usage: linewatch FILE 0|1 RESULT\n");
		return EXIT_FAILURE;
	}
	fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	result = fopen(argv[3], "we");
	if (fd < 0 || !result) {
		fprintf(stderr, "linewatch: %s: %s\n", fd < 0 ? argv[1] : argv[3], strerror(errno));
		return EXIT_FAILURE;
	}
	sigaction(SIGTERM, &term, NULL);
	if (sched_setscheduler(0, SCHED_FIFO, &prio) < 0 || mlockall(MCL_CURRENT) < 0) {
		perror("linewatch: real-time priority");
		return EXIT_FAILURE;
	}
	fprintf(result, "watching\n");
	fflush(result);
	watch(&w, fd, argv[2][0]);
	fprintf(result,
		"reads=%" PRIu64 " differed=%" PRIu64 " errors=%" PRIu64 " gap_max_us=%" PRId64
		" gaps_over_2ms=%" PRIu64 " first=%c@%" PRId64 "\n",
		w.reads, w.differed, w.errors, w.gap_max_us, w.long_gaps, w.first_value,
		w.first_us);
	return fclose(result) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

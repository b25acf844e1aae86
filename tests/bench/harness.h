// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What bench_raw and bench_bus share, so that they differ in nothing but how a message travels: a
 * publisher, subscriber processes, shared memory in which these note what they got, and the figures
 * made of it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BENCH_SUBSCRIBERS_MAX 16
#define BENCH_MESSAGES_MAX    200000

struct bench_subscriber {
	uint64_t last; /* newest number that came */
	uint64_t lost; /* numbers that were skipped before it */
	uint64_t received;
	int64_t cpu_first_ns, cpu_ns;	      /* CPU time at the first message; used since */
	uint32_t late_ns[BENCH_MESSAGES_MAX]; /* from publish to receive, by number */
};

/* In memory that all processes share. */
struct bench_shared {
	int64_t published_ns[BENCH_MESSAGES_MAX];
	struct bench_subscriber subscribers[BENCH_SUBSCRIBERS_MAX];
};

struct bench {
	/* arguments */
	unsigned subscribers, channels, rate_hz, window;
	uint64_t count;
	size_t size;	 /* bytes of a message, for the raw one */
	int send_buffer; /* SO_SNDBUF, for the raw one */
	bool stop_one;
	/* in work */
	struct bench_shared *shared;
	uint64_t acked[BENCH_SUBSCRIBERS_MAX];
	unsigned flood_index; /* of this subscriber */
};

struct bench_transport {
	/* Before the subscribers are forked. */
	void (*prepare)(struct bench *b);
	/* In a subscriber's process: receives, and calls bench_received, until that says false. */
	void (*subscribe)(struct bench *b, unsigned index);
	/* In the publisher, when all are forked: returns when all are connected. */
	void (*start)(struct bench *b);
	void (*publish)(struct bench *b, uint64_t number);
	/* Waits for a moment on CLOCK_MONOTONIC. */
	void (*wait_until)(struct bench *b, int64_t due_ns);
	/* Waits until something came from a subscriber, and notes it in b->acked. */
	void (*take_acks)(struct bench *b);
};

int64_t bench_now_ns(void);
int64_t bench_cpu_ns(void);

/* A percentile of times in nanoseconds, in microseconds; sorts them. */
double bench_percentile(uint32_t *v, size_t n, double p);

/* Prints the message and errno's text and ends the process. */
void bench_die(const char *what) __attribute__((noreturn));

/*
 * A subscriber got this number: notes when and in which order. Returns false after the last one. In
 * a flood *ret_ack is true when the publisher wants to hear about it.
 */
bool bench_received(struct bench *b, unsigned index, uint64_t number, bool *ret_ack);

/*
 * paced RATE COUNT: figures of latency and CPU; flood COUNT: messages a second. Options: --stop
 * (one subscriber is stopped), --subscribers N, --channels N, --size BYTES, --buffer BYTES,
 * --window N.
 */
int bench_main(const struct bench_transport *t, int argc, char *argv[]);

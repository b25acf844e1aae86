// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/bench/harness.h"

/*
 * Subscribers of the real sensord, at PATH:
 *	act PATH COUNT GAP_US	from a contact's edge, one each GAP_US, to the output that an alarm
 *drives tick PATH RATE COUNT	how late each tick was: the time in its snapshot is the one that
 *sensord read when its timer woke it, and ticks stand on multiples of the period edge PATH COUNT
 *from the time of a contact's edge, which its fact tells, to the snapshot that shows it steps PATH
 *COUNT STEP_US drives the simulator in lockstep, as fast as it goes read PATH		reads and
 *decodes until it is killed
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/util.h"
#include "lib/bus/client.h"

#define TIMEOUT_US (20 * USEC_PER_SEC)
#define GIVE_UP_S  120

static struct client client = CLIENT_INIT;
static struct msg_hello hello;
static struct snapshot snapshot;
static uint32_t late_ns[BENCH_MESSAGES_MAX];

static void die(const char *what, int r)
{
	errno = r < 0 ? -r : ETIMEDOUT;
	bench_die(what);
}

/* The next message; snapshots are decoded on the way. */
static unsigned next(struct cursor *body)
{
	struct msg_head head;
	int r = client_receive(&client, TIMEOUT_US, &head, body);

	if (r <= 0)
		die("receive", r);
	if (head.type == MSG_SNAPSHOT && msg_snapshot_get(body, &snapshot) < 0)
		die("snapshot", -EBADMSG);
	return head.type;
}

static void next_snapshot(void)
{
	struct cursor body;

	while (next(&body) != MSG_SNAPSHOT)
		;
}

static void print(size_t n, uint64_t missed)
{
	printf("{\"p50\": %.2f, \"p99\": %.2f, \"missed\": %" PRIu64 "}\n",
	       bench_percentile(late_ns, n, 50), bench_percentile(late_ns, n, 99), missed);
}

static int tick(unsigned rate_hz, size_t count)
{
	int64_t period_us = USEC_PER_SEC / rate_hz;
	uint64_t missed_before;

	/* the one that waited for us is no tick of this measurement */
	next_snapshot();
	missed_before = snapshot.missed_ticks;
	for (size_t i = 0; i < count;) {
		next_snapshot();
		if (!snapshot.edge)
			late_ns[i++] = (uint32_t)(snapshot.now.mono_us % period_us * 1000);
	}
	print(count, snapshot.missed_ticks - missed_before);
	return EXIT_SUCCESS;
}

/* From this one on; 0: what comes. */
static void ask_for_facts(uint64_t from)
{
	struct msg_facts_from m = { .instance = from ? hello.instance : 0, .from = from };
	uint8_t packet[64];
	int len = msg_facts_from_put(packet, sizeof(packet), client_next_id(&client), &m);

	if (client_send(&client, packet, (size_t)len) < 0)
		die("facts", -EIO);
}

static int edge(size_t count)
{
	struct cursor body;
	struct fact fact;

	ask_for_facts(0);
	for (size_t i = 0; i < count; i++) {
		while (next(&body) != MSG_FACT || msg_fact_get(&body, &fact) < 0 ||
		       fact.kind != FACT_EDGE)
			;
		do
			next_snapshot();
		while (snapshot.samples[fact.channel].value != fact.value);
		late_ns[i] = (uint32_t)(bench_now_ns() - fact.now.mono_us * NSEC_PER_USEC);
	}
	print(count, 0);
	return EXIT_SUCCESS;
}

/* The next fact of this kind. */
static void next_fact(enum fact_kind kind, struct fact *ret_fact)
{
	struct cursor body;

	while (next(&body) != MSG_FACT || msg_fact_get(&body, ret_fact) < 0 ||
	       ret_fact->kind != kind)
		;
}

/*
 * Both times are sensord's own: when the contact was due, and when the order to drive the output
 * had come. Who watches meanwhile is woken in their midst, which the bare chain has nobody for; so
 * the edges go by first, and are read from sensord's ring afterwards.
 */
static int act(const char *path, size_t count, int64_t gap_us)
{
	int64_t begin_us = bench_now_ns() / NSEC_PER_USEC;
	struct fact edge, driven;
	int r;

	(void)usleep((useconds_t)((int64_t)count * gap_us));
	r = client_hello(&client, path, TIMEOUT_US, &hello, NULL);
	if (r < 0)
		die(path, r);
	ask_for_facts(1);
	for (size_t i = 0; i < count; i++) {
		do
			next_fact(FACT_EDGE, &edge);
		while (edge.now.mono_us < begin_us);
		do
			next_fact(FACT_OUTPUT_CHANGED, &driven);
		while (driven.now.mono_us < edge.now.mono_us);
		late_ns[i] = (uint32_t)((driven.now.mono_us - edge.now.mono_us) * NSEC_PER_USEC);
	}
	printf("{\"p50\": %.2f, \"p99\": %.2f, \"worst\": %.2f}\n",
	       bench_percentile(late_ns, count, 50), bench_percentile(late_ns, count, 99),
	       bench_percentile(late_ns, count, 100));
	return EXIT_SUCCESS;
}

static void say_step(int64_t step_us)
{
	static struct msg_sim m;
	uint8_t packet[512];
	int len, r;

	m.value = step_us;
	len = msg_sim_put(packet, sizeof(packet), MSG_SIM_STEP, client_next_id(&client), &m);
	r = client_send(&client, packet, (size_t)len);
	if (r < 0)
		die("step", r);
}

static int steps(uint64_t count, int64_t step_us)
{
	uint8_t packet[64];
	uint32_t id = client_next_id(&client);
	int len = msg_bare_put(packet, sizeof(packet), MSG_SIM_JOIN, id), r;
	uint64_t before;
	struct cursor body;
	unsigned type;

	r = client_send(&client, packet, (size_t)len);
	if (r == 0)
		r = client_answer(&client, id, TIMEOUT_US, &type, &body);
	if (r < 0)
		die("join", r);
	/* numbers tell what is new: older ones may still wait */
	for (uint64_t done = 0; done < count; done++) {
		before = snapshot.number;
		say_step(step_us);
		do
			next_snapshot();
		while (snapshot.edge || snapshot.number <= before);
	}
	printf("{\"snapshots\": %" PRIu64 "}\n", snapshot.number);
	return EXIT_SUCCESS;
}

static int read_on(void)
{
	for (;;)
		next_snapshot();
}

int main(int argc, char *argv[])
{
	long a = argc > 3 ? strtol(argv[3], NULL, 10) : 0,
	     b = argc > 4 ? strtol(argv[4], NULL, 10) : 0;
	int r;

	if (argc < 3)
		return 64;
	/* steps and read last as long as they last; the others say when something is wrong */
	if (streq(argv[1], "tick") || streq(argv[1], "edge") || streq(argv[1], "act"))
		(void)alarm(GIVE_UP_S);
	if (argc == 5 && streq(argv[1], "act"))
		return act(argv[2], (size_t)a, b);
	r = client_hello(&client, argv[2], TIMEOUT_US, &hello, NULL);
	if (r < 0)
		die(argv[2], r);
	if (argc == 5 && streq(argv[1], "tick"))
		return tick((unsigned)a, (size_t)b);
	if (argc == 4 && streq(argv[1], "edge"))
		return edge((size_t)a);
	if (argc == 5 && streq(argv[1], "steps"))
		return steps((uint64_t)a, b);
	if (argc == 3 && streq(argv[1], "read"))
		return read_on();
	return 64;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The connection to sensord: snapshots and facts in. It never waits for sensord. */
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>

#include "daemons/alarmd/alarmd.h"
#include "lib/base/hash.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* sensord is back 100 ms after a kill; a socket that is not there at all is asked for less often.
 */
#define RETRY_FIRST_US (50 * USEC_PER_MSEC)
#define RETRY_MOST_US  (2 * USEC_PER_SEC)
/* A connect to a hung service succeeds. */
#define HELLO_WITHIN_US (2 * USEC_PER_SEC)
/* The slowest grid has a tick a second. */
#define SILENT_US (3 * USEC_PER_SEC)
/* A simulator in lockstep stands still; then only its HEALTH moves, every 10 s. */
#define SILENT_SIMULATED_US (15 * USEC_PER_SEC)
/* Packets taken in one turn before anybody else has his: more than a full queue of the kernel. */
#define PACKETS_A_TURN 256

static void try_connect(void *ctx, int64_t now_us);

void upstream_lose(struct alarmd *s, const char *why)
{
	struct upstream *up = &s->up;

	if (up->hello)
		log_notice("sensord is gone (%s), trying again", why);
	loop_unwatch(s->loop, &up->source);
	client_done(&up->client);
	up->hello = up->joined = up->stepping = up->fresh = false;
	s->holds_known = false;
	loop_arm(s->loop, &up->retry, mono_read_us() + up->pause_us, try_connect, s);
	up->pause_us = MIN(up->pause_us * 2, RETRY_MOST_US);
}

int upstream_send(struct alarmd *s, int len)
{
	if (len < 0)
		return len;
	return client_send(&s->up.client, s->packet, (size_t)len);
}

static int ask_for_facts(struct alarmd *s)
{
	struct msg_facts_from m = { .instance = s->cursor.instance, .from = s->cursor.next };

	/* The first time of all: whatever sensord still knows. */
	if (m.instance == 0)
		m = (struct msg_facts_from){ .instance = s->up.instance, .from = 1 };
	return upstream_send(s, msg_facts_from_put(s->packet, sizeof(s->packet),
						   client_next_id(&s->up.client), &m));
}

static int join_lockstep(struct alarmd *s)
{
	if (!s->lockstep || !s->up.simulated || s->up.joined)
		return 0;
	s->up.joined = true;
	return upstream_send(s, msg_bare_put(s->packet, sizeof(s->packet), MSG_SIM_JOIN,
					     client_next_id(&s->up.client)));
}

/* Outputs are remembered by their place: in another table they are learned anew. */
static uint64_t hash_of_ids(const struct msg_hello *table)
{
	uint64_t hash = HASH_FNV1A_START;

	for (unsigned i = 0; i < table->n_channels; i++)
		hash = hash_fnv1a(hash, table->channels[i].id, strlen(table->channels[i].id) + 1);
	return hash;
}

static int take_hello(struct alarmd *s, struct cursor *body)
{
	struct upstream *up = &s->up;
	uint64_t before = hash_of_ids(&up->table);
	int r = msg_hello_get(body, &up->table);

	if (r < 0)
		return r;
	if (hash_of_ids(&up->table) != before)
		memset(s->outputs, 0, sizeof(s->outputs));
	if (up->table.protocol != WIRE_PROTOCOL)
		return -EPROTONOSUPPORT;
	up->simulated = up->table.simulated;
	up->instance = up->table.instance;
	up->pause_us = RETRY_FIRST_US;
	/* The table is what every index means: rules, masks, facts. */
	s->has_snapshot = false;
	if (!up->hello)
		log_info("connected to sensord, %u channels%s", up->table.n_channels,
			 up->simulated ? " (simulated)" : "");
	r = up->hello ? 0 : ask_for_facts(s);
	up->hello = true;
	reload_rules(s);
	/* clients have the names and units of the table before */
	server_hello_again(s->server);
	return r < 0 ? r : join_lockstep(s);
}

static int take_snapshot(struct alarmd *s, struct cursor *body)
{
	int r = msg_snapshot_get(body, &s->snapshot);

	if (r < 0)
		return r;
	/* of an older table: HELLO comes first, so this cannot be */
	if (s->snapshot.n_samples != s->up.table.n_channels)
		return -EBADMSG;
	if (!s->snapshot.edge)
		s->up.stepping = false;
	clock_follow(&s->clock, s->snapshot.now, s->snapshot.rate_milli, s->up.heard_us);
	s->has_snapshot = s->up.fresh = true;
	return 0;
}

static int take_fact(struct alarmd *s, struct cursor *body)
{
	struct fact f;
	int r = msg_fact_get(body, &f);

	if (r < 0)
		return r;
	record_fact(s, &f);
	s->cursor = (struct kept_cursor){ s->up.instance, f.number + 1 };
	return 0;
}

static int take_gap(struct alarmd *s, struct cursor *body)
{
	struct msg_fact_gap gap;
	int r = msg_fact_gap_get(body, &gap);

	if (r < 0)
		return r;
	record_fact_gap(s, &gap);
	s->cursor = (struct kept_cursor){ s->up.instance, gap.next };
	return 0;
}

static int take_holds(struct alarmd *s, struct cursor *body)
{
	struct msg_holds holds;
	int r = msg_holds_get(body, &holds);

	if (r == 0)
		restore_holds(s, &holds);
	return r;
}

/* A STEP is refused when there is no lockstep for us any more: we go on with the running clock. */
static void leave_lockstep(struct alarmd *s)
{
	log_info("the lockstep is over, going on with the running clock");
	s->lockstep = s->up.joined = false;
}

static int take_reply(struct alarmd *s, uint32_t id, struct cursor *body)
{
	struct msg_reply reply;
	int r = msg_reply_get(body, &reply);

	if (r == 0 && reply.error == ENOENT && s->up.joined && id == s->up.step_id) {
		leave_lockstep(s);
		return 0;
	}
	/* what an interlock delays is a fact of its own; this is an output that is not there */
	if (r == 0 && reply.error)
		log_warning("sensord: %s", reply.sentence);
	return r;
}

static int take(struct alarmd *s, const struct msg_head *head, struct cursor *body)
{
	struct msg_reply refused;

	if (head->type == MSG_HELLO)
		return take_hello(s, body);
	if (head->type == MSG_REFUSED) {
		if (msg_reply_get(body, &refused) == 0)
			log_error("sensord refuses the connection: %s", refused.sentence);
		return -EACCES;
	}
	if (!s->up.hello)
		return -EPROTO;
	switch (head->type) {
	case MSG_SNAPSHOT:
		return take_snapshot(s, body);
	case MSG_HOLDS:
		return take_holds(s, body);
	case MSG_FACT:
		return take_fact(s, body);
	case MSG_FACT_GAP:
		return take_gap(s, body);
	case MSG_REPLY:
		return take_reply(s, head->id, body);
	default:
		return 0;
	}
}

/* Reads all that has come: the last snapshot counts, but no fact is passed over. */
static void readable(void *ctx, uint32_t events)
{
	struct alarmd *s = ctx;
	struct msg_head head;
	struct cursor body;
	int r = 0;

	(void)events;
	for (unsigned i = 0; i < PACKETS_A_TURN && r >= 0; i++) {
		r = client_receive(&s->up.client, 0, &head, &body);
		if (r <= 0)
			break;
		s->up.heard_us = mono_read_us();
		r = take(s, &head, &body);
	}
	if (r < 0)
		upstream_lose(s, r == -ECONNRESET ? "it ended" : strerrordesc_np(-r));
	alarmd_heard(s);
}

static void hello_overdue(void *ctx, int64_t now_us)
{
	struct alarmd *s = ctx;

	(void)now_us;
	if (!s->up.hello)
		upstream_lose(s, "it accepts and says nothing");
}

static void try_connect(void *ctx, int64_t now_us)
{
	struct alarmd *s = ctx;
	char path[CLIENT_PATH_MAX];
	int r;

	client_path("sensor", path);
	r = client_connect(&s->up.client, path);
	if (r == 0)
		r = loop_watch(s->loop, &s->up.source, s->up.client.fd, EPOLLIN, readable, s);
	if (r < 0) {
		upstream_lose(s, strerrordesc_np(-r));
		return;
	}
	loop_arm(s->loop, &s->up.retry, now_us + HELLO_WITHIN_US, hello_overdue, s);
}

void upstream_start(struct alarmd *s)
{
	s->up.client = CLIENT_INIT;
	s->up.pause_us = RETRY_FIRST_US;
	s->up.heard_us = mono_read_us();
	try_connect(s, s->up.heard_us);
}

void upstream_stop(struct alarmd *s)
{
	loop_disarm(s->loop, &s->up.retry);
	loop_unwatch(s->loop, &s->up.source);
	client_done(&s->up.client);
}

int64_t upstream_silent_due_us(const struct alarmd *s)
{
	return s->up.heard_us + (s->up.simulated ? SILENT_SIMULATED_US : SILENT_US);
}

bool upstream_silent(const struct alarmd *s, int64_t own_us)
{
	return own_us >= upstream_silent_due_us(s);
}

const struct channel *upstream_channel(const struct alarmd *s, int index)
{
	return index >= 0 && index < s->up.table.n_channels ? &s->up.table.channels[index] : NULL;
}

void upstream_step(struct alarmd *s)
{
	/* how long the tick is to be is the others' business */
	static const struct msg_sim any;

	if (!s->up.joined || s->up.stepping || !s->has_snapshot)
		return;
	s->up.step_id = client_next_id(&s->up.client);
	s->up.stepping = upstream_send(s, msg_sim_put(s->packet, sizeof(s->packet), MSG_SIM_STEP,
						      s->up.step_id, &any)) == 0;
}

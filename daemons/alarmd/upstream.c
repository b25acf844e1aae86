// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The connection to sensord: snapshots and facts in. It never waits for sensord. */
#include <errno.h>
#include <stdio.h>

#include "daemons/alarmd/alarmd.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* The slowest grid has a tick a second. */
#define SILENT_US (3 * USEC_PER_SEC)
/* A simulator in lockstep stands still; then only its HEALTH moves, every 10 s. */
#define SILENT_SIMULATED_US (15 * USEC_PER_SEC)

int upstream_send(struct alarmd *s, int len)
{
	return link_send(&s->up.link, s->packet, len);
}

static int ask_for_facts(struct alarmd *s)
{
	struct msg_facts_from m = { .instance = s->cursor.instance, .from = s->cursor.next };

	/* The first time of all: whatever sensord still knows. */
	if (m.instance == 0)
		m = (struct msg_facts_from){ .instance = s->up.instance, .from = 1 };
	return upstream_send(s, msg_facts_from_put(s->packet, sizeof(s->packet),
						   client_next_id(&s->up.link.client), &m));
}

static int take_hello(void *ctx, bool first)
{
	struct alarmd *s = ctx;
	struct upstream *up = &s->up;
	int r;

	table_moved(s);
	up->simulated = up->table.simulated;
	up->instance = up->table.instance;
	/* The table is what every index means: rules, masks, facts. */
	s->has_snapshot = false;
	r = first ? ask_for_facts(s) : 0;
	reload_rules(s);
	/* clients have the names and units of the table before */
	server_hello_again(s->server);
	return r < 0 || !up->simulated ? r : follower_join(&up->follower, &up->link);
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
		follower_tick(&s->up.follower);
	clock_follow(&s->clock, s->snapshot.now, s->snapshot.rate_milli, s->up.link.heard_us);
	s->has_snapshot = s->up.fresh = true;
	s->wall_known = s->snapshot.wall_sane;
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

static int take_reply(struct alarmd *s, uint32_t id, struct cursor *body)
{
	struct msg_reply reply;
	int r = msg_reply_get(body, &reply);

	if (r == 0 && follower_released(&s->up.follower, id, &reply))
		return 0;
	/* what an interlock delays is a fact of its own; this is an output that is not there */
	if (r == 0 && reply.error)
		log_warning("sensord: %s", reply.sentence);
	return r;
}

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct alarmd *s = ctx;

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

static void lost(void *ctx)
{
	struct alarmd *s = ctx;

	follower_lost(&s->up.follower);
	s->up.fresh = false;
	s->holds_known = false;
}

/* The last snapshot counts, but no fact is passed over. */
static void heard(void *ctx)
{
	alarmd_heard(ctx);
}

void upstream_start(struct alarmd *s)
{
	static const struct link_calls calls = {
		.hello = take_hello,
		.take = take,
		.lost = lost,
		.heard = heard,
	};

	s->up.link = (struct link){
		.loop = s->loop,
		.socket = "sensor",
		.server = "sensord",
		.calls = &calls,
		.ctx = s,
		.table = &s->up.table,
	};
	link_start(&s->up.link);
}

void upstream_stop(struct alarmd *s)
{
	link_stop(&s->up.link);
}

int64_t upstream_silent_due_us(const struct alarmd *s)
{
	return s->up.link.heard_us + (s->up.simulated ? SILENT_SIMULATED_US : SILENT_US);
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
	if (s->has_snapshot)
		follower_step(&s->up.follower, &s->up.link);
}

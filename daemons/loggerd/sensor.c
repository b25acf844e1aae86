// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The connection to sensord: snapshots in. */
#include <errno.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/util.h"

/* In lockstep the shortest wish counts, and this is no wish of its own. */
#define STEP_LONGEST_US (60 * USEC_PER_SEC)

static int join_lockstep(struct loggerd *s)
{
	if (!s->lockstep || !s->sensor.table.simulated || s->sensor.joined)
		return 0;
	s->sensor.joined = true;
	return link_send(&s->sensor.link, s->packet,
			 msg_bare_put(s->packet, sizeof(s->packet), MSG_SIM_JOIN,
				      client_next_id(&s->sensor.link.client)));
}

static int take_hello(void *ctx, bool first)
{
	struct loggerd *s = ctx;

	(void)first;
	record_table(s, s->sensor.table.channels, s->sensor.table.n_channels);
	/* clients have the names and units of the table before */
	server_hello_again(s->server);
	return join_lockstep(s);
}

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct loggerd *s = ctx;
	int r;

	if (head->type != MSG_SNAPSHOT)
		return 0;
	r = msg_snapshot_get(body, &s->snapshot);
	if (r < 0)
		return r;
	/* of an older table: HELLO comes first, so this cannot be */
	if (s->snapshot.n_samples != s->sensor.table.n_channels)
		return -EBADMSG;
	if (!s->snapshot.edge)
		s->sensor.stepping = false;
	s->sensor.fresh = true;
	record_snapshot(s);
	return 0;
}

static void lost(void *ctx)
{
	struct loggerd *s = ctx;

	s->sensor.joined = s->sensor.stepping = s->sensor.fresh = false;
}

static void heard(void *ctx)
{
	loggerd_work(ctx);
}

void sensor_start(struct loggerd *s)
{
	static const struct link_calls calls = {
		.hello = take_hello,
		.take = take,
		.lost = lost,
		.heard = heard,
	};

	s->sensor.link = (struct link){
		.loop = s->loop,
		.socket = "sensor",
		.server = "sensord",
		.calls = &calls,
		.ctx = s,
		.table = &s->sensor.table,
	};
	link_start(&s->sensor.link);
}

void sensor_step(struct loggerd *s)
{
	struct msg_sim m = { .value = STEP_LONGEST_US };

	if (!s->sensor.joined || s->sensor.stepping || !s->sensor.fresh || record_busy(s))
		return;
	s->sensor.stepping =
		link_send(&s->sensor.link, s->packet,
			  msg_sim_put(s->packet, sizeof(s->packet), MSG_SIM_STEP,
				      client_next_id(&s->sensor.link.client), &m)) == 0;
}

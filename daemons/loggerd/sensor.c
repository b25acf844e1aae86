// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The connection to sensord: snapshots in. */
#include <errno.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/util.h"

static int take_hello(void *ctx, bool first)
{
	struct loggerd *s = ctx;

	(void)first;
	record_table(s, s->sensor.table.channels, s->sensor.table.n_channels);
	/* clients have the names and units of the table before */
	server_hello_again(s->server);
	return s->sensor.table.simulated ? follower_join(&s->sensor.follower, &s->sensor.link) : 0;
}

/* Nothing but steps is asked for. */
static int take_reply(struct loggerd *s, uint32_t id, struct cursor *body)
{
	struct msg_reply reply;
	int r = msg_reply_get(body, &reply);

	if (r == 0)
		(void)follower_released(&s->sensor.follower, id, &reply);
	return r;
}

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct loggerd *s = ctx;
	int r;

	if (head->type == MSG_REPLY)
		return take_reply(s, head->id, body);
	if (head->type != MSG_SNAPSHOT)
		return 0;
	r = msg_snapshot_get(body, &s->snapshot);
	if (r < 0)
		return r;
	/* of an older table: HELLO comes first, so this cannot be */
	if (s->snapshot.n_samples != s->sensor.table.n_channels)
		return -EBADMSG;
	if (!s->snapshot.edge)
		follower_tick(&s->sensor.follower);
	s->sensor.fresh = true;
	record_snapshot(s);
	return 0;
}

static void lost(void *ctx)
{
	struct loggerd *s = ctx;

	follower_lost(&s->sensor.follower);
	s->sensor.fresh = false;
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
	if (s->sensor.fresh && !record_busy(s))
		follower_step(&s->sensor.follower, &s->sensor.link);
}

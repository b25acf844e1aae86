// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The connection to sensord: its table, snapshots, holds and health. */
#include "daemons/agentxd/agentxd.h"
#include "daemons/agentxd/entity.h"

static int take_hello(void *ctx, bool first)
{
	struct agentxd *s = ctx;

	(void)first;
	world_table(s->world);
	entity_follow(s->world, master_ticks());
	return 0;
}

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct agentxd *s = ctx;
	int r;

	switch (head->type) {
	case MSG_SNAPSHOT:
		r = msg_snapshot_get(body, &s->world->snapshot);
		s->world->snapshot_ticks = master_ticks();
		s->sensor.unhurried = s->world->snapshot.rate_milli == SNAPSHOT_RATE_REAL;
		return r < 0 ? r : world_snapshot(s->world);
	case MSG_HOLDS:
		return msg_holds_get(body, &s->world->holds);
	case MSG_HEALTH:
		return agentxd_take_health(s, WORLD_SENSORD, body);
	case MSG_REPLY:
		return set_answer(s, &s->sensor, head->id, body);
	default:
		return 0;
	}
}

static void lost(void *ctx)
{
	struct agentxd *s = ctx;

	world_sensor_lost(s->world);
}

static void heard(void *ctx)
{
	agentxd_work(ctx);
}

void sensor_start(struct agentxd *s)
{
	static const struct link_calls calls = { take_hello, take, lost, heard };

	s->sensor = (struct link){
		.loop = s->loop,
		.socket = "sensor",
		.server = "sensord",
		.calls = &calls,
		.ctx = s,
		.table = &s->world->table,
	};
	link_start(&s->sensor);
}

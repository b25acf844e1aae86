// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The connection to loggerd: how it is. */
#include "daemons/agentxd/agentxd.h"

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct agentxd *s = ctx;
	struct health h;
	int r;

	if (head->type != MSG_HEALTH)
		return 0;
	r = msg_health_get(body, &h);
	if (r == 0)
		world_health(s->world, WORLD_LOGGERD, &h);
	return r;
}

static void lost(void *ctx)
{
	struct agentxd *s = ctx;

	s->world->daemons[WORLD_LOGGERD].here = false;
}

void logger_start(struct agentxd *s)
{
	static const struct link_calls calls = { .take = take, .lost = lost };

	s->logger = (struct link){
		.loop = s->loop,
		.socket = "logger",
		.server = "loggerd",
		.calls = &calls,
		.ctx = s,
		.table = &s->no_table,
	};
	link_start(&s->logger);
}

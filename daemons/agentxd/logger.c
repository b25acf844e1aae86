// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The connection to loggerd: how it is. */
#include "daemons/agentxd/agentxd.h"

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	return head->type == MSG_HEALTH ? agentxd_take_health(ctx, WORLD_LOGGERD, body) : 0;
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

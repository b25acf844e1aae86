// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/guard.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"

static void sweep(void *ctx, int64_t now_us);

/* At the first of all moments; never while no connection has one. */
static void arm(struct guard *g)
{
	int64_t due_us = INT64_MAX;

	for (const struct guarded *c = g->first; c; c = c->next)
		due_us = MIN(due_us, c->due_us);
	if (due_us == INT64_MAX)
		loop_disarm(g->loop, &g->timer);
	else
		loop_arm(g->loop, &g->timer, due_us, sweep, g);
}

static void sweep(void *ctx, int64_t now_us)
{
	struct guard *g = ctx;

	for (struct guarded *c = g->first; c; c = c->next) {
		if (c->due_us > now_us)
			continue;
		/* the library sees the end of it, and takes the connection down as any other */
		(void)shutdown(c->fd, SHUT_RDWR);
		c->due_us = INT64_MAX;
	}
	arm(g);
}

struct guarded *guard_add(struct guard *g, int fd, int64_t within_us)
{
	struct guarded *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->fd = fd;
	c->next = g->first;
	if (c->next)
		c->next->prev = c;
	g->first = c;
	guard_limit(g, c, within_us);
	return c;
}

void guard_limit(struct guard *g, struct guarded *c, int64_t within_us)
{
	c->due_us = within_us == INT64_MAX ? INT64_MAX : mono_read_us() + within_us;
	/* one that is armed too early only looks, and arms itself anew */
	if (c->due_us != INT64_MAX && (!g->timer.due_us || c->due_us < g->timer.due_us))
		loop_arm(g->loop, &g->timer, c->due_us, sweep, g);
}

void guard_remove(struct guard *g, struct guarded *c)
{
	if (c->prev)
		c->prev->next = c->next;
	else
		g->first = c->next;
	if (c->next)
		c->next->prev = c->prev;
	free(c);
	if (!g->first)
		loop_disarm(g->loop, &g->timer);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/agentxd/telling.h"

#include <string.h>

static void forget_way(struct telling *t)
{
	t->first = t->n = 0;
	t->round++;
}

void telling_begin(struct telling *t, uint64_t next)
{
	forget_way(t);
	t->told.next = next;
	t->sent = t->told;
}

static void step(struct telling *t, const struct event *e)
{
	t->sent.next = e->number + 1;
	if (e->kind == EVENT_STARTED)
		memcpy(t->sent.boot, e->boot_id, sizeof(t->sent.boot));
}

void telling_hand(struct telling *t, const struct event *e)
{
	step(t, e);
	t->way[(t->first + t->n++) % TELLING_WINDOW] = t->sent;
}

void telling_pass(struct telling *t, const struct event *e)
{
	step(t, e);
	/* it is told when all before it is */
	if (t->n > 0)
		t->way[(t->first + t->n - 1) % TELLING_WINDOW] = t->sent;
	else
		t->told = t->sent;
}

void telling_answered(struct telling *t, unsigned round)
{
	if (round != t->round || t->n == 0)
		return;
	t->told = t->way[t->first];
	t->first = (t->first + 1) % TELLING_WINDOW;
	t->n--;
}

void telling_rewind(struct telling *t)
{
	forget_way(t);
	t->sent = t->told;
}

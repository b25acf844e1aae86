// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/confirm.h"

void confirm_begin(struct confirm *c, const struct hold_slot *before, const struct actor *actor,
		   int64_t due_us)
{
	/* A second change in a row: what was confirmed last is what to go back to. */
	if (!c->pending)
		c->before = *before;
	c->pending = true;
	c->due_us = due_us;
	c->actor = *actor;
}

static bool wants(const struct hold_slot *manual, bool rest)
{
	return manual->present ? manual->active : rest;
}

bool confirm_undone(const struct confirm *c, const struct hold_slot *was,
		    const struct hold_slot *manual, bool rest)
{
	return wants(manual, rest) == wants(c->pending ? &c->before : was, rest);
}

void confirm_settle(struct confirm *c)
{
	*c = (struct confirm){ 0 };
}

void confirm_take_back(struct confirm *c, struct hold_slot *manual)
{
	*manual = c->before;
	confirm_settle(c);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/engine/chatter.h"

void chatter_start(struct chatter *c)
{
	*c = (struct chatter){ .gaps = c->gaps, .last_us = INT64_MIN };
}

static void forget(struct chatter *c)
{
	c->n = c->at = 0;
	c->sum_us = 0;
}

static void push(struct chatter *c, uint32_t count, uint32_t gap_us)
{
	if (c->n == count)
		c->sum_us -= c->gaps[c->at];
	else
		c->n++;
	c->gaps[c->at] = gap_us;
	c->sum_us += gap_us;
	c->at = (uint8_t)((c->at + 1u) % count);
}

bool chatter_add(struct chatter *c, const struct rules *rules, int64_t now_us)
{
	int64_t before_us = c->last_us;

	c->last_us = now_us;
	if (c->on) {
		c->total++;
		return false;
	}
	if (rules->chatter_count == 0)
		return false;
	if (before_us == INT64_MIN || now_us - before_us > rules->chatter_us) {
		forget(c);
		return false;
	}
	push(c, rules->chatter_count, (uint32_t)(now_us - before_us));
	if (c->n < rules->chatter_count || c->sum_us > rules->chatter_us)
		return false;
	c->on = true;
	c->total = rules->chatter_count + 1;
	return true;
}

int64_t chatter_due_us(const struct chatter *c, const struct rules *rules)
{
	return c->on ? c->last_us + rules->chatter_us : INT64_MAX;
}

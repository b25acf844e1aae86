// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/contact.h"

#include "daemons/sensord/sim/noise.h"

/* When edge i of the running bounce comes: the first at once, each other somewhere in its own slot.
 */
static int64_t edge_time(const struct contact *c, uint64_t seed, int64_t i)
{
	int64_t slot = c->span_us / c->edges;

	if (i == 0 || slot == 0)
		return c->bounce_us + c->span_us * i / c->edges;
	return c->bounce_us + c->span_us * i / c->edges +
	       (int64_t)(noise_hash(seed, (uint64_t)c->bounce_us, (uint64_t)i) % (uint64_t)slot);
}

/* How many edges of the running bounce have been by now. */
static int64_t edges_until(const struct contact *c, uint64_t seed, int64_t now_us)
{
	int64_t low = 0, high = c->edges;

	while (low < high) {
		int64_t middle = (low + high) / 2;

		if (edge_time(c, seed, middle) <= now_us)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool contact_level(const struct contact *c, uint64_t seed, int64_t now_us)
{
	return (c->level ^ (edges_until(c, seed, now_us) & 1)) != 0;
}

int64_t contact_next_us(const struct contact *c, uint64_t seed, int64_t after_us)
{
	int64_t i = edges_until(c, seed, after_us);

	return i < c->edges ? edge_time(c, seed, i) : INT64_MAX;
}

void contact_set(struct contact *c, bool level)
{
	c->level = level;
	c->edges = 0;
}

void contact_bounce(struct contact *c, uint64_t seed, int64_t now_us, int64_t edges,
		    int64_t span_us)
{
	c->level = contact_level(c, seed, now_us);
	c->bounce_us = now_us;
	c->edges = edges;
	c->span_us = span_us;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Chattering: more than `count` transitions within a span are one alarm, until there was none for
 * that span. What lies more than the span before a transition is forgotten, so a gap fits 32 bits.
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/alarmd/engine/rule.h"

_Static_assert(RULE_CHATTER_US_MAX <= UINT32_MAX, "gaps are kept in 32 bits");

struct chatter {
	bool on;
	uint8_t n, at;	 /* gaps in the ring, the next place in it */
	uint32_t total;	 /* transitions since it began */
	uint32_t *gaps;	 /* between the last transitions, microseconds; `count` of them */
	int64_t last_us; /* the last transition, monotonic */
	int64_t sum_us;	 /* of the gaps in the ring */
};

/* Forgets all transitions. */
void chatter_start(struct chatter *c);

/* A transition at now_us. True when it is one too many, and chattering begins with it. */
bool chatter_add(struct chatter *c, const struct rules *rules, int64_t now_us);

/* When chattering is over unless there is another transition; INT64_MAX when there is none. */
int64_t chatter_due_us(const struct chatter *c, const struct rules *rules);

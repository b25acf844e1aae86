// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * On-delay and off-delay of one rule: from the answers to a condition that has lasted, or has been
 * over, for long enough.
 */
#include "daemons/alarmd/engine/condition.h"

/* Before every time, and after every time. */
#define DELAY_BEFORE INT64_MIN
#define DELAY_NEVER  INT64_MAX

struct delay {
	bool known; /* the last answer was one */
	bool holds; /* the last definite one: the condition */
	bool up;    /* with both delays: it has lasted, and has not been over for long enough */
	int64_t begun_us; /* when the condition last began, monotonic; DELAY_BEFORE: it never did */
	int64_t ended_us; /* when it last ended */
	int64_t past_us;  /* when what ended then had begun */
	int64_t off_us;	  /* the off-delay runs since */
};

enum turn {
	TURN_NONE,
	TURN_UP,
	TURN_DOWN,
};

void delay_start(struct delay *d);

/*
 * Takes the answer of a step at now_us; what it changes changed at moment_us. True when the
 * condition came or went.
 */
bool delay_take(struct delay *d, enum answer answer, int64_t moment_us, int64_t now_us);

/* Whether a delay ends now. Without may_raise no on-delay does. */
enum turn delay_run(struct delay *d, const struct rule *rule, int64_t now_us, bool may_raise);

/* When delay_run() has something to say, or DELAY_NEVER. */
int64_t delay_due_us(const struct delay *d, const struct rule *rule, bool may_raise);

/* The condition holds and waits for its on-delay. */
static inline bool delay_pending(const struct delay *d)
{
	return d->holds && !d->up;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * How many requests that write events one user may make: so many at once, then some a second. The
 * journal keeps a number of events, and who shelves and unshelves in a loop must not push the
 * others out of it. Pure.
 */
#include <stdbool.h>
#include <stdint.h>

/* Somebody who acknowledges what a bad night left, or a script that shelves a site. */
#define BUDGET_BURST 60
/* Nobody types faster; a loop needs seven hours for the journal's 100 000, and is seen by then. */
#define BUDGET_PER_SECOND 4
/* Users remembered: more than have a place at the socket. */
#define BUDGET_USERS_MAX 64

struct budget {
	struct budget_user {
		uint32_t uid;
		int64_t whole_us; /* when he has all of it again */
	} users[BUDGET_USERS_MAX];
	unsigned n;
};

/* True when this user may make one more now. */
bool budget_allows(const struct budget *b, uint32_t uid, int64_t now_us);

/* He has made one. */
void budget_take(struct budget *b, uint32_t uid, int64_t now_us);

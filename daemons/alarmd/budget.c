// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/budget.h"

#include "lib/base/util.h"

#define COST_US (USEC_PER_SEC / BUDGET_PER_SECOND)

static int find(const struct budget *b, uint32_t uid)
{
	for (unsigned i = 0; i < b->n; i++)
		if (b->users[i].uid == uid)
			return (int)i;
	return -1;
}

bool budget_allows(const struct budget *b, uint32_t uid, int64_t now_us)
{
	int i = find(b, uid);
	int64_t spent_us = i < 0 ? 0 : MAX(b->users[i].whole_us - now_us, 0);

	return spent_us + COST_US <= BUDGET_BURST * COST_US;
}

/* A place for one who has none: of somebody who lacks nothing, or the least. */
static unsigned place(struct budget *b)
{
	unsigned least = 0;

	if (b->n < BUDGET_USERS_MAX)
		return b->n++;
	for (unsigned i = 1; i < b->n; i++)
		if (b->users[i].whole_us < b->users[least].whole_us)
			least = i;
	return least;
}

void budget_take(struct budget *b, uint32_t uid, int64_t now_us)
{
	int i = find(b, uid);

	if (i < 0) {
		i = (int)place(b);
		b->users[i] = (struct budget_user){ .uid = uid, .whole_us = now_us };
	}
	b->users[i].whole_us = MAX(b->users[i].whole_us, now_us) + COST_US;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/budget.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define NOW (1000 * USEC_PER_SEC)

/* As many as he may make at this moment. */
static unsigned spend(struct budget *b, uint32_t uid, int64_t now_us)
{
	unsigned n = 0;

	for (; budget_allows(b, uid, now_us); n++)
		budget_take(b, uid, now_us);
	return n;
}

TEST(a_burst_and_then_some_a_second)
{
	struct budget b = { 0 };

	ASSERT_EQ(spend(&b, 1000, NOW), BUDGET_BURST);
	ASSERT_EQ(spend(&b, 1000, NOW), 0);
	ASSERT_EQ(spend(&b, 1000, NOW + USEC_PER_SEC), BUDGET_PER_SECOND);
	ASSERT_EQ(spend(&b, 1000, NOW + 11 * USEC_PER_SEC), 10 * BUDGET_PER_SECOND);
	/* a pause of any length brings the burst back, and no more */
	ASSERT_EQ(spend(&b, 1000, NOW + 3600 * USEC_PER_SEC), BUDGET_BURST);
}

TEST(each_user_has_his_own)
{
	struct budget b = { 0 };

	ASSERT_EQ(spend(&b, 1000, NOW), BUDGET_BURST);
	ASSERT_EQ(spend(&b, 1001, NOW), BUDGET_BURST);
	ASSERT_EQ(spend(&b, 0, NOW), BUDGET_BURST);
	ASSERT_FALSE(budget_allows(&b, 1000, NOW));
}

TEST(who_has_spent_most_is_remembered_longest)
{
	struct budget b = { 0 };

	ASSERT_EQ(spend(&b, 1000, NOW), BUDGET_BURST);
	for (uint32_t uid = 2000; uid < 2000 + 2 * BUDGET_USERS_MAX; uid++)
		budget_take(&b, uid, NOW);
	ASSERT_EQ(b.n, BUDGET_USERS_MAX);
	ASSERT_FALSE(budget_allows(&b, 1000, NOW));
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What became of the last test of each recipient. */
#include "daemons/webd/tries.h"

#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "tests/unit/test.h"

static struct tries t;

static void begin(uint32_t id, const char *recipient, int64_t now_us)
{
	struct msg_notify_request m = { .actor.name = "ops" };

	(void)snprintf(m.recipient, sizeof(m.recipient), "%s", recipient);
	tries_begin(&t, id, &m, 1000 + id, now_us);
}

static void over(uint32_t id, uint32_t error, const char *sentence)
{
	struct msg_reply reply = { .error = error };

	(void)snprintf(reply.sentence, sizeof(reply.sentence), "%s", sentence);
	tries_over(&t, id, &reply);
}

TEST(the_last_one_counts)
{
	const struct try_record *r;

	t = (struct tries){ 0 };
	ASSERT_TRUE(!tries_find(&t, "anna", 0));
	begin(1, "anna", 0);
	r = tries_find(&t, "anna", 1);
	ASSERT_TRUE(r && r->under_way);
	ASSERT_STREQ(r->by, "ops");
	ASSERT_EQ(r->at_us, 1001);
	over(2, 5, "of somebody else");
	ASSERT_TRUE(r->under_way);
	over(1, 0, "250 taken");
	ASSERT_TRUE(!r->under_way && !r->error);
	ASSERT_STREQ(r->sentence, "250 taken");
	begin(3, "anna", 2);
	over(1, 5, "too late");
	ASSERT_TRUE(tries_find(&t, "anna", 3)->under_way);
	over(3, 5, "550 no");
	ASSERT_EQ(tries_find(&t, "anna", 4)->error, 5);
	ASSERT_EQ(t.n, 1);
}

TEST(nothing_is_under_way_for_ever)
{
	t = (struct tries){ 0 };
	ASSERT_TRUE(!tries_under_way(&t, 0));
	begin(1, "anna", 0);
	ASSERT_STREQ(tries_under_way(&t, 1)->recipient, "anna");
	ASSERT_TRUE(!tries_under_way(&t, 80 * USEC_PER_SEC));
	begin(1, "anna", 0);
	ASSERT_TRUE(tries_find(&t, "anna", 74 * USEC_PER_SEC)->under_way);
	ASSERT_TRUE(!tries_find(&t, "anna", 75 * USEC_PER_SEC)->under_way);
	ASSERT_TRUE(tries_find(&t, "anna", 75 * USEC_PER_SEC)->error != 0);
	begin(2, "anna", 0);
	over(2, 0, "");
	tries_lost(&t);
	ASSERT_EQ(tries_find(&t, "anna", 1)->error, 0);
	ASSERT_STREQ(tries_find(&t, "anna", 1)->sentence, "delivered");
	begin(3, "anna", 0);
	tries_lost(&t);
	ASSERT_TRUE(!tries_find(&t, "anna", 1)->under_way && tries_find(&t, "anna", 1)->error);
}

TEST(the_oldest_makes_room)
{
	char id[CHANNEL_ID_MAX];

	t = (struct tries){ 0 };
	for (uint32_t i = 0; i <= ARRAY_SIZE(t.list); i++) {
		(void)snprintf(id, sizeof(id), "r%u", (unsigned)i);
		begin(i + 1, id, i);
	}
	ASSERT_EQ(t.n, ARRAY_SIZE(t.list));
	ASSERT_TRUE(!tries_find(&t, "r0", 100));
	ASSERT_TRUE(tries_find(&t, "r1", 100) && tries_find(&t, id, 100));
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* How far managers were told, whatever becomes of the master. */
#include "daemons/agentxd/telling.h"

#include <string.h>

#include "tests/unit/test.h"

static struct telling t;

static struct event event(uint64_t number)
{
	return (struct event){ .number = number, .kind = EVENT_ALARM_RAISED };
}

static void hand(uint64_t number)
{
	struct event e = event(number);

	telling_hand(&t, &e);
}

static void begin(uint64_t next)
{
	memset(&t, 0, sizeof(t));
	telling_begin(&t, next);
}

TEST(told_when_answered)
{
	begin(5);
	hand(5);
	hand(6);
	ASSERT_EQ(t.told.next, 5);
	ASSERT_EQ(t.sent.next, 7);
	telling_answered(&t, t.round);
	ASSERT_EQ(t.told.next, 6);
	telling_answered(&t, t.round);
	ASSERT_EQ(t.told.next, 7);
	/* there is nothing to answer to */
	telling_answered(&t, t.round);
	ASSERT_EQ(t.told.next, 7);
}

TEST(what_is_lost_goes_out_again)
{
	unsigned before;

	begin(5);
	hand(5);
	hand(6);
	hand(7);
	telling_answered(&t, t.round);
	before = t.round;
	telling_rewind(&t);
	ASSERT_EQ(t.sent.next, 6);
	ASSERT_EQ(t.told.next, 6);
	hand(6);
	/* answers to the first time */
	telling_answered(&t, before);
	ASSERT_EQ(t.told.next, 6);
	telling_answered(&t, t.round);
	ASSERT_EQ(t.told.next, 7);
}

TEST(events_nobody_is_told_of)
{
	struct event quiet = event(5);

	begin(5);
	telling_pass(&t, &quiet);
	ASSERT_EQ(t.told.next, 6);
	hand(6);
	quiet = event(7);
	telling_pass(&t, &quiet);
	/* not before the one that is on its way */
	ASSERT_EQ(t.told.next, 6);
	ASSERT_EQ(t.sent.next, 8);
	telling_answered(&t, t.round);
	ASSERT_EQ(t.told.next, 8);
}

TEST(the_boot_is_told_with_its_event)
{
	struct event e = event(5);

	begin(5);
	e.kind = EVENT_STARTED;
	memset(e.boot_id, 7, sizeof(e.boot_id));
	telling_hand(&t, &e);
	ASSERT_EQ(t.sent.boot[15], 7);
	ASSERT_EQ(t.told.boot[15], 0);
	telling_rewind(&t);
	ASSERT_EQ(t.sent.boot[15], 0);
	telling_hand(&t, &e);
	telling_answered(&t, t.round);
	ASSERT_EQ(t.told.boot[15], 7);
}

TEST(the_window)
{
	begin(1);
	for (uint64_t number = 1; number <= 3 * TELLING_WINDOW; number++) {
		if (telling_full(&t))
			telling_answered(&t, t.round);
		hand(number);
	}
	ASSERT_TRUE(telling_full(&t));
	ASSERT_EQ(t.told.next, 2 * TELLING_WINDOW + 1);
	for (unsigned i = 0; i < TELLING_WINDOW; i++)
		telling_answered(&t, t.round);
	ASSERT_EQ(t.told.next, 3 * TELLING_WINDOW + 1);
	ASSERT_FALSE(telling_full(&t));
}

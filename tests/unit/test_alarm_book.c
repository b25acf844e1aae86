// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What alarmd tells, in pieces, and what is shown of it. */
#include "lib/view/alarm_book.h"

#include <stdlib.h>

#include "lib/base/util.h"
#include "tests/unit/test.h"

static struct alarm_book book;
static uint8_t packet[WIRE_PACKET_MAX];

/* What it makes of a packet that an X_put has written. */
static int take(int len)
{
	struct cursor body = cursor_reader(packet, (size_t)MAX(len, 0));
	struct msg_head head;

	ASSERT_GT(len, 0);
	ASSERT_OK(msg_get_head(&body, &head));
	return alarm_book_take(&book, &head, &body);
}

static int take_summary(unsigned active)
{
	static struct msg_alarm_summary m;

	m = (struct msg_alarm_summary){ .active = (uint16_t)active, .head = 9 };
	return take(msg_alarm_summary_put(packet, sizeof(packet), &m));
}

static int take_page(unsigned page, unsigned pages, const char *id, bool active)
{
	static struct msg_alarms m;

	m = (struct msg_alarms){ .page = (uint8_t)page, .pages = (uint8_t)pages, .n = 1 };
	m.alarms[0].active = active;
	(void)snprintf(m.alarms[0].id, sizeof(m.alarms[0].id), "%s", id);
	return take(msg_alarms_put(packet, sizeof(packet), &m));
}

TEST(complete_with_the_summary_while_nothing_stands)
{
	memset(&book, 0, sizeof(book));
	ASSERT_FALSE(alarm_book_complete(&book, false));
	ASSERT_EQ(take_summary(0), 1);
	ASSERT_TRUE(alarm_book_complete(&book, false));
	ASSERT_FALSE(alarm_book_complete(&book, true));
	ASSERT_EQ(take_page(0, 1, "a", false), 1);
	ASSERT_TRUE(alarm_book_complete(&book, true));
}

TEST(complete_with_all_pages_while_something_stands)
{
	memset(&book, 0, sizeof(book));
	ASSERT_EQ(take_summary(1), 1);
	ASSERT_FALSE(alarm_book_complete(&book, false));
	ASSERT_EQ(take_page(1, 2, "b", true), 1);
	ASSERT_FALSE(alarm_book_complete(&book, false));
	ASSERT_EQ(take_page(0, 2, "a", false), 1);
	ASSERT_TRUE(alarm_book_complete(&book, false));
	ASSERT_EQ(book.n, 2);
	/* what stands comes first */
	ASSERT_STREQ(book.list[0]->id, "b");
}

TEST(what_is_shown)
{
	const struct health health = { 0 };
	const struct present_alarms *shown;

	memset(&book, 0, sizeof(book));
	ASSERT_EQ(take_summary(1), 1);
	ASSERT_EQ(take_page(0, 1, "a", true), 1);
	shown = alarm_book_shown(&book, &health);
	ASSERT_TRUE(shown->watched);
	ASSERT_EQ(shown->active, 1);
	ASSERT_EQ(shown->head, 9);
	ASSERT_EQ(shown->n, 1);
	ASSERT_TRUE(shown->health == &health);
	shown = alarm_book_unwatched(&book, "it is away");
	ASSERT_FALSE(shown->watched);
	ASSERT_STREQ(shown->why_not, "it is away");
	ASSERT_EQ(shown->n, 0);
	alarm_book_clear(&book);
	ASSERT_FALSE(alarm_book_complete(&book, false));
	ASSERT_EQ(book.n, 0);
}

TEST(other_messages_are_not_for_it)
{
	struct health health = { 0 };

	ASSERT_EQ(take(msg_health_put(packet, sizeof(packet), &health)), 0);
}

TEST(a_page_that_is_cut_off)
{
	static struct msg_alarms m = { .pages = 1, .n = 1 };

	memset(&book, 0, sizeof(book));
	ASSERT_LT(take(msg_alarms_put(packet, sizeof(packet), &m) - 1), 0);
}

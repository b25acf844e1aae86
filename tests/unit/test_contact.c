// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/contact.h"

#include "tests/unit/test.h"

/* Counts the movements in (after, until] by asking for the next one again and again. */
static int movements(const struct contact *c, int64_t after, int64_t until)
{
	bool level = contact_level(c, 9, after);
	int n = 0;

	for (;;) {
		int64_t next = contact_next_us(c, 9, after);

		if (next > until)
			return n;
		ASSERT_GT(next, after);
		ASSERT_EQ(contact_level(c, 9, next - 1), level);
		level = !level;
		ASSERT_EQ(contact_level(c, 9, next), level);
		after = next;
		n++;
	}
}

TEST(a_contact_at_rest_never_moves)
{
	struct contact c = { 0 };

	contact_set(&c, true);
	ASSERT_TRUE(contact_level(&c, 9, 0));
	ASSERT_EQ(contact_next_us(&c, 9, 0), INT64_MAX);
}

TEST(a_bounce_has_its_edges_within_its_span)
{
	for (int64_t edges = 1; edges <= 200; edges++) {
		struct contact c = { 0 };

		contact_bounce(&c, 9, 1000, edges, 50000);
		ASSERT_EQ(contact_next_us(&c, 9, 999), 1000);
		ASSERT_EQ(movements(&c, 999, 1000 + 50000), edges);
		ASSERT_EQ(contact_level(&c, 9, 1000 + 50000), edges & 1);
		ASSERT_EQ(contact_next_us(&c, 9, 1000 + 50000), INT64_MAX);
	}
}

TEST(a_span_too_short_for_its_edges_ends_where_it_must)
{
	struct contact c = { 0 };

	contact_bounce(&c, 9, 1000, 7, 0);
	ASSERT_TRUE(contact_level(&c, 9, 1000));
	contact_bounce(&c, 9, 2000, 1000, 10);
	ASSERT_TRUE(contact_level(&c, 9, 2010));
}

TEST(a_second_bounce_begins_where_the_first_one_is)
{
	struct contact c = { 0 };

	contact_bounce(&c, 9, 0, 2, 1000000);
	ASSERT_TRUE(contact_level(&c, 9, 10));
	contact_bounce(&c, 9, 10, 2, 1000);
	ASSERT_FALSE(contact_level(&c, 9, 10));
	ASSERT_TRUE(contact_level(&c, 9, 5000000));
	contact_set(&c, false);
	ASSERT_FALSE(contact_level(&c, 9, 5000000));
}

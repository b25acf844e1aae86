// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/fact_event.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static const struct channel door = { .id = "door", .kind = CHANNEL_DIGITAL_IN };

TEST(every_fact_is_an_event_or_summed_up)
{
	struct event e;

	for (enum fact_kind k = FACT_EDGE; k < FACT_KIND_MAX; k++) {
		struct fact f = { .kind = k, .now = { 5, 6 }, .text = "why" };
		bool is = fact_event(&f, &door, true, &e);

		ASSERT_EQ(is, k != FACT_TICK_MISSED);
		if (!is)
			continue;
		ASSERT_TRUE(event_kind_valid(e.kind));
		ASSERT_EQ(e.now.wall_us, 5);
		ASSERT_EQ(e.now.mono_us, 6);
		ASSERT_STREQ(e.channel, "door");
		ASSERT_STREQ(e.text, "why");
	}
}

TEST(an_edge_is_one_when_the_settings_want_a_message)
{
	struct fact f = { .kind = FACT_EDGE, .value = MICRO };
	struct event e;

	ASSERT_TRUE(!fact_event(&f, &door, false, &e));
	ASSERT_TRUE(fact_event(&f, &door, true, &e));
	ASSERT_EQ(e.kind, EVENT_INPUT_CHANGED);
	ASSERT_EQ(e.flags, EVENT_FLAG_MESSAGE | EVENT_FLAG_ACTIVE);
}

TEST(an_output_is_one_always)
{
	struct fact f = { .kind = FACT_OUTPUT_CHANGED,
			  .holder = HOLDER_MANUAL,
			  .actor = { .name = "anna", .door = "web" } };
	struct event e;

	ASSERT_TRUE(fact_event(&f, &door, false, &e));
	ASSERT_EQ(e.kind, EVENT_OUTPUT_CHANGED);
	ASSERT_EQ(e.flags, 0);
	ASSERT_EQ(e.holder, HOLDER_MANUAL);
	ASSERT_STREQ(e.actor.name, "anna");
	ASSERT_STREQ(e.actor.door, "web");
}

TEST(values_keep_their_unit)
{
	struct fact lost = { .kind = FACT_EDGES_LOST, .value = 3 };
	struct fact step = { .kind = FACT_CLOCK_STEPPED, .value = -1500000 };
	struct event e;

	ASSERT_TRUE(fact_event(&lost, &door, false, &e));
	ASSERT_EQ(e.value, 3 * MICRO);
	/* microseconds are millionths of a second */
	ASSERT_TRUE(fact_event(&step, NULL, false, &e));
	ASSERT_EQ(e.value, -1500000);
	ASSERT_STREQ(e.channel, "");
}

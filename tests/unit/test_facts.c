// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/facts.h"

#include "lib/wire/msg.h"
#include "tests/unit/test.h"

#define INSTANCE 7

static struct facts *filled(unsigned n, unsigned text_bytes)
{
	struct facts *f = NULL;

	ASSERT_OK(facts_new(INSTANCE, &f));
	for (unsigned i = 0; i < n; i++) {
		struct fact fact = { .kind = FACT_EDGE, .channel = (uint8_t)(i % 64), .value = i };

		memset(fact.text, 'x', text_bytes);
		facts_add(f, &fact);
		ASSERT_EQ(fact.number, i + 1);
	}
	return f;
}

/* Reads the packet at *at as a fact; 0 when it is a gap. */
static uint64_t next_number(const struct facts *f, uint64_t *at, uint64_t *ret_lost)
{
	uint8_t buf[1024];
	int len = facts_packet(f, at, buf, sizeof(buf));
	struct cursor c = cursor_reader(buf, (size_t)len);
	struct msg_fact_gap gap;
	struct msg_head head;
	struct fact fact;

	ASSERT_GT(len, 0);
	ASSERT_OK(msg_get_head(&c, &head));
	if (head.type == MSG_FACT_GAP) {
		ASSERT_OK(msg_fact_gap_get(&c, &gap));
		*ret_lost = gap.lost;
		ASSERT_EQ(gap.next, *at);
		return 0;
	}
	ASSERT_OK(msg_fact_get(&c, &fact));
	ASSERT_EQ(fact.value, (int64_t)fact.number - 1);
	return fact.number;
}

TEST(a_reader_gets_every_fact_in_order)
{
	struct facts *f = filled(100, 0);
	uint64_t at = facts_place(f, INSTANCE, 1), lost;

	for (uint64_t i = 1; i <= 100; i++)
		ASSERT_EQ(next_number(f, &at, &lost), i);
	ASSERT_EQ(facts_packet(f, &at, NULL, 0), 0);
	facts_free(f);
}

TEST(what_left_the_ring_is_a_gap_with_its_size)
{
	struct facts *f = filled(FACTS_MAX + 10, 0);
	uint64_t at = facts_place(f, INSTANCE, 4), lost = 0;

	ASSERT_EQ(next_number(f, &at, &lost), 0);
	ASSERT_EQ(lost, 7);
	for (uint64_t i = 11; i <= FACTS_MAX + 10; i++)
		ASSERT_EQ(next_number(f, &at, &lost), i);
	facts_free(f);
}

TEST(another_instance_is_a_gap_of_unknown_size)
{
	struct facts *f = filled(3, 0);
	uint64_t at = facts_place(f, INSTANCE + 1, 2), lost = 9;

	ASSERT_EQ(next_number(f, &at, &lost), 0);
	ASSERT_EQ(lost, 0);
	ASSERT_EQ(next_number(f, &at, &lost), 1);
	facts_free(f);
}

TEST(no_instance_means_from_now_on)
{
	struct facts *f = filled(3, 0);

	ASSERT_EQ(facts_place(f, 0, 0), 4);
	ASSERT_EQ(facts_place(f, INSTANCE, 4), 4);
	/* a number that was never given is no place */
	ASSERT_EQ(facts_place(f, INSTANCE, 5), 0);
	facts_free(f);
}

/* Long facts shorten the ring; whatever the lengths, what is in it stays whole. */
TEST(facts_of_any_length_stay_whole)
{
	struct facts *f = NULL;
	uint64_t seed = test_seed(), lost;

	ASSERT_OK(facts_new(INSTANCE, &f));
	for (unsigned i = 0; i < 5 * FACTS_MAX; i++) {
		struct fact fact = { .kind = FACT_EDGE, .channel = 1, .value = i };

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		memset(fact.text, 'y', (seed >> 33) % (FACT_TEXT_MAX - 1));
		memset(fact.actor.name, 'n', (seed >> 43) % (ACTOR_NAME_MAX - 1));
		facts_add(f, &fact);
		if (i % 97 == 0) {
			uint64_t at = facts_place(f, INSTANCE, 1), first;

			first = next_number(f, &at, &lost);
			first = first ? first : next_number(f, &at, &lost);
			while (at < facts_next(f))
				ASSERT_EQ(next_number(f, &at, &lost), ++first);
		}
	}
	facts_free(f);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The parts of the journal that need no disk: packets, keys, how much may leave because of its age.
 */
#include "daemons/alarmd/journal/keys.h"
#include "daemons/alarmd/journal/packets.h"
#include "daemons/alarmd/journal/prune.h"
#include "lib/base/util.h"
#include "lib/wire/event.h"
#include "tests/unit/test.h"

#define RING_BYTES  4096
#define RING_EVENTS 32
#define HOUR_US	    (3600 * USEC_PER_SEC)

/* Of any number, always the same. */
static size_t make_packet(uint64_t number, uint8_t *ret_bytes)
{
	size_t len = 115 + number * 7919 % (EVENT_PACKET_MAX - 115);

	for (size_t i = 0; i < len; i++)
		ret_bytes[i] = (uint8_t)(number * 31 + i);
	return len;
}

static void assert_whole(const struct packets *p, uint64_t number)
{
	uint8_t expected[EVENT_PACKET_MAX];
	size_t len, expected_len = make_packet(number, expected);
	const uint8_t *bytes = packets_at(p, number, &len);

	ASSERT_EQ(len, expected_len);
	ASSERT_EQ(memcmp(bytes, expected, len), 0);
}

TEST(packets_stay_whole_as_long_as_they_are_in_the_ring)
{
	uint64_t seed = test_seed();
	uint8_t packet[EVENT_PACKET_MAX];
	struct packets *p = NULL;
	unsigned full = 0;

	ASSERT_OK(packets_new(RING_BYTES, RING_EVENTS, &p));
	packets_restart(p, 1000);
	for (unsigned i = 0; i < 20000; i++) {
		size_t len = make_packet(p->next, packet);

		if (test_random(&seed) % 2 && packets_fit(p, len))
			packets_put(p, packet, len);
		else if (p->first != p->next && test_random(&seed) % 3)
			packets_drop(p);
		full += !packets_fit(p, EVENT_PACKET_MAX);
		ASSERT_LE(p->used, RING_BYTES);
		for (uint64_t n = p->first; n < p->next; n++)
			assert_whole(p, n);
		ASSERT_FALSE(packets_have(p, p->next));
		ASSERT_FALSE(packets_have(p, p->first - 1));
	}
	ASSERT_GT(full, 0);
	packets_free(p);
}

static void put(struct keys *k, const char *name, const char *value)
{
	ASSERT_OK(keys_put(k, name, value, strlen(value)));
}

static void assert_key(const struct keys *k, const char *name, const char *value)
{
	const struct key *e = keys_find(k, name);

	ASSERT_TRUE(e != NULL);
	ASSERT_EQ(e->len, strlen(value));
	ASSERT_EQ(memcmp(e->bytes, value, e->len), 0);
}

TEST(the_newest_change_of_a_key_wins)
{
	struct keys there = { 0 }, changes = { 0 }, copy;

	put(&there, "a", "1");
	put(&there, "b", "1");
	put(&there, "c", "1");
	put(&changes, "a", "2");
	put(&changes, "a", "3");
	put(&changes, "b", "");
	put(&changes, "c", "1");
	put(&changes, "d", "");
	/* what is there already, and what is gone already, is no change */
	keys_drop_same(&changes, &there);
	assert_key(&changes, "a", "3");
	assert_key(&changes, "b", "");
	ASSERT_TRUE(keys_find(&changes, "c") == NULL);
	ASSERT_TRUE(keys_find(&changes, "d") == NULL);
	keys_apply(&there, &changes);
	ASSERT_TRUE(changes.first == NULL);
	ASSERT_EQ(changes.size, 0);
	assert_key(&there, "a", "3");
	assert_key(&there, "c", "1");
	ASSERT_TRUE(keys_find(&there, "b") == NULL);
	ASSERT_OK(keys_copy(&there, &copy));
	ASSERT_EQ(copy.size, there.size);
	keys_done(&there);
	ASSERT_EQ(there.size, 0);
	assert_key(&copy, "a", "3");
	keys_done(&copy);
}

TEST(never_more_than_a_sixteenth_leaves_in_an_hour)
{
	uint64_t seed = test_seed();
	int64_t now_us = 5 * HOUR_US, at[4096];
	uint64_t n[4096];
	struct prune p;

	prune_begin(&p, now_us);
	for (unsigned i = 0; i < ARRAY_SIZE(n); i++) {
		uint64_t sum = 0, wish = test_random(&seed) % 300;

		now_us += (int64_t)(test_random(&seed) % (uint64_t)(HOUR_US / 50));
		if (test_random(&seed) % 500 == 0)
			now_us += 7 * HOUR_US;
		n[i] = prune_allowance(&p, 10000, now_us);
		n[i] = MIN(n[i], wish);
		at[i] = now_us;
		prune_spend(&p, 10000, n[i]);
		for (unsigned k = i + 1; k-- > 0 && at[k] > now_us - HOUR_US;)
			sum += n[k];
		ASSERT_LE(sum, 10000 / 16);
	}
	/* and it does go on */
	ASSERT_GT(n[4000] + n[4001] + n[4002] + n[4003] + n[4004] + n[4005], 0);
}

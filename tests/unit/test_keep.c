// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/keep.h"

#include "lib/base/hash.h"
#include "tests/unit/outputs_settings.h"
#include "tests/unit/test.h"

static const uint8_t boot[16] = "this very boot";
static uint8_t buf[KEEP_MAX];
static struct keep keep;

static void random_text(uint64_t *seed, char *text, size_t size)
{
	size_t n = test_random(seed) % size;

	for (size_t i = 0; i < n; i++)
		text[i] = (char)('a' + test_random(seed) % 26);
	text[n] = '\0';
}

static struct hold_slot random_slot(uint64_t *seed)
{
	struct hold_slot s = { .present = test_random(seed) % 2 };

	if (!s.present)
		return s;
	s.active = test_random(seed) % 2;
	s.spent = test_random(seed) % 2;
	s.pulse_ms = (uint32_t)test_random(seed);
	s.until_us = (int64_t)(test_random(seed) >> 4);
	s.since_wall_us = -(int64_t)(test_random(seed) >> 4);
	random_text(seed, s.reason, sizeof(s.reason));
	random_text(seed, s.actor.name, sizeof(s.actor.name));
	random_text(seed, s.actor.address, sizeof(s.actor.address));
	random_text(seed, s.actor.door, sizeof(s.actor.door));
	return s;
}

static void random_control(uint64_t *seed, struct control *c)
{
	memset(c, 0, sizeof(*c));
	c->commanded = test_random(seed) % 2;
	c->rest = test_random(seed) % 2;
	for (int i = HOLDER_MANUAL; i < HOLDER_MAX; i++)
		c->holders.slots[i] = random_slot(seed);
	c->holders.pulse = random_slot(seed);
	c->confirm.pending = test_random(seed) % 2;
	if (c->confirm.pending) {
		c->confirm.due_us = (int64_t)(test_random(seed) >> 4);
		c->confirm.before = random_slot(seed);
		random_text(seed, c->confirm.actor.name, sizeof(c->confirm.actor.name));
	}
	c->past.known = test_random(seed) % 2;
	c->past.changed_us = (int64_t)(test_random(seed) >> 4);
	c->past.n_cycles = (uint32_t)(test_random(seed) % (CYCLES_MAX + 1));
	for (unsigned i = 0; i < c->past.n_cycles; i++)
		c->past.cycles[i] = (struct cycle){ (int64_t)(test_random(seed) >> 4), 3 };
}

static int encode_one(const struct control *c, bool whole)
{
	struct cursor cur = keep_begin(buf, sizeof(buf), boot, T0, 1);

	keep_put(&cur, "alarm_out", c, whole);
	return keep_end(&cur, buf);
}

static void assert_same_slot(const struct hold_slot *a, const struct hold_slot *b)
{
	ASSERT_EQ(a->present, b->present);
	if (!a->present)
		return;
	ASSERT_EQ(a->active, b->active);
	ASSERT_EQ(a->spent, b->spent);
	ASSERT_EQ(a->pulse_ms, b->pulse_ms);
	ASSERT_EQ(a->until_us, b->until_us);
	ASSERT_EQ(a->since_wall_us, b->since_wall_us);
	ASSERT_STREQ(a->reason, b->reason);
	ASSERT_STREQ(a->actor.name, b->actor.name);
	ASSERT_STREQ(a->actor.address, b->actor.address);
	ASSERT_STREQ(a->actor.door, b->actor.door);
}

TEST(what_is_written_is_read)
{
	uint64_t seed = test_seed();

	for (int round = 0; round < 2000; round++) {
		struct control c;
		const struct control *got = &keep.outputs[0].control;
		int len;

		random_control(&seed, &c);
		len = encode_one(&c, true);
		ASSERT_GT(len, 0);
		ASSERT_OK(keep_decode(buf, (size_t)len, &keep));
		ASSERT_EQ(memcmp(keep.boot_id, boot, 16), 0);
		ASSERT_EQ(keep.saved_us, T0);
		ASSERT_TRUE(keep_find(&keep, "alarm_out") == &keep.outputs[0]);
		ASSERT_TRUE(!keep_find(&keep, "horn"));
		ASSERT_EQ(got->commanded, c.commanded);
		ASSERT_EQ(got->rest, c.rest);
		assert_same_slot(&got->holders.pulse, &c.holders.pulse);
		for (int i = HOLDER_MANUAL; i < HOLDER_MAX; i++)
			assert_same_slot(&got->holders.slots[i], &c.holders.slots[i]);
		ASSERT_EQ(got->confirm.pending, c.confirm.pending);
		ASSERT_EQ(got->confirm.due_us, c.confirm.due_us);
		assert_same_slot(&got->confirm.before, &c.confirm.before);
		ASSERT_EQ(got->past.known, c.past.known);
		ASSERT_EQ(got->past.changed_us, c.past.changed_us);
		ASSERT_EQ(got->past.n_cycles, c.past.n_cycles);
		ASSERT_EQ(memcmp(got->past.cycles, c.past.cycles,
				 c.past.n_cycles * sizeof(c.past.cycles[0])) == 0 ||
				  c.past.n_cycles == 0,
			  true);
	}
}

TEST(the_durable_form_has_the_manual_part_alone)
{
	uint64_t seed = test_seed();
	struct control c;
	int len;

	random_control(&seed, &c);
	c.holders.slots[HOLDER_MANUAL].present = true;
	len = encode_one(&c, false);
	ASSERT_OK(keep_decode(buf, (size_t)len, &keep));
	assert_same_slot(&keep.outputs[0].control.holders.slots[HOLDER_MANUAL],
			 &c.holders.slots[HOLDER_MANUAL]);
	ASSERT_FALSE(keep.outputs[0].whole);
	ASSERT_FALSE(keep.outputs[0].control.holders.slots[HOLDER_ALARM].present);
	ASSERT_FALSE(keep.outputs[0].control.holders.pulse.present);
	ASSERT_EQ(keep.outputs[0].control.past.n_cycles, 0);
}

TEST(the_largest_state_fits)
{
	static struct control c;
	struct cursor cur = keep_begin(buf, sizeof(buf), boot, T0, OUTPUTS_MAX);
	struct hold_slot big = { .present = true };
	int len;

	memset(big.reason, 'r', sizeof(big.reason) - 1);
	memset(big.actor.name, 'n', sizeof(big.actor.name) - 1);
	memset(big.actor.address, 'a', sizeof(big.actor.address) - 1);
	memset(big.actor.door, 'd', sizeof(big.actor.door) - 1);
	for (int i = HOLDER_MANUAL; i < HOLDER_MAX; i++)
		c.holders.slots[i] = big;
	c.holders.pulse = c.confirm.before = big;
	c.confirm.pending = true;
	c.confirm.actor = big.actor;
	c.past.n_cycles = CYCLES_MAX;
	for (int i = 0; i < OUTPUTS_MAX; i++)
		keep_put(&cur, "an_id_with_31_characters_in_it_", &c, true);
	len = keep_end(&cur, buf);
	ASSERT_GT(len, 0);
	ASSERT_OK(keep_decode(buf, (size_t)len, &keep));
	cur = keep_begin(buf, KEEP_DURABLE_MAX, boot, T0, OUTPUTS_MAX);
	for (int i = 0; i < OUTPUTS_MAX; i++)
		keep_put(&cur, "an_id_with_31_characters_in_it_", &c, false);
	ASSERT_GT(keep_end(&cur, buf), 0);
}

TEST(a_buffer_that_is_too_small_is_told)
{
	static struct control c;
	struct cursor cur = keep_begin(buf, 40, boot, T0, 1);

	keep_put(&cur, "alarm_out", &c, true);
	ASSERT_EQ(keep_end(&cur, buf), -ENOBUFS);
}

TEST(any_damage_is_found)
{
	uint64_t seed = test_seed();
	struct control c;
	int len;

	random_control(&seed, &c);
	len = encode_one(&c, true);
	for (int i = 0; i < len; i++) {
		ASSERT_EQ(keep_decode(buf, (size_t)i, &keep), -EBADMSG);
		buf[i] ^= (uint8_t)(1 << i % 8);
		ASSERT_EQ(keep_decode(buf, (size_t)len, &keep), -EBADMSG);
		buf[i] ^= (uint8_t)(1 << i % 8);
	}
	ASSERT_OK(keep_decode(buf, (size_t)len, &keep));
}

/* With a right checksum: what a program with a fault, or a person, may have written. */
static void seal(size_t len)
{
	uint64_t sum = htole64(hash_fnv1a(HASH_FNV1A_START, buf, len - 8));

	memcpy(buf + len - 8, &sum, 8);
}

TEST(wrong_content_under_a_right_checksum)
{
	uint64_t seed = test_seed();
	struct control c;
	int len;

	random_control(&seed, &c);
	for (int i = 0; i < 20000; i++) {
		len = encode_one(&c, true);
		buf[test_random(&seed) % (size_t)(len - 8)] = (uint8_t)test_random(&seed);
		seal((size_t)len);
		(void)keep_decode(buf, (size_t)len, &keep); /* the sanitizers judge */
	}
	len = encode_one(&c, true);
	buf[4] = 2;
	seal((size_t)len);
	ASSERT_EQ(keep_decode(buf, (size_t)len, &keep), -EPROTONOSUPPORT);
	len = encode_one(&c, true);
	seal((size_t)len + 1);
	ASSERT_EQ(keep_decode(buf, (size_t)len + 1, &keep), -EBADMSG);
}

TEST(shifted_deadlines_keep_their_distance)
{
	struct control c = { .holders.pulse = { .present = true, .until_us = T0 + 5 },
			     .confirm = { .pending = true, .due_us = T0 + 7 },
			     .past = { .known = true, .changed_us = T0 - 3 } };
	int len = encode_one(&c, true);

	ASSERT_OK(keep_decode(buf, (size_t)len, &keep));
	keep_shift(&keep, 100 - T0);
	ASSERT_EQ(keep.outputs[0].control.holders.pulse.until_us, 105);
	ASSERT_EQ(keep.outputs[0].control.confirm.due_us, 107);
	ASSERT_EQ(keep.outputs[0].control.past.changed_us, 97);
	ASSERT_EQ(keep.outputs[0].control.holders.slots[HOLDER_ALARM].until_us, 0);
}

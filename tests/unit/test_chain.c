// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/chain.h"

#include "tests/unit/test.h"

/*
 * Made with Python's hashlib and struct from the table of PROTOCOL.md, not with our code:
 *
 *	text = lambda t: struct.pack("<H", len(t.encode())) + t.encode()
 *	body = (struct.pack("<QBqq", number, kind, wall, mono) + boot_id + text(channel) +
 *text(alarm) + struct.pack("<QBqBBBH", occurrence, priority, value, unit, quality, holder, flags) +
 *		text(name) + text(address) + text(door) + text(sentence))
 *	hashlib.sha256(before + body).hexdigest()
 */
#define EMPTY_HASH "5e64ebb01ced4d22f88819f5ba06fd2990c9bc69b44f0e4fe562522b23e3122e"
#define FULL_HASH  "2a9319099e008fc553f3198cebf073f65a8f8179a0aa538bae264e812411ddbe"

static const struct event empty = { .number = 1, .kind = EVENT_JOURNAL_BEGUN };

static const struct event full = {
	.number = 2,
	.kind = EVENT_ALARM_RAISED,
	.now = { .wall_us = 1763880420000000, .mono_us = 98765432 },
	.boot_id = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
	.channel = "volts_battery",
	.alarm = "battery_low",
	.occurrence = 2,
	.priority = PRIORITY_CRITICAL,
	.value = -11800000,
	.unit = UNIT_VOLT,
	.quality = 2,
	.holder = 1,
	.flags = EVENT_FLAG_ACTIVE | EVENT_FLAG_RECOVERED,
	.actor = { .name = "ann", .address = "10.0.0.7", .door = "web" },
	.text = "Größe ≥ 11.8 V",
};

TEST(the_hash_is_that_of_another_implementation)
{
	const uint8_t zeros[EVENT_HASH_SIZE] = { 0 };
	uint8_t first[EVENT_HASH_SIZE], second[EVENT_HASH_SIZE];
	char text[CHAIN_TEXT_MAX];

	chain_hash(zeros, &empty, first);
	chain_text(first, text);
	ASSERT_STREQ(text, EMPTY_HASH);
	chain_hash(first, &full, second);
	chain_text(second, text);
	ASSERT_STREQ(text, FULL_HASH);
}

TEST(a_hash_holds_only_behind_its_own_predecessor)
{
	const uint8_t zeros[EVENT_HASH_SIZE] = { 0 };
	struct event first = empty, second = full;

	chain_hash(zeros, &first, first.hash);
	chain_hash(first.hash, &second, second.hash);
	ASSERT_TRUE(chain_holds(zeros, &first));
	ASSERT_TRUE(chain_holds(first.hash, &second));
	ASSERT_FALSE(chain_holds(zeros, &second));
	second.hash[31] ^= 1;
	ASSERT_FALSE(chain_holds(first.hash, &second));
}

TEST(bytes_behind_the_end_of_a_text_are_no_part_of_it)
{
	const uint8_t zeros[EVENT_HASH_SIZE] = { 0 };
	struct event e = full;
	uint8_t one[EVENT_HASH_SIZE], other[EVENT_HASH_SIZE];

	chain_hash(zeros, &e, one);
	memset(e.channel + strlen(e.channel) + 1, 'x', 3);
	chain_hash(zeros, &e, other);
	ASSERT_EQ(memcmp(one, other, sizeof(one)), 0);
}

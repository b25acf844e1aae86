// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/holders.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static const struct actor anna = { .name = "anna", .door = "psctl" };
static const struct instant t0 = { .wall_us = 77, .mono_us = 1000 };

static void hold(struct holders *h, enum holder holder, bool active, uint32_t pulse_ms)
{
	struct hold_slot slot = hold_slot_new(active, pulse_ms, "because", &anna, t0);

	(void)holders_put(h, holder, &slot);
}

TEST(nobody_holds_it)
{
	struct holders h = { 0 };

	ASSERT_EQ(holders_decide(&h, true).holder, HOLDER_NONE);
	ASSERT_TRUE(holders_decide(&h, true).active);
	ASSERT_FALSE(holders_decide(&h, false).active);
	ASSERT_EQ(holders_next_us(&h), HOLDERS_NEVER);
}

TEST(the_highest_wins_and_releasing_returns_to_the_next)
{
	struct holders h = { 0 };

	for (int i = HOLDER_MANUAL; i < HOLDER_MAX; i++) {
		hold(&h, (enum holder)i, i % 2, 0);
		ASSERT_EQ(holders_decide(&h, false).holder, i);
		ASSERT_EQ(holders_decide(&h, false).active, i % 2);
	}
	for (int i = HOLDER_SAFETY; i > HOLDER_NONE; i--) {
		ASSERT_EQ(holders_decide(&h, false).holder, i);
		ASSERT_TRUE(holders_drop(&h, (enum holder)i));
		ASSERT_FALSE(holders_drop(&h, (enum holder)i));
	}
	ASSERT_EQ(holders_decide(&h, false).holder, HOLDER_NONE);
}

TEST(the_same_again_is_no_change)
{
	struct hold_slot slot = hold_slot_new(true, 0, "high temperature", &anna, t0);
	struct holders h = { 0 };

	ASSERT_TRUE(holders_put(&h, HOLDER_ALARM, &slot));
	ASSERT_FALSE(holders_put(&h, HOLDER_ALARM, &slot));
	slot.since_wall_us++;
	ASSERT_FALSE(holders_put(&h, HOLDER_ALARM, &slot));
	strcpy(slot.reason, "low volts");
	ASSERT_TRUE(holders_put(&h, HOLDER_ALARM, &slot));
	ASSERT_STREQ(h.slots[HOLDER_ALARM].reason, "low volts");
	ASSERT_EQ(h.slots[HOLDER_ALARM].since_wall_us, 77);
}

TEST(a_pulse_ends_and_what_was_there_returns)
{
	struct holders h = { 0 };

	hold(&h, HOLDER_MANUAL, false, 0);
	h.pulse = hold_slot_new(true, 500, "", &anna, t0);
	ASSERT_EQ(holders_decide(&h, true).holder, HOLDER_MANUAL);
	ASSERT_TRUE(holders_decide(&h, true).active);
	ASSERT_EQ(holders_next_us(&h), HOLDERS_NEVER);
	ASSERT_TRUE(holders_begin_pulse(&h, 1000));
	ASSERT_FALSE(holders_begin_pulse(&h, 2000));
	ASSERT_EQ(holders_next_us(&h), 501000);
	ASSERT_FALSE(holders_end_pulses(&h, 500999));
	ASSERT_TRUE(holders_end_pulses(&h, 501000));
	ASSERT_FALSE(holders_decide(&h, true).active);
	ASSERT_EQ(holders_decide(&h, true).holder, HOLDER_MANUAL);
	ASSERT_FALSE(holders_end_pulses(&h, 501000));
}

TEST(a_daemons_pulse_is_not_repeated_by_repeating_the_hold)
{
	struct holders h = { 0 };

	hold(&h, HOLDER_ALARM, true, 500);
	ASSERT_TRUE(holders_begin_pulse(&h, 1000));
	ASSERT_TRUE(holders_end_pulses(&h, 501000));
	ASSERT_EQ(holders_decide(&h, false).holder, HOLDER_NONE);
	hold(&h, HOLDER_ALARM, true, 500);
	ASSERT_EQ(holders_decide(&h, false).holder, HOLDER_NONE);
	ASSERT_TRUE(holders_drop(&h, HOLDER_ALARM));
	hold(&h, HOLDER_ALARM, true, 500);
	ASSERT_TRUE(holders_decide(&h, false).active);
}

TEST(a_hidden_pulse_waits_and_a_begun_one_runs_out_behind)
{
	struct holders h = { 0 };

	h.pulse = hold_slot_new(true, 500, "", &anna, t0);
	hold(&h, HOLDER_ALARM, false, 0);
	ASSERT_FALSE(holders_begin_pulse(&h, 1000));
	holders_drop(&h, HOLDER_ALARM);
	ASSERT_TRUE(holders_begin_pulse(&h, 2000));
	hold(&h, HOLDER_ALARM, false, 0);
	ASSERT_EQ(holders_next_us(&h), 502000);
	ASSERT_TRUE(holders_end_pulses(&h, 502000));
	ASSERT_FALSE(h.pulse.present);
}

/* The slow, obvious model: a list of who wants what, searched anew each time. */
struct model_hold {
	bool present, active;
	int64_t until_us;
};

static bool model_wants(const struct model_hold m[HOLDER_MAX], const struct model_hold *pulse,
			int64_t now)
{
	static const enum holder order[] = { HOLDER_SAFETY, HOLDER_ALARM, HOLDER_SCHEDULE };

	for (unsigned i = 0; i < ARRAY_SIZE(order); i++)
		if (m[order[i]].present)
			return m[order[i]].active;
	if (pulse->present && now < pulse->until_us)
		return true;
	return m[HOLDER_MANUAL].present && m[HOLDER_MANUAL].active;
}

TEST(random_steps_agree_with_the_model)
{
	uint64_t seed = test_seed();
	struct model_hold m[HOLDER_MAX] = { 0 }, pulse = { 0 };
	struct holders h = { 0 };
	int64_t now = 0;

	for (int step = 0; step < 200000; step++) {
		enum holder who = (enum holder)(1 + test_random(&seed) % (HOLDER_MAX - 1));
		bool active = test_random(&seed) % 2;

		now += (int64_t)(test_random(&seed) % 400000);
		(void)holders_end_pulses(&h, now);
		switch (test_random(&seed) % 4) {
		case 0:
			hold(&h, who, active, 0);
			m[who] = (struct model_hold){ true, active, 0 };
			break;
		case 1:
			holders_drop(&h, who);
			m[who] = (struct model_hold){ 0 };
			if (who == HOLDER_MANUAL)
				pulse.present = false;
			break;
		case 2:
			if (holders_decide(&h, false).holder > HOLDER_MANUAL)
				break;
			h.pulse = hold_slot_new(true, 500, "", &anna, t0);
			ASSERT_TRUE(holders_begin_pulse(&h, now));
			pulse = (struct model_hold){ true, true, now + 500000 };
			break;
		default:
			break;
		}
		ASSERT_EQ(holders_decide(&h, false).active, model_wants(m, &pulse, now));
	}
}

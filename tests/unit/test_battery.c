// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/battery.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define FULL (100 * MICRO)

static struct battery battery(int64_t ah, int64_t health, int64_t percent)
{
	struct battery b = { 0 };

	battery_setup(&b, ah * MICRO, health * MICRO, 0);
	battery_set_percent(&b, percent * MICRO);
	return b;
}

TEST(volts_rise_and_resistance_falls_with_the_charge)
{
	struct battery b = battery(20, 100, 0);
	int64_t volts = 0, resistance = INT64_MAX;

	for (int64_t percent = 0; percent <= 100; percent++) {
		battery_set_percent(&b, percent * MICRO);
		ASSERT_EQ(battery_percent(&b), percent * MICRO);
		ASSERT_GT(battery_rest_volts(&b), volts);
		ASSERT_LE(battery_resistance(&b), resistance);
		volts = battery_rest_volts(&b);
		resistance = battery_resistance(&b);
	}
	ASSERT_EQ(volts, 12850000);
}

TEST(wear_takes_capacity_and_adds_resistance)
{
	struct battery fresh = battery(20, 100, 50), worn = battery(20, 50, 50);

	ASSERT_EQ(worn.capacity_uc, fresh.capacity_uc / 2);
	ASSERT_EQ(worn.resistance, 4 * fresh.resistance);
	ASSERT_EQ(battery_percent(&worn), battery_percent(&fresh));
	battery_setup(&fresh, 40 * MICRO, FULL, 0);
	ASSERT_EQ(battery_percent(&fresh), 50 * MICRO);
	battery_setup(&fresh, 40 * MICRO, FULL, 15 * MICRO);
	ASSERT_EQ(fresh.resistance, 15000);
}

TEST(ampere_hours_are_counted)
{
	struct battery b = battery(20, 100, 100);

	for (int i = 0; i < 3600; i++)
		(void)battery_step(&b, USEC_PER_SEC, -10 * MICRO, 0, 0);
	ASSERT_EQ(battery_percent(&b), 50 * MICRO);
	for (int i = 0; i < 20000; i++)
		(void)battery_step(&b, USEC_PER_SEC, -10 * MICRO, 0, 0);
	ASSERT_EQ(battery_percent(&b), 0);
}

/* What it gives must be what the load takes at the voltage that then remains. */
TEST(constant_power_is_solved)
{
	uint64_t seed = test_seed();

	for (int i = 0; i < 2000; i++) {
		struct battery b = battery(20, 60 + i % 40, 20 + i % 80);
		int64_t watts = (int64_t)(test_random(&seed) % 300) * MICRO, diode = 350000;
		int64_t amps = battery_gives(&b, diode, watts, 0);
		int64_t volts =
			battery_rest_volts(&b) - diode - amps * battery_resistance(&b) / MICRO;

		ASSERT_LT(llabs(volts / 1000 * amps / 1000 - watts), MICRO / 10);
	}
}

TEST(more_than_it_has_it_does_not_give)
{
	struct battery b = battery(1, 100, 100);
	int64_t amps = battery_gives(&b, 350000, 5000 * MICRO, 0);

	ASSERT_GT(amps, 0);
	ASSERT_LE(amps * battery_resistance(&b) / MICRO, battery_rest_volts(&b));
	ASSERT_EQ(battery_gives(&b, 350000, 0, 0), 0);
	ASSERT_EQ(battery_gives(&b, 350000, 0, 5 * MICRO), 0);
}

TEST(random_states_do_not_overflow)
{
	uint64_t seed = test_seed();

	for (int i = 0; i < 20000; i++) {
		struct battery b = { 0 };

		battery_setup(&b, (int64_t)(test_random(&seed) % (999 * MICRO)) + MICRO,
			      (int64_t)(test_random(&seed) % (95 * MICRO)) + 5 * MICRO,
			      (int64_t)(test_random(&seed) % (1000 * MICRO)));
		battery_set_percent(&b, (int64_t)(test_random(&seed) % FULL));
		ASSERT_GE(
			battery_gives(&b, 350000, (int64_t)(test_random(&seed) % (5000 * MICRO)),
				      (int64_t)(test_random(&seed) % (310 * MICRO)) - 200 * MICRO),
			0);
		ASSERT_LE(battery_accepts(&b, 13800000, 7200000), 7200000);
		(void)battery_step(&b, USEC_PER_SEC, 7200000, 13800000, 7200000);
	}
}

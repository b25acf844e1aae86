// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/plant.h"

#include "tests/unit/test.h"

static const struct plant_config config = {
	.seed = 42,
	.ac_nominal = 115 * MICRO,
	.rating = 22 * MICRO,
};

#define SECOND USEC_PER_SEC
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

/* Goes on and forgets the edges. */
static void go(struct plant *p, int64_t to_us)
{
	struct plant_edge e;

	while (plant_advance(p, to_us, &e))
		;
}

static int64_t value(const struct plant *p, enum plant_signal s)
{
	int64_t v = -1;

	ASSERT_EQ(plant_read(p, s, &v), QUALITY_OK);
	return v;
}

static void set(struct plant *p, enum plant_knob k, int64_t v)
{
	ASSERT_OK(plant_set(p, k, v));
}

static bool same_readings(const struct plant *a, const struct plant *b)
{
	for (int s = 0; s < PLANT_SIGNAL_MAX; s++)
		if (value(a, (enum plant_signal)s) != value(b, (enum plant_signal)s))
			return false;
	return true;
}

/* A 12 Ah battery under 120 W without mains: empty within about an hour. */
static void start_discharge(struct plant *p)
{
	plant_init(p, &config);
	set(p, KNOB_BATTERY_AH, 12 * MICRO);
	set(p, KNOB_LOAD_WATTS, 120 * MICRO);
	go(p, MINUTE);
	set(p, KNOB_AC_PRESENT, 0);
}

TEST(names_go_round)
{
	for (int i = 0; i < PLANT_SIGNAL_MAX; i++)
		ASSERT_EQ(plant_signal_from_name(plant_signal_to_name((enum plant_signal)i)), i);
	for (int i = 0; i < KNOB_MAX; i++)
		ASSERT_EQ(plant_knob_from_name(plant_knob_to_name((enum plant_knob)i)), i);
	for (int i = 0; i < PLANT_OUTPUT_MAX; i++)
		ASSERT_EQ(plant_output_from_name(plant_output_to_name((enum plant_output)i)), i);
	for (int i = 0; i < PLANT_FAULT_MAX; i++)
		ASSERT_EQ(plant_fault_from_name(plant_fault_to_name((enum plant_fault)i)), i);
	for (int i = 0; i < CHARGE_STATE_MAX; i++)
		ASSERT_EQ(charge_state_from_name(charge_state_to_name((enum charge_state)i)), i);
	ASSERT_EQ(plant_knob_from_name("nothing"), -EINVAL);
}

TEST(a_healthy_system_reads_as_in_the_guide)
{
	struct plant p;

	plant_init(&p, &config);
	go(&p, MINUTE);
	ASSERT_GT(value(&p, PLANT_AC_VOLTS), 112 * MICRO);
	ASSERT_LT(value(&p, PLANT_AC_VOLTS), 118 * MICRO);
	ASSERT_GE(value(&p, PLANT_SUPPLY_VOLTS), 13800000 * 99 / 100);
	ASSERT_LE(value(&p, PLANT_SUPPLY_VOLTS), 13800000 * 101 / 100);
	ASSERT_EQ(value(&p, PLANT_BATTERY_AMPS), 0);
	ASSERT_EQ(value(&p, PLANT_ALARM_IN), MICRO);
	ASSERT_EQ(value(&p, PLANT_DC_OK), MICRO);
	ASSERT_EQ(value(&p, PLANT_LVD_CLOSED), MICRO);
	ASSERT_EQ(value(&p, PLANT_CHARGE_STATE), CHARGE_FLOAT * MICRO);
}

TEST(every_unit_is_within_one_percent_at_any_load)
{
	for (uint64_t seed = 0; seed < 200; seed++) {
		struct plant_config c = { seed, 230 * MICRO, 50 * MICRO };
		struct plant p;

		plant_init(&p, &c);
		set(&p, KNOB_LOAD_WATTS, (int64_t)(seed * 3) * MICRO);
		ASSERT_GE(p.flow.supply_volts, 13662000);
		ASSERT_LE(p.flow.supply_volts, 13938000);
	}
}

TEST(on_mains_failure_the_load_current_moves_to_the_battery)
{
	struct plant p;
	int64_t load;

	plant_init(&p, &config);
	go(&p, MINUTE);
	load = p.flow.load_volts;
	set(&p, KNOB_AC_PRESENT, 0);
	/* in the same microsecond: no gap, only the diode's and the battery's drop (S19) */
	ASSERT_GT(p.flow.load_volts, load - MICRO);
	ASSERT_EQ(value(&p, PLANT_AC_VOLTS), 0);
	ASSERT_EQ(value(&p, PLANT_SUPPLY_VOLTS), 0);
	ASSERT_EQ(value(&p, PLANT_SUPPLY_AMPS), 0);
	ASSERT_GT(value(&p, PLANT_BATTERY_AMPS), 7 * MICRO);
	ASSERT_EQ(value(&p, PLANT_CHARGE_STATE), CHARGE_DISCHARGE * MICRO);
	for (int i = 1; i < 100; i++) {
		go(&p, MINUTE + i * SECOND / 10);
		ASSERT_GT(value(&p, PLANT_LOAD_VOLTS), 11 * MICRO);
	}
	set(&p, KNOB_AC_PRESENT, MICRO);
	ASSERT_GT(value(&p, PLANT_LOAD_VOLTS), 13 * MICRO);
	ASSERT_EQ(value(&p, PLANT_BATTERY_AMPS), 0);
}

TEST(the_lvd_opens_below_10_4_volts)
{
	int64_t volts = INT64_MAX;
	struct plant p;

	start_discharge(&p);
	while (p.lvd_closed) {
		volts = p.flow.battery_volts;
		ASSERT_GE(volts, 10400000);
		go(&p, p.now_us + SECOND);
		ASSERT_LT(p.now_us, 2 * HOUR);
	}
	ASSERT_LT(volts, 10420000);
	ASSERT_GT(p.now_us, 40 * MINUTE);
	ASSERT_EQ(value(&p, PLANT_LOAD_VOLTS), 0);
	ASSERT_EQ(value(&p, PLANT_BATTERY_AMPS), 0);
	ASSERT_EQ(value(&p, PLANT_CHARGE_STATE), CHARGE_OFF * MICRO);
}

TEST(the_lvd_closes_only_with_mains_and_12_5_volts)
{
	struct plant p;

	start_discharge(&p);
	go(&p, 2 * HOUR);
	ASSERT_FALSE(p.lvd_closed);
	/* a rested battery is not enough */
	set(&p, KNOB_BATTERY_CHARGE_PERCENT, 90 * MICRO);
	go(&p, 3 * HOUR);
	ASSERT_GT(p.flow.battery_volts, 12500000);
	ASSERT_FALSE(p.lvd_closed);
	/* nor is mains with an empty one */
	set(&p, KNOB_BATTERY_CHARGE_PERCENT, 2 * MICRO);
	set(&p, KNOB_AC_PRESENT, MICRO);
	ASSERT_FALSE(p.lvd_closed);
	while (!p.lvd_closed) {
		ASSERT_LT(p.flow.battery_volts, 12500000);
		go(&p, p.now_us + SECOND);
		ASSERT_LT(p.now_us, 4 * HOUR);
	}
	ASSERT_GE(p.flow.battery_volts, 12500000);
}

TEST(charging_goes_from_bulk_to_float_within_its_limits)
{
	enum charge_state now, before = CHARGE_BULK;
	struct plant p;

	plant_init(&p, &config);
	set(&p, KNOB_BATTERY_CHARGE_PERCENT, 30 * MICRO);
	ASSERT_EQ(value(&p, PLANT_CHARGE_STATE), CHARGE_BULK * MICRO);
	ASSERT_EQ(p.flow.charge_amps, 7200000);
	for (int64_t t = MINUTE; t < 24 * HOUR; t += MINUTE) {
		go(&p, t);
		now = (enum charge_state)(value(&p, PLANT_CHARGE_STATE) / MICRO);
		ASSERT_TRUE(now == before || (before == CHARGE_BULK && now == CHARGE_FLOAT));
		ASSERT_LE(p.flow.charge_amps, 7200000);
		ASSERT_LE(p.flow.battery_volts, 13800000);
		before = now;
	}
	ASSERT_EQ(before, CHARGE_FLOAT);
	ASSERT_EQ(value(&p, PLANT_CHARGE_PERCENT), 100 * MICRO);
	set(&p, KNOB_AC_PRESENT, 0);
	ASSERT_EQ(value(&p, PLANT_CHARGE_STATE), CHARGE_DISCHARGE * MICRO);
	go(&p, 25 * HOUR);
	set(&p, KNOB_AC_PRESENT, MICRO);
	ASSERT_EQ(value(&p, PLANT_CHARGE_STATE), CHARGE_BULK * MICRO);
	set(&p, KNOB_FRONT_SWITCH, 0);
	ASSERT_EQ(value(&p, PLANT_CHARGE_STATE), CHARGE_OFF * MICRO);
}

TEST(the_outputs_switch_supply_and_battery)
{
	struct plant p;

	plant_init(&p, &config);
	plant_output(&p, PLANT_SUPPLY_OFF, true);
	ASSERT_EQ(value(&p, PLANT_SUPPLY_VOLTS), 0);
	ASSERT_EQ(value(&p, PLANT_DC_OK), 0);
	ASSERT_GT(value(&p, PLANT_LOAD_VOLTS), 11 * MICRO);
	plant_output(&p, PLANT_BATTERY_OFF, true);
	ASSERT_EQ(value(&p, PLANT_LOAD_VOLTS), 0);
	plant_output(&p, PLANT_SUPPLY_OFF, false);
	ASSERT_GT(value(&p, PLANT_LOAD_VOLTS), 13 * MICRO);
	ASSERT_EQ(value(&p, PLANT_CHARGE_AMPS), 0);
	set(&p, KNOB_AC_PRESENT, 0);
	ASSERT_EQ(value(&p, PLANT_LOAD_VOLTS), 0);
}

TEST(a_brown_out_stops_the_supply_with_a_hysteresis)
{
	struct plant p;

	plant_init(&p, &config);
	set(&p, KNOB_AC_PERCENT, 76 * MICRO);
	ASSERT_EQ(value(&p, PLANT_DC_OK), MICRO);
	set(&p, KNOB_AC_PERCENT, 70 * MICRO);
	ASSERT_EQ(value(&p, PLANT_DC_OK), 0);
	ASSERT_GT(value(&p, PLANT_AC_VOLTS), 75 * MICRO);
	set(&p, KNOB_AC_PERCENT, 76 * MICRO);
	ASSERT_EQ(value(&p, PLANT_DC_OK), 0);
	set(&p, KNOB_AC_VOLTS, 115 * MICRO);
	ASSERT_EQ(value(&p, PLANT_DC_OK), MICRO);
	set(&p, KNOB_AC_VOLTS, 150 * MICRO);
	ASSERT_EQ(value(&p, PLANT_DC_OK), 0);
}

TEST(an_overload_is_shared_and_then_latches)
{
	struct plant p;

	plant_init(&p, &config);
	set(&p, KNOB_LOAD_WATTS, 500 * MICRO);
	ASSERT_EQ(p.flow.supply_amps, 26400000); /* 120 % of 22 A */
	ASSERT_GT(p.flow.battery_amps, MICRO);
	ASSERT_GT(p.flow.load_volts, 11 * MICRO);
	go(&p, 10 * SECOND);
	ASSERT_TRUE(p.tripped);
	ASSERT_EQ(value(&p, PLANT_SUPPLY_AMPS), 0);
	ASSERT_GT(value(&p, PLANT_LOAD_VOLTS), 11 * MICRO);
	set(&p, KNOB_LOAD_WATTS, 100 * MICRO);
	go(&p, MINUTE);
	ASSERT_TRUE(p.tripped);
	/* "re-power on to recover" */
	plant_output(&p, PLANT_SUPPLY_OFF, true);
	plant_output(&p, PLANT_SUPPLY_OFF, false);
	ASSERT_GT(value(&p, PLANT_SUPPLY_VOLTS), 13 * MICRO);
}

TEST(an_overload_without_a_battery_breaks_the_voltage_down)
{
	struct plant p;

	plant_init(&p, &config);
	set(&p, KNOB_FRONT_SWITCH, 0);
	set(&p, KNOB_LOAD_AMPS, 100 * MICRO);
	ASSERT_LT(p.flow.load_volts, 4 * MICRO);
	ASSERT_EQ(p.flow.supply_amps, 26400000);
}

TEST(over_voltage_latches_until_power_is_cycled)
{
	struct plant p;

	plant_init(&p, &config);
	set(&p, KNOB_SUPPLY_SETPOINT, 15 * MICRO);
	ASSERT_GT(value(&p, PLANT_SUPPLY_VOLTS), 14500000);
	set(&p, KNOB_SUPPLY_SETPOINT, 16 * MICRO);
	ASSERT_EQ(value(&p, PLANT_SUPPLY_VOLTS), 0);
	set(&p, KNOB_SUPPLY_SETPOINT, 13800000);
	ASSERT_EQ(value(&p, PLANT_SUPPLY_VOLTS), 0);
	set(&p, KNOB_AC_PRESENT, 0);
	set(&p, KNOB_AC_PRESENT, MICRO);
	ASSERT_GT(value(&p, PLANT_SUPPLY_VOLTS), 13 * MICRO);
}

TEST(above_90_degrees_the_supply_stops_and_returns_when_cool)
{
	int64_t hottest = 0;
	struct plant p;

	plant_init(&p, &config);
	set(&p, KNOB_AMBIENT_CELSIUS, 60 * MICRO);
	set(&p, KNOB_COOLING_PERCENT, 30 * MICRO);
	set(&p, KNOB_LOAD_WATTS, 200 * MICRO);
	while (!p.too_hot) {
		ASSERT_LE(p.temperature, 90 * MICRO);
		go(&p, p.now_us + SECOND);
		ASSERT_LT(p.now_us, 2 * HOUR);
	}
	ASSERT_EQ(value(&p, PLANT_DC_OK), 0);
	while (p.too_hot) {
		hottest = MAX(hottest, p.temperature);
		go(&p, p.now_us + SECOND);
		ASSERT_LT(p.now_us, 4 * HOUR);
	}
	ASSERT_LT(hottest, 91 * MICRO);
	ASSERT_LT(p.temperature, 75 * MICRO);
	ASSERT_EQ(value(&p, PLANT_DC_OK), MICRO);
}

TEST(a_worn_battery_does_not_carry_the_load)
{
	struct plant p;

	plant_init(&p, &config);
	set(&p, KNOB_BATTERY_HEALTH_PERCENT, 20 * MICRO);
	set(&p, KNOB_LOAD_WATTS, 150 * MICRO);
	go(&p, MINUTE);
	ASSERT_GT(value(&p, PLANT_BATTERY_VOLTS), 13 * MICRO); /* on mains it looks well */
	set(&p, KNOB_AC_PRESENT, 0);
	go(&p, 3 * MINUTE);
	ASSERT_FALSE(p.lvd_closed);
}

TEST(faults_give_every_quality)
{
	struct plant p;
	int64_t v, before;

	plant_init(&p, &config);
	before = value(&p, PLANT_BATTERY_VOLTS);
	ASSERT_OK(plant_fail(&p, PLANT_BATTERY_VOLTS, FAULT_STUCK, 0));
	go(&p, HOUR);
	ASSERT_EQ(value(&p, PLANT_BATTERY_VOLTS), before);
	ASSERT_OK(plant_fail(&p, PLANT_BATTERY_VOLTS, FAULT_VALUE, 25 * MICRO));
	ASSERT_EQ(value(&p, PLANT_BATTERY_VOLTS), 25 * MICRO);
	ASSERT_OK(plant_fail(&p, PLANT_BATTERY_VOLTS, FAULT_BROKEN_WIRE, 0));
	ASSERT_EQ(plant_read(&p, PLANT_BATTERY_VOLTS, &v), QUALITY_BROKEN_WIRE);
	ASSERT_OK(plant_fail(&p, PLANT_BATTERY_VOLTS, FAULT_NO_ANSWER, 0));
	ASSERT_EQ(plant_read(&p, PLANT_BATTERY_VOLTS, &v), QUALITY_FAULT);
	ASSERT_OK(plant_fail(&p, PLANT_BATTERY_VOLTS, FAULT_SILENT, 0));
	ASSERT_EQ(plant_read(&p, PLANT_BATTERY_VOLTS, &v), QUALITY_STALE);
	ASSERT_EQ(plant_fail(&p, PLANT_BATTERY_VOLTS, FAULT_OPEN, 0), -EINVAL);
	ASSERT_EQ(plant_fail(&p, PLANT_ALARM_IN, FAULT_BROKEN_WIRE, 0), -EINVAL);
	plant_heal(&p, PLANT_BATTERY_VOLTS);
	ASSERT_EQ(plant_read(&p, PLANT_BATTERY_VOLTS, &v), QUALITY_OK);
}

TEST(a_bounce_gives_each_edge_with_its_time)
{
	int64_t last = -1, first = 0;
	struct plant_edge e;
	struct plant p;
	bool level = true;
	int n = 0;

	plant_init(&p, &config);
	go(&p, 10 * SECOND);
	ASSERT_OK(plant_bounce(&p, PLANT_ALARM_IN, 13, 40000));
	while (plant_advance(&p, 20 * SECOND, &e)) {
		ASSERT_EQ(e.signal, PLANT_ALARM_IN);
		ASSERT_EQ(e.closed, !level);
		ASSERT_GT(e.at_us, last);
		first = n ? first : e.at_us;
		level = e.closed;
		last = e.at_us;
		n++;
	}
	ASSERT_EQ(n, 13);
	ASSERT_EQ(first, 10 * SECOND);
	ASSERT_LT(last, 10 * SECOND + 40000);
	ASSERT_EQ(value(&p, PLANT_ALARM_IN), 0);
	ASSERT_EQ(plant_next_us(&p), INT64_MAX);
	ASSERT_EQ(plant_bounce(&p, PLANT_AC_VOLTS, 3, 10), -EINVAL);
	ASSERT_EQ(plant_bounce(&p, PLANT_DI3, 0, 10), -ERANGE);
}

TEST(a_contact_that_answers_again_reports_what_it_did_meanwhile)
{
	struct plant_edge e;
	struct plant p;

	plant_init(&p, &config);
	ASSERT_OK(plant_fail(&p, PLANT_DI3, FAULT_NO_ANSWER, 0));
	set(&p, KNOB_DI3, MICRO);
	ASSERT_FALSE(plant_advance(&p, SECOND, &e));
	plant_heal(&p, PLANT_DI3);
	ASSERT_TRUE(plant_advance(&p, SECOND, &e));
	ASSERT_EQ(e.signal, PLANT_DI3);
	ASSERT_TRUE(e.closed);
	ASSERT_OK(plant_fail(&p, PLANT_DI3, FAULT_OPEN, 0));
	ASSERT_TRUE(plant_advance(&p, SECOND, &e));
	ASSERT_FALSE(e.closed);
}

TEST(knobs_refuse_what_is_beyond_their_limits)
{
	struct plant p;

	plant_init(&p, &config);
	for (int k = 0; k < KNOB_MAX; k++) {
		const struct plant_knob_info *info = plant_knob_info((enum plant_knob)k);

		ASSERT_EQ(plant_set(&p, (enum plant_knob)k, info->max + 1), -ERANGE);
		ASSERT_EQ(plant_set(&p, (enum plant_knob)k, info->min - 1), -ERANGE);
	}
}

/* Random commands at random times; one plant is read at each 10th of a second, one at random times.
 */
static void random_command(struct plant *p, uint64_t number, uint64_t arg)
{
	enum plant_knob k = (enum plant_knob)(number % KNOB_MAX);
	const struct plant_knob_info *info = plant_knob_info(k);
	enum plant_signal s = (enum plant_signal)(number % PLANT_SIGNAL_MAX);

	switch (number / 97 % 8) {
	case 0:
		plant_output(p, (enum plant_output)(number % PLANT_OUTPUT_MAX), arg & 1);
		break;
	case 1:
		(void)plant_bounce(p, s, (int64_t)(arg % 20), (int64_t)(arg % 3000000));
		break;
	case 2:
		(void)plant_fail(p, s, (enum plant_fault)(arg % PLANT_FAULT_MAX),
				 (int64_t)arg % 99);
		break;
	case 3:
		plant_heal(p, s);
		break;
	default: /* not an enum */
		set(p, k, info->min + (int64_t)(arg % (uint64_t)(info->max - info->min + 1)));
	}
}

TEST(the_world_does_not_depend_on_how_often_it_is_looked_at)
{
	uint64_t seed = test_seed();

	for (int round = 0; round < 30; round++) {
		struct plant a, b;
		int64_t now = 0;

		plant_init(&a, &config);
		plant_init(&b, &config);
		for (int i = 0; i < 60; i++) {
			uint64_t number = test_random(&seed), arg = test_random(&seed) >> 1;

			now += (int64_t)(test_random(&seed) %
					 (uint64_t)(i % 10 ? 5 * MINUTE : 9 * HOUR));
			for (int64_t t = a.now_us; t < now; t += 777777)
				go(&a, t);
			go(&a, now);
			go(&b, now);
			ASSERT_EQ(memcmp(&a, &b, sizeof(a)), 0);
			random_command(&a, number, arg);
			random_command(&b, number, arg);
		}
	}
}

TEST(another_seed_is_another_noise)
{
	struct plant_config other = config;
	struct plant a, b;

	other.seed++;
	plant_init(&a, &config);
	plant_init(&b, &other);
	ASSERT_FALSE(same_readings(&a, &b));
	plant_init(&b, &config);
	ASSERT_TRUE(same_readings(&a, &b));
}

TEST(a_saved_plant_goes_on_as_if_nothing_had_happened)
{
	AUTO_TEXT struct text t = TEXT_INIT;
	struct plant a, b;
	char *line, *rest;

	start_discharge(&a);
	ASSERT_OK(plant_bounce(&a, PLANT_DI3, 9, 30 * SECOND));
	go(&a, 80 * SECOND + 12345);
	plant_save(&a, &t);
	plant_init(&b, &config);
	for (line = strtok_r(t.bytes, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *numbers = strchr(line, ' ');

		*numbers++ = '\0';
		ASSERT_OK(plant_load_line(&b, line + strlen("plant."), numbers));
	}
	ASSERT_OK(plant_load_end(&b));
	ASSERT_EQ(memcmp(&a, &b, sizeof(a)), 0);
	go(&a, HOUR);
	go(&b, HOUR);
	ASSERT_TRUE(same_readings(&a, &b));
}

TEST(a_damaged_state_is_refused)
{
	struct plant p;

	plant_init(&p, &config);
	ASSERT_EQ(plant_load_line(&p, "nothing", "1"), -EINVAL);
	ASSERT_EQ(plant_load_line(&p, "now_us", "1 2"), -EINVAL);
	ASSERT_EQ(plant_load_line(&p, "now_us", ""), -EINVAL);
	ASSERT_EQ(plant_load_line(&p, "battery", "1 2 3"), -EINVAL);
	ASSERT_EQ(plant_load_line(&p, "now_us", "9000000000000000000"), -ERANGE);
	ASSERT_OK(plant_load_line(&p, "battery", "1 1 1 1"));
	ASSERT_EQ(plant_load_end(&p), -EINVAL);
	plant_init(&p, &config);
	ASSERT_OK(plant_load_line(&p, "state_us", "5"));
	ASSERT_EQ(plant_load_end(&p), -EINVAL);
}

TEST(a_day_is_played_quickly)
{
	struct timespec from, to;
	struct plant p;

	plant_init(&p, &config);
	set(&p, KNOB_BATTERY_AH, 1000 * MICRO);
	set(&p, KNOB_AC_PRESENT, 0);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	go(&p, 24 * HOUR);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	/* 30 ms where it was written; the bar is for sanitizers on a slow machine */
	ASSERT_LT((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000, 2000);
	set(&p, KNOB_AC_PRESENT, MICRO);
	set(&p, KNOB_BATTERY_AH, 20 * MICRO);
	go(&p, 48 * HOUR);
	ASSERT_TRUE(p.settled);
}

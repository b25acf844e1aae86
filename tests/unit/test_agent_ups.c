// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* UPS-MIB from worlds: the six situations, what has no value, alarms, tests, what can be set. */
#include "daemons/agentxd/ups.h"

#include "daemons/agentxd/order.h"
#include "tests/unit/agent_walk.h"

enum {
	AC,
	SUPPLY_AMPS,
	BATTERY_AMPS,
	SUPPLY_VOLTS,
	BATTERY_VOLTS,
	DC_OK,
	TEMPERATURE,
	SUPPLY_SWITCH,
	BATTERY_SWITCH,
	N
};

static struct world w;
static struct settings settings;

static void add(enum channel_role role, enum channel_kind kind)
{
	struct channel *c = &w.table.channels[w.table.n_channels];

	*c = (struct channel){ .kind = kind, .role = role, .state_text = { "ON", "OFF" } };
	(void)snprintf(c->id, sizeof(c->id), "c%u", w.table.n_channels);
	(void)snprintf(c->name, sizeof(c->name), "Channel %u", w.table.n_channels++);
}

/* On line, with nothing wrong. */
static void begin(void)
{
	static const int64_t values[N] = { 230 * MICRO, 8 * MICRO,  0, 13800000, 13600000,
					   MICRO,	20 * MICRO, 0, 0 };

	memset(&w, 0, sizeof(w));
	memset(&settings, 0, sizeof(settings));
	settings.device = (struct settings_device){ .model = "HU-2012",
						    .ac_nominal = 230,
						    .rated_amps = 22 * MICRO,
						    .rated_watts = 300 * MICRO,
						    .overload_min_percent = 105 * MICRO,
						    .lvd_open_volts = 10400000 };
	add(ROLE_AC_LINE, CHANNEL_ANALOG_IN);
	add(ROLE_SUPPLY_AMPS, CHANNEL_ANALOG_IN);
	add(ROLE_BATTERY_AMPS, CHANNEL_ANALOG_IN);
	add(ROLE_SUPPLY_VOLTS, CHANNEL_ANALOG_IN);
	add(ROLE_BATTERY_VOLTS, CHANNEL_ANALOG_IN);
	add(ROLE_DC_OK, CHANNEL_DIGITAL_IN);
	add(ROLE_TEMPERATURE, CHANNEL_ANALOG_IN);
	add(ROLE_SUPPLY_SWITCH, CHANNEL_DIGITAL_OUT);
	add(ROLE_BATTERY_SWITCH, CHANNEL_DIGITAL_OUT);
	w.table.channels[SUPPLY_SWITCH].confirm = true;
	world_settings(&w, &settings);
	world_table(&w);
	w.watched = true;
	w.n_pages = 1;
	w.snapshot.n_samples = N;
	w.snapshot.n_outputs = 2;
	w.snapshot.outputs[0].channel = SUPPLY_SWITCH;
	w.snapshot.outputs[1].channel = BATTERY_SWITCH;
	w.snapshot.now.mono_us = 1000 * MICRO;
	w.snapshot_ticks = 5000;
	for (unsigned i = 0; i < N; i++)
		w.snapshot.samples[i].value = values[i];
}

static void look(void)
{
	ASSERT_OK(world_snapshot(&w));
}

static void step(int64_t seconds)
{
	w.snapshot.now.mono_us += seconds * MICRO;
	w.snapshot_ticks += (uint32_t)seconds * 100;
	look();
}

static void set(unsigned channel, int64_t value)
{
	w.snapshot.samples[channel].value = value;
}

static void mains_away(void)
{
	set(AC, 0);
	set(SUPPLY_AMPS, 0);
	set(SUPPLY_VOLTS, 0);
	set(DC_OK, 0);
	set(BATTERY_AMPS, 9 * MICRO);
	set(BATTERY_VOLTS, 12500000);
}

static void raise_alarm(unsigned channel, enum alarm_when when)
{
	struct msg_alarms page = { .page = 0, .pages = 1, .n = 1 };
	struct alarm *a = &page.alarms[0];

	a->when = when;
	a->active = a->condition = true;
	a->occurrence = 9;
	a->count = 3;
	(void)snprintf(a->channel, sizeof(a->channel), "c%u", channel);
	world_alarms(&w, &page);
}

#define NONE -1000
static int64_t number(unsigned n, const uint32_t *arcs)
{
	struct mib_value v = { .number = 0 };

	return agent_get(&ups_tree, &w, &v, n, arcs) < 0 ? NONE : v.number;
}
#define NUMBER(...)                                                                                \
	number(sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t), (uint32_t[]){ __VA_ARGS__ })
#define SOURCE	      NUMBER(1, 4, 1, 0)
#define BATTERY	      NUMBER(1, 2, 1, 0)
#define ALARMS	      NUMBER(1, 6, 1, 0)
#define ALARM_TIME(n) NUMBER(1, 6, 2, 1, 3, n)

TEST(on_line)
{
	struct mib_value v;

	begin();
	look();
	ASSERT_EQ(SOURCE, 3);
	ASSERT_EQ(BATTERY, UPS_BATTERY_NORMAL);
	ASSERT_EQ(ALARMS, 0);
	ASSERT_EQ(NUMBER(1, 2, 2, 0), 0);
	ASSERT_EQ(NUMBER(1, 2, 5, 0), 136);
	ASSERT_EQ(NUMBER(1, 2, 6, 0), 0);
	ASSERT_EQ(NUMBER(1, 3, 2, 0), 1);
	ASSERT_EQ(NUMBER(1, 3, 3, 1, 3, 1), 230);
	ASSERT_EQ(NUMBER(1, 4, 4, 1, 2, 1), 14);
	ASSERT_EQ(NUMBER(1, 4, 4, 1, 3, 1), 80);
	ASSERT_EQ(NUMBER(1, 4, 4, 1, 4, 1), 110);
	ASSERT_EQ(NUMBER(1, 4, 4, 1, 5, 1), 37);
	ASSERT_EQ(NUMBER(1, 6, 3, 8), 2);
	ASSERT_EQ(NUMBER(1, 9, 1, 0), 230);
	ASSERT_EQ(NUMBER(1, 9, 6, 0), 300);
	ASSERT_OK(AGENT_GET(&ups_tree, &w, &v, 1, 1, 2, 0));
	ASSERT_STREQ(v.bytes, "HU-2012");
	/* minutes, charge, temperature of the battery; frequency of the mains; bypass; reboot */
	ASSERT_EQ(NUMBER(1, 2, 3, 0), NONE);
	ASSERT_EQ(NUMBER(1, 2, 4, 0), NONE);
	ASSERT_EQ(NUMBER(1, 2, 7, 0), NONE);
	ASSERT_EQ(NUMBER(1, 3, 3, 1, 2, 1), NONE);
	ASSERT_EQ(NUMBER(1, 5, 2, 0), NONE);
	ASSERT_EQ(NUMBER(1, 8, 4, 0), NONE);
	ASSERT_GT(agent_walk(&ups_tree, &w), 25);
}

TEST(on_battery)
{
	begin();
	look();
	mains_away();
	step(1);
	ASSERT_EQ(SOURCE, 5);
	ASSERT_EQ(BATTERY, UPS_BATTERY_NORMAL);
	ASSERT_EQ(NUMBER(1, 2, 2, 0), 0);
	step(42);
	ASSERT_EQ(NUMBER(1, 2, 2, 0), 42);
	ASSERT_EQ(NUMBER(1, 4, 4, 1, 2, 1), 13);
	ASSERT_EQ(NUMBER(1, 4, 4, 1, 3, 1), 90);
	/* on battery, input bad; when they began */
	ASSERT_EQ(ALARMS, 2);
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_ON_BATTERY), 5100);
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_INPUT_BAD), 5100);
	ASSERT_GT(agent_walk(&ups_tree, &w), 25);
	/* the contact of a supply that gives no more is late */
	set(DC_OK, MICRO);
	look();
	ASSERT_EQ(SOURCE, 5);
	set(DC_OK, 0);
	/* a load that draws nothing is on battery all the same */
	set(BATTERY_AMPS, 0);
	step(1);
	ASSERT_EQ(SOURCE, 5);
	ASSERT_EQ(NUMBER(1, 2, 2, 0), 43);
}

TEST(an_alarm_that_stood_at_the_first_look)
{
	begin();
	mains_away();
	look();
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_ON_BATTERY), 0);
}

TEST(low_battery)
{
	begin();
	mains_away();
	look();
	raise_alarm(BATTERY_VOLTS, ALARM_BELOW);
	ASSERT_EQ(SOURCE, 5);
	ASSERT_EQ(BATTERY, UPS_BATTERY_LOW);
	ASSERT_GE(ALARM_TIME(UPS_ALARM_LOW_BATTERY), 0);
	/* latched: it was low */
	w.alarms[0][0].latched = true;
	ASSERT_EQ(BATTERY, UPS_BATTERY_NORMAL);
	set(BATTERY_VOLTS, 10400000);
	ASSERT_EQ(BATTERY, UPS_BATTERY_DEPLETED);
	/* an alarm about something else, or about high volts */
	set(BATTERY_VOLTS, 15 * MICRO);
	raise_alarm(BATTERY_VOLTS, ALARM_ABOVE);
	ASSERT_EQ(BATTERY, UPS_BATTERY_NORMAL);
	/* nobody watches */
	world_alarms_lost(&w);
	ASSERT_EQ(BATTERY, UPS_BATTERY_UNKNOWN);
}

TEST(output_off)
{
	begin();
	set(SUPPLY_AMPS, 0);
	set(DC_OK, 0);
	w.snapshot.outputs[0].active = true;
	w.snapshot.outputs[1].active = true;
	look();
	ASSERT_EQ(SOURCE, 2);
	ASSERT_EQ(NUMBER(1, 4, 4, 1, 2, 1), NONE);
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_OUTPUT_OFF), 0);
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_OUTPUT_OFF_AS_REQUESTED), 0);
	/* the supply is on and gives nothing: nobody asked for that */
	w.snapshot.outputs[0].active = false;
	step(1);
	ASSERT_EQ(SOURCE, 2);
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_OUTPUT_OFF_AS_REQUESTED), NONE);
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_GENERAL_FAULT), 5100);
}

TEST(overload)
{
	begin();
	look();
	set(SUPPLY_AMPS, 26400000);
	set(SUPPLY_VOLTS, 12200000);
	set(DC_OK, 0);
	set(BATTERY_AMPS, 10 * MICRO);
	step(1);
	/* the supply gives what it can */
	ASSERT_EQ(SOURCE, 3);
	ASSERT_EQ(NUMBER(1, 6, 3, 8), 1);
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_OUTPUT_OVERLOAD), 5100);
	ASSERT_EQ(NUMBER(1, 4, 4, 1, 3, 1), 364);
	ASSERT_EQ(NUMBER(1, 4, 4, 1, 5, 1), 148);
	set(SUPPLY_AMPS, 23100000);
	step(1);
	ASSERT_EQ(NUMBER(1, 6, 3, 8), 2);
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_OUTPUT_OVERLOAD), NONE);
	settings.device.rated_amps = 0;
	ASSERT_EQ(NUMBER(1, 6, 3, 8), NONE);
}

/* A supply that is off until it is taken back; the clock stands at `seconds` when it ends. */
static void test_of(int64_t seconds)
{
	set(SUPPLY_AMPS, 0);
	set(SUPPLY_VOLTS, 0);
	set(DC_OK, 0);
	set(BATTERY_AMPS, 8 * MICRO);
	w.snapshot.outputs[0].active = true;
	w.snapshot.outputs[0].unconfirmed = true;
	w.snapshot.outputs[0].until_us = w.snapshot.now.mono_us + 60 * MICRO;
	look();
	step(seconds);
}

static void supply_back(void)
{
	w.snapshot.outputs[0].active = w.snapshot.outputs[0].unconfirmed = false;
	set(SUPPLY_AMPS, 8 * MICRO);
	set(DC_OK, MICRO);
	set(BATTERY_AMPS, 0);
	look();
}

TEST(test_running)
{
	struct mib_value v;

	begin();
	look();
	ASSERT_OK(AGENT_GET(&ups_tree, &w, &v, 1, 7, 1, 0));
	ASSERT_EQ(v.arcs[v.n - 1], 1);
	ASSERT_EQ(NUMBER(1, 7, 3, 0), UPS_TEST_NONE);
	ASSERT_EQ(NUMBER(1, 7, 5, 0), NONE);
	test_of(30);
	ASSERT_EQ(SOURCE, 5);
	ASSERT_OK(AGENT_GET(&ups_tree, &w, &v, 1, 7, 1, 0));
	ASSERT_EQ(v.arcs[v.n - 1], 4);
	ASSERT_EQ(NUMBER(1, 7, 3, 0), UPS_TEST_IN_PROGRESS);
	ASSERT_EQ(NUMBER(1, 7, 5, 0), 5000);
	ASSERT_EQ(NUMBER(1, 7, 6, 0), 3000);
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_TEST_IN_PROGRESS), 5000);
	step(30);
	supply_back();
	ASSERT_EQ(NUMBER(1, 7, 3, 0), UPS_TEST_PASS);
	ASSERT_EQ(NUMBER(1, 7, 6, 0), 6000);
	ASSERT_EQ(ALARM_TIME(UPS_ALARM_TEST_IN_PROGRESS), NONE);
	ASSERT_OK(AGENT_GET(&ups_tree, &w, &v, 1, 7, 1, 0));
	ASSERT_EQ(v.arcs[v.n - 1], 1);
}

TEST(how_a_test_ends)
{
	begin();
	look();
	test_of(20);
	supply_back();
	ASSERT_EQ(NUMBER(1, 7, 3, 0), UPS_TEST_ABORTED);
	/* confirmed: it stays off */
	test_of(20);
	w.snapshot.outputs[0].unconfirmed = false;
	look();
	ASSERT_EQ(NUMBER(1, 7, 3, 0), UPS_TEST_ABORTED);
	supply_back();
	/* low meanwhile */
	test_of(20);
	set(BATTERY_VOLTS, 10 * MICRO);
	step(40);
	set(BATTERY_VOLTS, 13 * MICRO);
	supply_back();
	ASSERT_EQ(NUMBER(1, 7, 3, 0), UPS_TEST_WARNING);
	/* without power meanwhile */
	test_of(20);
	set(BATTERY_AMPS, 0);
	w.snapshot.outputs[1].active = true;
	step(10);
	/* the battery is there again before the end */
	w.snapshot.outputs[1].active = false;
	step(30);
	supply_back();
	ASSERT_EQ(NUMBER(1, 7, 3, 0), UPS_TEST_ERROR);
	ASSERT_GE(ALARM_TIME(UPS_ALARM_TEST_FAILED), 0);
}

TEST(without_values)
{
	begin();
	look();
	for (unsigned q = QUALITY_OK + 1; q < QUALITY_MAX; q++) {
		for (unsigned i = 0; i < N; i++)
			w.snapshot.samples[i].quality = q;
		look();
		/* the mains, the supply's current and DC-OK are all unknown */
		ASSERT_EQ(SOURCE, NONE);
		ASSERT_EQ(BATTERY, UPS_BATTERY_UNKNOWN);
		ASSERT_EQ(NUMBER(1, 2, 2, 0), NONE);
		ASSERT_EQ(NUMBER(1, 2, 5, 0), NONE);
		ASSERT_EQ(NUMBER(1, 2, 6, 0), NONE);
		ASSERT_EQ(NUMBER(1, 3, 3, 1, 3, 1), NONE);
		ASSERT_EQ(NUMBER(1, 4, 4, 1, 3, 1), NONE);
		ASSERT_EQ(NUMBER(1, 4, 4, 1, 5, 1), NONE);
		ASSERT_EQ(NUMBER(1, 6, 3, 8), NONE);
		ASSERT_EQ(ALARMS, 0);
		(void)agent_walk(&ups_tree, &w);
	}
	world_sensor_lost(&w);
	ASSERT_EQ(SOURCE, NONE);
	ASSERT_EQ(BATTERY, NONE);
	ASSERT_EQ(NUMBER(1, 8, 2, 0), NONE);
	ASSERT_EQ(ALARMS, 1);
	ASSERT_GE(ALARM_TIME(UPS_ALARM_COMMUNICATIONS_LOST), 0);
	(void)agent_walk(&ups_tree, &w);
}

/* No mains, and no current that can be read: what else feeds the load. */
TEST(no_mains_and_a_broken_sensor)
{
	begin();
	mains_away();
	w.snapshot.samples[BATTERY_AMPS].quality = QUALITY_BROKEN_WIRE;
	look();
	ASSERT_EQ(SOURCE, 5);
	ASSERT_EQ(NUMBER(1, 4, 4, 1, 3, 1), NONE);
	ASSERT_EQ(NUMBER(1, 2, 5, 0), 125);
}

TEST(a_unit_without_battery_and_mains_input)
{
	begin();
	w.table.n_channels = 2;
	w.table.channels[0].role = ROLE_NONE;
	w.snapshot.n_samples = 2;
	w.snapshot.n_outputs = 0;
	world_table(&w);
	look();
	ASSERT_EQ(SOURCE, 3);
	ASSERT_EQ(BATTERY, NONE);
	ASSERT_EQ(NUMBER(1, 3, 1, 0), NONE);
	ASSERT_EQ(NUMBER(1, 3, 2, 0), NONE);
	ASSERT_EQ(NUMBER(1, 7, 1, 0), NONE);
	ASSERT_EQ(NUMBER(1, 8, 1, 0), NONE);
	(void)agent_walk(&ups_tree, &w);
}

TEST(line_bads)
{
	begin();
	look();
	ASSERT_EQ(NUMBER(1, 3, 1, 0), 0);
	raise_alarm(AC, ALARM_BELOW);
	ASSERT_EQ(NUMBER(1, 3, 1, 0), 3);
	ASSERT_GE(ALARM_TIME(UPS_ALARM_INPUT_BAD), 0);
	raise_alarm(TEMPERATURE, ALARM_ABOVE);
	ASSERT_EQ(NUMBER(1, 3, 1, 0), 0);
	ASSERT_GE(ALARM_TIME(UPS_ALARM_TEMP_BAD), 0);
}

static int set_number(unsigned group, unsigned column, int64_t n, struct order *ret)
{
	struct mib_name name = agent_name(&ups_tree, 4, (uint32_t[]){ 1, group, column, 0 });
	struct mib_value v = { .number = n };
	struct mib_place p;

	*ret = (struct order){ .kind = ORDER_KIND_MAX };
	ASSERT_OK(mib_find(&ups_tree, &w, &name, &p));
	return p.column->set(&w, p.row, &v, ret);
}

static int set_test(uint32_t test, struct order *ret)
{
	const uint32_t arcs[] = { 1, 3, 6, 1, 2, 1, 33, 1, 7, 7, test };
	struct mib_name name = agent_name(&ups_tree, 4, (uint32_t[]){ 1, 7, 1, 0 });
	struct mib_value v = { .n = ARRAY_SIZE(arcs) };
	struct mib_place p;

	memcpy(v.arcs, arcs, sizeof(arcs));
	*ret = (struct order){ .kind = ORDER_KIND_MAX };
	ASSERT_OK(mib_find(&ups_tree, &w, &name, &p));
	return p.column->set(&w, p.row, &v, ret);
}

#define ASSERT_ORDER(o, what, channel)                                                             \
	do {                                                                                       \
		ASSERT_EQ((o).kind, ORDER_OUTPUT);                                                 \
		ASSERT_EQ((o).action, what);                                                       \
		ASSERT_STREQ((o).id, w.table.channels[channel].id);                                \
	} while (0)

TEST(tests_that_can_be_set)
{
	struct order o;

	begin();
	ASSERT_EQ(set_test(4, &o), -EINVAL); /* no sensord */
	look();
	ASSERT_OK(set_test(4, &o));
	ASSERT_ORDER(o, OUTPUT_ON, SUPPLY_SWITCH);
	ASSERT_OK(set_test(2, &o));
	ASSERT_EQ(o.kind, ORDER_NOTHING);
	ASSERT_EQ(set_test(1, &o), -ERANGE);
	ASSERT_EQ(set_test(3, &o), -ERANGE);
	ASSERT_EQ(set_test(5, &o), -ERANGE);
	/* an output whose texts say that active is on */
	(void)snprintf(w.table.channels[SUPPLY_SWITCH].state_text[1], STATE_TEXT_MAX, "ON");
	w.snapshot.outputs[0].active = true;
	ASSERT_OK(set_test(4, &o));
	ASSERT_ORDER(o, OUTPUT_OFF, SUPPLY_SWITCH);
	begin();
	test_of(5);
	ASSERT_EQ(set_test(4, &o), -EINVAL);
	ASSERT_OK(set_test(2, &o));
	ASSERT_ORDER(o, OUTPUT_OFF, SUPPLY_SWITCH);
	/* it would never come back */
	begin();
	look();
	w.table.channels[SUPPLY_SWITCH].confirm = false;
	ASSERT_EQ(set_test(4, &o), -EINVAL);
	w.serial = 5;
	ASSERT_OK(set_number(7, 2, 5, &o));
	ASSERT_EQ(o.kind, ORDER_SERIAL);
	ASSERT_EQ(set_number(7, 2, 4, &o), -EINVAL);
}

TEST(control)
{
	struct order o;

	begin();
	look();
	ASSERT_EQ(NUMBER(1, 8, 1, 0), 1);
	ASSERT_EQ(NUMBER(1, 8, 2, 0), -1); /* RFC 1628: no countdown runs */
	ASSERT_OK(set_number(8, 1, 1, &o));
	ASSERT_EQ(set_number(8, 1, 2, &o), -ERANGE);
	ASSERT_EQ(set_number(8, 2, 10, &o), -ERANGE);
	/* the battery would take over */
	ASSERT_EQ(set_number(8, 2, 0, &o), -EINVAL);
	ASSERT_OK(set_number(8, 2, -1, &o));
	ASSERT_EQ(o.kind, ORDER_NOTHING);
	w.snapshot.outputs[1].active = true;
	look();
	ASSERT_OK(set_number(8, 2, 0, &o));
	ASSERT_ORDER(o, OUTPUT_ON, SUPPLY_SWITCH);
	ASSERT_OK(set_number(8, 3, 0, &o));
	ASSERT_EQ(o.kind, ORDER_NOTHING);
	/* both off */
	w.snapshot.outputs[0].active = true;
	set(SUPPLY_AMPS, 0);
	set(DC_OK, 0);
	look();
	ASSERT_OK(set_number(8, 2, 0, &o));
	ASSERT_EQ(o.kind, ORDER_NOTHING);
	ASSERT_OK(set_number(8, 3, 0, &o));
	ASSERT_ORDER(o, OUTPUT_OFF, SUPPLY_SWITCH);
	/* on battery */
	begin();
	mains_away();
	look();
	ASSERT_OK(set_number(8, 2, 0, &o));
	ASSERT_ORDER(o, OUTPUT_ON, BATTERY_SWITCH);
	world_sensor_lost(&w);
	ASSERT_EQ(set_number(8, 2, 0, &o), -EINVAL);
	ASSERT_EQ(set_number(8, 3, 0, &o), -EINVAL);
}

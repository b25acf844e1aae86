// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/event.h"

#include "tests/unit/test.h"
#include "tests/unit/test_present_status.h"

static struct fixture f;
static struct text out;

static struct present_table table(void)
{
	setenv("TZ", "CET-1", 1);
	fixture_init(&f);
	text_clear(&out);
	return present_status_table(&f.status);
}

static const char *words(struct event e)
{
	struct present_table t = table();

	present_event_words(&out, &e, &t);
	return text_get(&out);
}

TEST(alarms)
{
	struct event e = { .kind = EVENT_ALARM_RAISED,
			   .alarm = "battery_low",
			   .channel = "volts_battery",
			   .priority = PRIORITY_HIGH,
			   .value = 11816000,
			   .unit = UNIT_VOLT,
			   .flags = EVENT_FLAG_FIRST_OUT | EVENT_FLAG_MESSAGE };

	ASSERT_STREQ(words(e), "alarm-raised battery_low (high): Volts Battery 11.82 V, first out");
	e.kind = EVENT_ALARM_CLEARED;
	e.flags = EVENT_FLAG_QUIET;
	ASSERT_STREQ(words(e), "alarm-cleared battery_low: Volts Battery 11.82 V, nobody was told");
	e.quality = QUALITY_BROKEN_WIRE;
	ASSERT_STREQ(words(e),
		     "alarm-cleared battery_low: Volts Battery broken wire, nobody was told");
	e = (struct event){ .kind = EVENT_ALARM_ACKNOWLEDGED,
			    .alarm = "battery_low",
			    .channel = "volts_battery",
			    .value = 11816000,
			    .actor = { "anna", "192.0.2.7", "web" },
			    .text = "on my way" };
	ASSERT_STREQ(words(e), "alarm-acknowledged battery_low, by anna (web, 192.0.2.7): on my "
			       "way");
	e = (struct event){ .kind = EVENT_ALARM_SHELVED,
			    .alarm = "battery_low",
			    .channel = "volts_battery",
			    .value = 7200 * MICRO,
			    .flags = EVENT_FLAG_QUIET,
			    .actor = { "anna", "", "psctl" } };
	ASSERT_STREQ(words(e), "alarm-shelved battery_low for 2 h, by anna (psctl)");
	e = (struct event){ .kind = EVENT_ALARM_RAISED,
			    .alarm = "sensord.silent",
			    .priority = PRIORITY_CRITICAL };
	ASSERT_STREQ(words(e), "alarm-raised sensord.silent (critical)");
	e = (struct event){ .kind = EVENT_ALARM_CHATTERING,
			    .alarm = "door",
			    .channel = "dc_ok",
			    .value = 6 * MICRO };
	ASSERT_STREQ(words(e), "alarm-chattering door, 6 changes");
}

TEST(states_and_counts)
{
	ASSERT_STREQ(words((struct event){ .kind = EVENT_INPUT_CHANGED, .channel = "dc_ok" }),
		     "input-changed DC-OK OPEN");
	ASSERT_STREQ(words((struct event){ .kind = EVENT_OUTPUT_CHANGED,
					   .channel = "power_supply",
					   .value = MICRO,
					   .holder = HOLDER_MANUAL,
					   .actor = { .name = "ops" },
					   .text = "battery test" }),
		     "output-changed Power Supply ON/OFF OFF, held by manual, by ops: battery "
		     "test");
	ASSERT_STREQ(words((struct event){ .kind = EVENT_SCHEDULE_BEGUN,
					   .channel = "power_supply",
					   .holder = HOLDER_SCHEDULE,
					   .flags = EVENT_FLAG_ACTIVE,
					   .text = "night" }),
		     "schedule-begun Power Supply ON/OFF OFF, held by schedule: night");
	ASSERT_STREQ(words((struct event){ .kind = EVENT_TICKS_MISSED, .value = 12 * MICRO }),
		     "ticks-missed 12");
	ASSERT_STREQ(words((struct event){ .kind = EVENT_FACTS_LOST }), "facts-lost");
	ASSERT_STREQ(words((struct event){ .kind = EVENT_CLOCK_STEPPED, .value = -3200000 }),
		     "clock-stepped by -3.2 s");
	ASSERT_STREQ(
		words((struct event){ .kind = EVENT_MAINTENANCE_BEGUN, .value = 90 * 60 * MICRO }),
		"maintenance-begun for 1 h 30 min");
	ASSERT_STREQ(words((struct event){ .kind = EVENT_STARTED,
					   .flags = EVENT_FLAG_WALL_INSANE,
					   .text = "0.1.0" }),
		     "started, the clock was not set: 0.1.0");
}

TEST(a_channel_that_is_gone_has_its_unit_and_all_its_digits)
{
	struct event e = { .kind = EVENT_ALARM_RAISED,
			   .alarm = "old",
			   .channel = "heat_old",
			   .unit = UNIT_CELSIUS,
			   .value = -10000001 };

	/* in the people's unit */
	ASSERT_STREQ(words(e), "alarm-raised old (low): heat_old 13.999998 °F");
	e.unit = UNIT_AMPERE;
	ASSERT_STREQ(words(e), "alarm-raised old (low): heat_old −10.000001 A");
	e.unit = UNIT_NONE;
	e.value = MICRO;
	ASSERT_STREQ(words(e), "alarm-raised old (low): heat_old 1");
}

TEST(the_line_has_number_and_local_time)
{
	struct event e = { .number = 5321, .kind = EVENT_TEST };
	struct present_table t = table();

	e.now.wall_us = f.snapshot.now.wall_us + 123000;
	present_event(&out, &e, &t);
	ASSERT_STREQ(text_get(&out), "5321 2026-11-23T09:00:00.123+01:00 test");
}

/* A kind without words would be found by nobody. */
TEST(every_kind_has_words)
{
	for (unsigned kind = 0; kind < EVENT_KIND_MAX; kind++) {
		if (!event_kind_valid(kind))
			continue;
		ASSERT_CONTAINS(words((struct event){ .kind = (enum event_kind)kind,
						      .channel = "ac_line",
						      .alarm = "x",
						      .value = MICRO }),
				event_kind_to_name((enum event_kind)kind));
		/* in a table of people it has no other program's word */
		ASSERT_TRUE(*event_kind_to_label((enum event_kind)kind) >= 'A' &&
			    *event_kind_to_label((enum event_kind)kind) <= 'Z');
	}
}

static const char *json(struct event e)
{
	struct present_table t = table();
	struct json j;

	json_begin(&j, &out, false);
	present_event_json(&j, &e, &t);
	return text_get(&out);
}

/* The names are a promise: whoever changes one of them finds this test. */
TEST(names_of_fields_stay)
{
	struct event e = { .number = 5321,
			   .kind = EVENT_ALARM_RAISED,
			   .now = { INT64_C(1795420800000000), 77 },
			   .boot_id = { 0x12, 0x34 },
			   .channel = "volts_battery",
			   .alarm = "battery_low",
			   .priority = PRIORITY_HIGH,
			   .value = 11816000,
			   .unit = UNIT_VOLT,
			   .flags = EVENT_FLAG_FIRST_OUT,
			   .hash = { 0xab, 0x01 } };

	ASSERT_STREQ(json(e),
		     "{\"number\":5321,\"time\":\"2026-11-23T08:00:00.000Z\",\"mono_us\":77,"
		     "\"boot_id\":\"12340000000000000000000000000000\",\"kind\":\"alarm-raised\","
		     "\"severity\":3,\"channel\":\"volts_battery\",\"name\":\"Volts Battery\","
		     "\"alarm\":\"battery_low\",\"occurrence\":5321,\"priority\":\"high\","
		     "\"value\":11.816,\"unit\":\"volt\",\"quality\":\"ok\",\"holder\":\"none\","
		     "\"recovered\":false,\"message\":false,\"quiet\":false,\"first_out\":true,"
		     "\"consequence\":false,\"clock_set\":true,\"active\":false,\"by\":\"\","
		     "\"address\":\"\",\"door\":\"\",\"text\":\"\","
		     "\"words\":\"alarm-raised battery_low (high): Volts Battery 11.82 V, first "
		     "out\","
		     "\"hash\":\"ab01000000000000000000000000000000000000000000000000000000000000"
		     "\"}");
	e = (struct event){ .kind = EVENT_NOTE, .value = 5 };
	ASSERT_CONTAINS(json(e), "\"channel\":null,\"name\":null,\"alarm\":null,"
				 "\"occurrence\":null,\"priority\":null,\"value\":null");
}

TEST(which_values_say_something)
{
	struct event e = { .kind = EVENT_ALARM_CLEARED, .channel = "di_3" };

	/* a contact that opened: 0 is known */
	ASSERT_TRUE(present_event_valued(&e));
	e.quality = QUALITY_STALE;
	ASSERT_FALSE(present_event_valued(&e));
	/* what was kept of the raise is no news of it */
	e = (struct event){ .kind = EVENT_ALARM_ACKNOWLEDGED, .channel = "di_3", .value = MICRO };
	ASSERT_FALSE(present_event_valued(&e));
	e = (struct event){ .kind = EVENT_ALARM_RAISED, .alarm = "sensord.silent" };
	ASSERT_FALSE(present_event_valued(&e));
	e = (struct event){ .kind = EVENT_TICKS_MISSED, .value = 3 * MICRO };
	ASSERT_TRUE(present_event_valued(&e));
}

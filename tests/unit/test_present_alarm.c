// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/alarm.h"

#include "tests/unit/test.h"
#include "tests/unit/test_present_status.h"

#define HOUR_US (3600 * USEC_PER_SEC)

static struct fixture f;
static struct text out;

static struct present_table table(void)
{
	setenv("TZ", "CET-1", 1);
	fixture_init(&f);
	text_clear(&out);
	return present_status_table(&f.status);
}

static const char *what(struct alarm a)
{
	struct present_table t = table();

	present_alarm(&out, &a, &t);
	return text_get(&out);
}

static const char *state(struct alarm a)
{
	(void)table();
	present_alarm_state(&out, &a, f.snapshot.now.wall_us);
	return text_get(&out);
}

static const char *value(struct alarm a)
{
	struct present_table t = table();

	present_alarm_value(&out, &a, &t);
	return text_get(&out);
}

TEST(what_each_kind_of_rule_says)
{
	ASSERT_STREQ(what((struct alarm){ .channel = "volts_battery",
					  .when = ALARM_BELOW,
					  .setpoint = 12 * MICRO }),
		     "Volts Battery below 12.00 V");
	ASSERT_STREQ(what((struct alarm){
			     .channel = "ac_line", .when = ALARM_ABOVE, .setpoint = 140 * MICRO }),
		     "AC Line above 140.0 V AC");
	ASSERT_STREQ(what((struct alarm){ .channel = "volts_battery",
					  .when = ALARM_RISING,
					  .setpoint = 5 * MICRO }),
		     "Volts Battery rose by more than 5.00 V");
	ASSERT_STREQ(what((struct alarm){ .channel = "amps_battery",
					  .when = ALARM_FALLING,
					  .setpoint = 5 * MICRO }),
		     "Amps Battery fell by more than 5.0 A");
	ASSERT_STREQ(what((struct alarm){ .channel = "dc_ok", .when = ALARM_INACTIVE }),
		     "DC-OK is OPEN");
	ASSERT_STREQ(what((struct alarm){ .channel = "dc_ok", .when = ALARM_ACTIVE }),
		     "DC-OK is CLOSED");
	ASSERT_STREQ(what((struct alarm){ .channel = "temperature", .when = ALARM_QUALITY }),
		     "Temperature: no value");
	ASSERT_STREQ(what((struct alarm){ .when = ALARM_SILENT }), "sensord says nothing");
	ASSERT_STREQ(what((struct alarm){ .when = ALARM_LOG }), "nothing is logged");
}

TEST(a_rise_of_a_temperature_is_no_temperature)
{
	ASSERT_STREQ(what((struct alarm){ .channel = "temperature",
					  .when = ALARM_ABOVE,
					  .setpoint = 10 * MICRO }),
		     "Temperature above 50.0 °F");
	ASSERT_STREQ(what((struct alarm){ .channel = "temperature",
					  .when = ALARM_RISING,
					  .setpoint = 10 * MICRO }),
		     "Temperature rose by more than 18.0 °F");
}

TEST(a_channel_that_is_gone_or_hidden_is_called_by_its_id)
{
	ASSERT_STREQ(what((struct alarm){
			     .channel = "amps_old", .when = ALARM_BELOW, .setpoint = -1500000 }),
		     "amps_old below −1.5");
	ASSERT_STREQ(what((struct alarm){ .channel = "door_old", .when = ALARM_ACTIVE }),
		     "door_old is active");
	ASSERT_STREQ(what((struct alarm){ .channel = "analog_5", .when = ALARM_QUALITY }),
		     "analog_5: no value");
}

TEST(how_it_stands)
{
	struct alarm a = { .occurrence = 7, .count = 1, .active = true };

	ASSERT_STREQ(state((struct alarm){ 0 }), "normal");
	ASSERT_STREQ(state(a), "active");
	a.first_out = a.chattering = true;
	ASSERT_STREQ(state(a), "active, chattering, first out");
	a.acknowledged = true;
	ASSERT_STREQ(state(a), "active, acknowledged, chattering, first out");
	a = (struct alarm){ .occurrence = 7, .active = true, .latched = true };
	ASSERT_STREQ(state(a), "latched: waits for a reset");
	a = (struct alarm){ .occurrence = 7, .consequence = true };
	ASSERT_STREQ(state(a), "cleared, not acknowledged, consequence");
	a.acknowledged = true;
	ASSERT_STREQ(state(a), "normal");
}

TEST(what_is_shelved_says_until_when_by_whom_and_why)
{
	/* 09:00 in this zone */
	struct alarm a = { .occurrence = 7,
			   .active = true,
			   .shelved = true,
			   .note = "sensor is changed",
			   .by = "anna" };

	(void)table();
	a.shelved_until_us = f.snapshot.now.wall_us + 5 * HOUR_US;
	ASSERT_STREQ(state(a), "active, shelved until 14:00 by anna: sensor is changed");
	a.shelved_until_us += 24 * HOUR_US;
	a.note[0] = a.by[0] = '\0';
	ASSERT_STREQ(state(a), "active, shelved until 2026-11-24 14:00");
}

TEST(the_value_that_raised_it)
{
	struct alarm a = {
		.channel = "volts_battery", .when = ALARM_BELOW, .count = 1, .value = 11816000
	};

	ASSERT_STREQ(value(a), "11.82 V");
	strcpy(a.channel, "gone");
	ASSERT_STREQ(value(a), "11.816");
	a.quality = QUALITY_BROKEN_WIRE;
	ASSERT_STREQ(value(a), "broken wire");
	a.count = 0;
	ASSERT_STREQ(value(a), "");
	ASSERT_STREQ(value((struct alarm){ .when = ALARM_SILENT, .count = 1 }), "");
	ASSERT_STREQ(value((struct alarm){ .when = ALARM_LOG, .count = 1 }), "");
}

static const char *note(struct alarm a)
{
	(void)table();
	present_alarm_note(&out, &a, f.snapshot.now.wall_us);
	return text_get(&out);
}

TEST(in_one_word_and_what_that_leaves_out)
{
	struct alarm a = { .occurrence = 7, .active = true, .by = "anna", .note = "on my way" };

	ASSERT_STREQ(present_alarm_word(&a), "active");
	ASSERT_STREQ(note(a), "");
	a.acknowledged = a.first_out = true;
	ASSERT_STREQ(present_alarm_word(&a), "acknowledged");
	ASSERT_STREQ(note(a), "first out, anna: on my way");
	a.note[0] = '\0';
	ASSERT_STREQ(note(a), "first out, anna");
	/* the words are of another person now */
	a.shelved = true;
	a.shelved_until_us = f.snapshot.now.wall_us;
	ASSERT_STREQ(present_alarm_word(&a), "shelved");
	ASSERT_STREQ(note(a), "first out, until 09:00 by anna");
	a = (struct alarm){ .occurrence = 7, .active = true, .latched = true };
	ASSERT_STREQ(present_alarm_word(&a), "latched");
	ASSERT_STREQ(note(a), "waits for a reset");
	a = (struct alarm){ .occurrence = 7, .by = "anna" };
	ASSERT_STREQ(present_alarm_word(&a), "cleared");
	ASSERT_STREQ(note(a), "");
	a.acknowledged = true;
	ASSERT_STREQ(present_alarm_word(&a), "normal");
}

static int by_order(const void *a, const void *b)
{
	return present_alarm_order(a, b);
}

TEST(the_order_of_lists)
{
	static const struct alarm sorted[] = {
		{ .id = "a", .occurrence = 1, .active = true, .priority = PRIORITY_CRITICAL },
		{ .id = "b",
		  .occurrence = 1,
		  .active = true,
		  .priority = PRIORITY_HIGH,
		  .onset = { 5, 5 } },
		{ .id = "c",
		  .occurrence = 1,
		  .active = true,
		  .priority = PRIORITY_HIGH,
		  .onset = { 6, 6 } },
		{ .id = "d",
		  .occurrence = 1,
		  .active = true,
		  .acknowledged = true,
		  .priority = PRIORITY_CRITICAL },
		{ .id = "e", .occurrence = 1, .priority = PRIORITY_CRITICAL },
		{ .id = "f",
		  .occurrence = 1,
		  .active = true,
		  .shelved = true,
		  .priority = PRIORITY_CRITICAL },
		{ .id = "g", .shelved = true, .priority = PRIORITY_CRITICAL },
		{ .id = "h", .priority = PRIORITY_CRITICAL, .onset = { 9, 9 } },
		{ .id = "i", .priority = PRIORITY_CRITICAL },
		{ .id = "j", .priority = PRIORITY_LOW },
	};
	struct alarm list[ARRAY_SIZE(sorted)];
	uint64_t seed = test_seed();

	memcpy(list, sorted, sizeof(list));
	for (unsigned i = ARRAY_SIZE(list) - 1; i > 0; i--) {
		unsigned k = (unsigned)(test_random(&seed) % (i + 1));
		struct alarm a = list[i];

		list[i] = list[k];
		list[k] = a;
	}
	qsort(list, ARRAY_SIZE(list), sizeof(list[0]), by_order);
	for (unsigned i = 0; i < ARRAY_SIZE(list); i++)
		ASSERT_STREQ(list[i].id, sorted[i].id);
}

static const char *json(struct alarm a)
{
	struct present_table t = table();
	struct json j;

	json_begin(&j, &out, false);
	present_alarm_json(&j, &a, &t, f.snapshot.now.wall_us);
	return text_get(&out);
}

/* The names are a promise: whoever changes one of them finds this test. */
TEST(names_of_fields_stay)
{
	struct alarm a = { .id = "battery_low",
			   .channel = "volts_battery",
			   .when = ALARM_BELOW,
			   .priority = PRIORITY_HIGH,
			   .setpoint = 12 * MICRO,
			   .condition = true,
			   .active = true,
			   .first_out = true,
			   .occurrence = 5321,
			   .count = 3,
			   .value = 11816000 };

	(void)table();
	a.onset.wall_us = f.snapshot.now.wall_us - 62 * USEC_PER_SEC;
	a.raised.wall_us = f.snapshot.now.wall_us - 60 * USEC_PER_SEC;
	ASSERT_STREQ(
		json(a),
		"{\"id\":\"battery_low\",\"channel\":\"volts_battery\",\"name\":\"Volts Battery\","
		"\"when\":\"below\",\"priority\":\"high\",\"setpoint\":12,\"unit\":\"volt\","
		"\"what\":\"Volts Battery below 12.00 V\",\"state\":\"active, first out\","
		"\"standing\":true,\"condition\":true,\"active\":true,\"acknowledged\":false,"
		"\"latched\":false,\"chattering\":false,\"first_out\":true,\"consequence\":false,"
		"\"shelved\":false,\"occurrence\":5321,\"count\":3,"
		"\"onset\":\"2026-11-23T07:58:58.000Z\",\"raised\":\"2026-11-23T07:59:00.000Z\","
		"\"cleared\":null,\"age_s\":60,\"value\":11.816,\"quality\":\"ok\","
		"\"value_text\":\"11.82 V\",\"shelved_until\":null,\"note\":\"\",\"by\":\"\"}");
	ASSERT_CONTAINS(json((struct alarm){ .id = "sensord.silent", .when = ALARM_SILENT }),
			"{\"id\":\"sensord.silent\",\"channel\":null,\"name\":null,"
			"\"when\":\"silent\",\"priority\":\"low\",\"setpoint\":null");
}

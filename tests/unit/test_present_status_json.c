// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/status_json.h"

#include "tests/unit/test.h"
#include "tests/unit/test_present_status.h"

static const char *json(const struct fixture *f)
{
	static struct text out;
	struct json j;

	text_clear(&out);
	json_begin(&j, &out, false);
	present_status_json(&j, &f->status);
	return text_get(&out);
}

/* The names are a promise: whoever changes one of them finds this test. */
TEST(names_of_fields_stay)
{
	struct fixture f;

	fixture_init(&f);
	ASSERT_CONTAINS(json(&f),
			"{\"service\":\"sensord\",\"version\":\"1.2.3\","
			"\"instance\":\"ffffffffffffffff\",\"generation\":\"0000000000001234\","
			"\"site\":\"Hilltop\",\"model\":\"HU-2012\",\"simulated\":false,"
			"\"rate_milli\":1000,\"time\":\"2026-11-23T08:00:00.000Z\","
			"\"clock_set\":true,\"snapshot\":7,\"missed_ticks\":0,"
			"\"well\":true,\"headline\":\"all is well\",\"findings\":[],"
			"\"alarms\":null,\"battery_path\":{\"blocked\":[],"
			"\"unknown\":[\"lvd\",\"battery-front-switch\",\"battery-switch\"]},"
			"\"channels\":[");
	ASSERT_CONTAINS(json(&f), "{\"id\":\"ac_line\",\"name\":\"AC Line\",\"kind\":\"analog-in\","
				  "\"role\":\"ac-line\",\"source\":\"sim\",\"unit\":\"volt\","
				  "\"value\":117.4,\"text\":\"117.4 V AC\",\"quality\":\"ok\","
				  "\"age_ms\":0,\"approximate\":true,\"hidden\":false}");
	ASSERT_CONTAINS(json(&f),
			"\"outputs\":[{\"id\":\"power_supply\","
			"\"name\":\"Power Supply ON/OFF\",\"active\":false,\"text\":\"ON\","
			"\"holder\":\"none\",\"reason\":null,\"by\":null,\"since\":null,"
			"\"pulsing\":false,\"unconfirmed\":false,\"vetoed\":false,"
			"\"fault\":false,\"until\":null,\"left_ms\":null,\"note\":\"\","
			"\"hidden\":false}]");
	ASSERT_CONTAINS(json(&f),
			"\"health\":{\"started\":\"2026-11-23T07:58:30.000Z\","
			"\"uptime_s\":90,\"tick_ms\":100,\"ticks\":0,\"missed_ticks\":0,"
			"\"snapshots\":0,\"skipped\":0,\"clients\":0,\"dropped_clients\":0,"
			"\"refused_clients\":0,\"troubles\":[],\"troubles_left_out\":0}}");
}

TEST(temperatures_are_celsius_and_read_as_people_want)
{
	struct fixture f;

	fixture_init(&f);
	ASSERT_CONTAINS(json(&f), "\"unit\":\"celsius\",\"value\":31.555555,\"text\":\"88.8 °F\"");
}

TEST(unknown_is_null)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.samples[VOLTS].quality = QUALITY_BROKEN_WIRE;
	f.snapshot.samples[DC_OK].quality = QUALITY_STALE;
	f.snapshot.samples[DC_OK].mono_us -= 14 * USEC_PER_SEC;
	ASSERT_CONTAINS(json(&f), "\"value\":null,\"text\":\"broken wire\","
				  "\"quality\":\"broken-wire\"");
	ASSERT_CONTAINS(json(&f), "\"value\":null,\"active\":null,\"text\":\"stale\","
				  "\"quality\":\"stale\",\"age_ms\":14000");
	ASSERT_CONTAINS(json(&f), "\"well\":false,\"headline\":\"2 things to look at\"");
}

TEST(a_hold_with_its_deadline)
{
	struct fixture f;

	fixture_init(&f);
	f.status.n_holds = 1;
	f.holds[0] = (struct hold){ .channel = SUPPLY,
				    .holder = HOLDER_MANUAL,
				    .active = true,
				    .reason = "battery test",
				    .actor = { .name = "ops" },
				    .since_wall_us = f.snapshot.now.wall_us };
	f.snapshot.outputs[0] = (struct output_state){ .channel = SUPPLY,
						       .active = true,
						       .holder = HOLDER_MANUAL,
						       .unconfirmed = true,
						       .until_us = 142 * USEC_PER_SEC };
	ASSERT_CONTAINS(json(&f), "\"active\":true,\"text\":\"OFF\",\"holder\":\"manual\","
				  "\"reason\":\"battery test\",\"by\":\"ops\","
				  "\"since\":\"2026-11-23T08:00:00.000Z\",\"pulsing\":false,"
				  "\"unconfirmed\":true,\"vetoed\":false,\"fault\":false,"
				  "\"until\":\"2026-11-23T08:00:42.000Z\",\"left_ms\":42000,"
				  "\"note\":\"returns to ON in 0:42 unless confirmed\"");
}

TEST(alarms_and_what_cuts_off_the_battery)
{
	static const struct alarm a = { .id = "low",
					.channel = "volts_battery",
					.when = ALARM_BELOW,
					.active = true,
					.occurrence = 1 };
	const struct alarm *const list[] = { &a };
	const struct present_alarms alarms = { .watched = true,
					       .may_raise = true,
					       .log_trouble = "",
					       .active = 1,
					       .list = list,
					       .n = 1 };
	struct fixture f;

	fixture_init(&f);
	f.status.alarms = &alarms;
	f.channels[SUPPLY].role = ROLE_BATTERY_SWITCH;
	f.snapshot.outputs[0].active = true;
	ASSERT_CONTAINS(json(&f), "\"alarms\":{\"watched\":true,\"active\":1,");
	ASSERT_CONTAINS(json(&f), "\"standing\":[{\"id\":\"low\",");
	ASSERT_CONTAINS(json(&f), "\"battery_path\":{\"blocked\":[\"battery-switch\"],"
				  "\"unknown\":[\"lvd\",\"battery-front-switch\"]}");
}

TEST(a_table_that_is_shorter_than_the_snapshot_is_not_left)
{
	struct fixture f;

	fixture_init(&f);
	f.status.n_channels = 2;
	ASSERT_CONTAINS(json(&f), "\"outputs\":[]");
}

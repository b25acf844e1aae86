// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What psctl shows of alarms and schedules, and what it asks about them. */
#include "tests/unit/fake_unit.h"

#define MIN_US (60 * USEC_PER_SEC)

TEST(no_alarm_stands)
{
	unit_init();
	(void)unit_alarm("battery_low", "volts_battery", ALARM_BELOW);
	unit_start();
	ASSERT_PRINTS("alarms", "no alarm stands\n");
	ASSERT_PRINTS("alarms --all",
		      "no alarm stands\n\n"
		      "   PRIORITY  STATE   SINCE  ALARM        WHAT                        VALUE  "
		      "NOTE\n"
		      "   high      normal         battery_low  Volts Battery below 0.00 V\n");
	unit_stop();
}

TEST(alarms_that_stand)
{
	struct alarm *a;

	unit_init();
	(void)unit_alarm("normal", "siren", ALARM_ACTIVE);
	a = unit_raise(unit_alarm("door_open", "door", ALARM_INACTIVE), 90 * MIN_US);
	a->acknowledged = true;
	strcpy(a->by, "anna");
	strcpy(a->note, "on my way");
	a = unit_raise(unit_alarm("battery_low", "volts_battery", ALARM_BELOW), 5 * MIN_US);
	a->setpoint = 12 * MICRO;
	a->value = 11816000;
	a->first_out = true;
	unit.summary.unacknowledged = 1;
	unit.summary.maintenance_until_us = UNIT_NOW_US + 60 * MIN_US;
	strcpy(unit.summary.maintenance_by, "ops");
	unit_start();
	ASSERT_PRINTS(
		"alarms",
		"2 active, 1 not acknowledged; maintenance until 07:47 by ops\n\n"
		"   PRIORITY  STATE         SINCE       ALARM        WHAT                     "
		"    VALUE    NOTE\n"
		"!  high      active        5 min       battery_low  Volts Battery below 12.00"
		" V  11.82 V  first out\n"
		"!  high      acknowledged  1 h 30 min  door_open    Door is OPEN             "
		"    OPEN     anna: on my way\n");
	ASSERT_EQ(psctl("alarms --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "{\"watched\":true,\"active\":2,");
	ASSERT_CONTAINS(text_get(&unit_out), "\"standing\":[{\"id\":\"battery_low\"");
	ASSERT_TRUE(!strstr(text_get(&unit_out), "\"id\":\"normal\""));
	ASSERT_EQ(psctl("alarms --all --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "\"alarms\":[{\"id\":\"battery_low\"");
	ASSERT_CONTAINS(text_get(&unit_out), "{\"id\":\"normal\"");
	unit_stop();
}

TEST(the_whole_table_over_all_pages)
{
	char id[ALARM_ID_MAX];

	unit_init();
	for (int i = 0; i < ALARMS_MAX; i++) {
		(void)snprintf(id, sizeof(id), "a%03d", i);
		(void)unit_alarm(id, "door", ALARM_ACTIVE);
	}
	unit_raise(&unit.alarms[ALARMS_MAX - 1], MIN_US);
	unit_start();
	ASSERT_EQ(psctl("alarms"), EX_OK);
	(void)snprintf(id, sizeof(id), "a%03d", ALARMS_MAX - 1);
	ASSERT_CONTAINS(text_get(&unit_out), id);
	ASSERT_EQ(psctl("alarms --all"), EX_OK);
	for (int i = 0; i < ALARMS_MAX; i++) {
		(void)snprintf(id, sizeof(id), "a%03d", i);
		ASSERT_CONTAINS(text_get(&unit_out), id);
	}
	unit_stop();
}

/* Nothing stands: the pages, which do not come here, are not waited for. */
TEST(pages_are_not_read_for_nothing)
{
	unit_init();
	unit.summary_only = true;
	unit_start();
	ASSERT_PRINTS("alarms", "no alarm stands\n");
	unit_stop();
}

TEST(status_begins_with_alarms)
{
	struct alarm *a;

	unit_init();
	a = unit_raise(unit_alarm("battery_low", "volts_battery", ALARM_BELOW), 5 * MIN_US);
	a->setpoint = 14 * MICRO;
	unit_raise(unit_alarm("door_open", "door", ALARM_INACTIVE), MIN_US)->priority =
		PRIORITY_CRITICAL;
	unit_start();
	ASSERT_EQ(psctl("status"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"! Hilltop: 2 alarms (simulated)\n"
			"  ! Door is OPEN, since 1 min\n"
			"  ! Volts Battery below 14.00 V, since 5 min\n"
			"  - alarms: 2 active, 2 not acknowledged: psctl alarms\n");
	ASSERT_EQ(psctl("status --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "\"findings\":[\"Door is OPEN, since 1 min\"");
	ASSERT_CONTAINS(text_get(&unit_out), "\"alarms\":{\"watched\":true,\"active\":2,");
	ASSERT_EQ(psctl("watch --count 1"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "2026-11-23T06:47:00.000Z 2 alarms; volts_battery");
	unit_stop();
}

TEST(status_without_alarmd)
{
	unit_init();
	unit.alarmd = false;
	unit_start();
	ASSERT_EQ(psctl("status"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"alarms are not watched: rmcu-alarmd does not run in ");
	ASSERT_COMPLAINS("alarms", EX_UNAVAILABLE, "alarmd is not running");
	ASSERT_COMPLAINS("ack", EX_UNAVAILABLE, "alarmd is not running");
	ASSERT_COMPLAINS("events", EX_UNAVAILABLE, "alarmd is not running");
	unit_stop();
}

TEST(status_with_an_alarmd_that_says_nothing)
{
	unit_init();
	unit.mute = true;
	unit_start();
	ASSERT_EQ(psctl("status"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "alarms are not watched: rmcu-alarmd does not answer");
	unit_stop();
}

TEST(what_people_answer)
{
	unit_init();
	(void)unit_alarm("battery_low", "volts_battery", ALARM_BELOW);
	(void)unit_alarm("refused", "volts_battery", ALARM_BELOW);
	unit_start();
	ASSERT_PRINTS("ack", "alarm-acknowledge '' for 0: '' (psctl)\n");
	ASSERT_PRINTS("ack battery_low --note seen",
		      "alarm-acknowledge 'battery_low' for 0: 'seen' (psctl)\n");
	ASSERT_PRINTS("shelve battery_low", "alarm-shelve 'battery_low' for 3600: '' (psctl)\n");
	ASSERT_PRINTS("shelve battery_low --for 2h --reason test",
		      "alarm-shelve 'battery_low' for 7200: 'test' (psctl)\n");
	ASSERT_PRINTS("shelve battery_low --for 7d",
		      "alarm-shelve 'battery_low' for 604800: '' (psctl)\n");
	ASSERT_PRINTS("unshelve battery_low", "alarm-unshelve 'battery_low' for 0: '' (psctl)\n");
	ASSERT_PRINTS("reset", "alarm-reset '' for 0: '' (psctl)\n");
	ASSERT_PRINTS("maintenance on --for 30min --reason test",
		      "maintenance '' for 1800: 'test' (psctl)\n");
	ASSERT_PRINTS("maintenance off", "maintenance '' for 0: '' (psctl)\n");
	ASSERT_PRINTS("reset --json", "{\"sentence\":\"alarm-reset '' for 0: '' (psctl)\"}\n");
	ASSERT_COMPLAINS("reset refused", EX_TEMPFAIL, "it still holds");
	unit_stop();
}

TEST(what_is_not_asked)
{
	unit_init();
	(void)unit_alarm("battery_low", "volts_battery", ALARM_BELOW);
	unit_start();
	ASSERT_COMPLAINS("ack batery_low", EX_USAGE, "did you mean 'battery_low'?");
	ASSERT_COMPLAINS("shelve", EX_USAGE,
			 "'shelve' wants more words: psctl shelve ALARM [--for TIME]");
	ASSERT_COMPLAINS("shelve battery_low --for ever", EX_USAGE, "--for 'ever': say how long");
	ASSERT_COMPLAINS("shelve battery_low --for 8d", EX_USAGE, "7d at most");
	ASSERT_COMPLAINS("shelve battery_low --for 0", EX_USAGE, "a second at least");
	ASSERT_COMPLAINS("maintenance on", EX_USAGE, "wants a time: --for 2h");
	ASSERT_COMPLAINS("maintenance off --for 2h", EX_USAGE, "neither --for nor --reason");
	ASSERT_COMPLAINS("maintenance maybe", EX_USAGE, "'maybe' is neither on nor off");
	ASSERT_COMPLAINS("ack --note "
			 "0123456789012345678901234567890123456789012345678901234567890123",
			 EX_USAGE, "at most 63 bytes");
	ASSERT_COMPLAINS("ack --note \xff", EX_USAGE, "UTF-8");
	unit_stop();
}

static void add_schedule(const char *id, uint8_t days, bool enabled, bool running)
{
	unsigned i = unit.schedules.n++;

	strcpy(unit.schedules.schedules[i].id, id);
	strcpy(unit.schedules.schedules[i].output, "siren");
	unit.schedules.schedules[i].days = days;
	unit.schedules.schedules[i].enabled = enabled;
	unit.schedules.schedules[i].running = running;
	unit.schedules.schedules[i].active = true;
	unit.schedules.schedules[i].from = 22 * 60;
	unit.schedules.schedules[i].to = 6 * 60 + 30;
	unit.schedules.schedules[i].next_us = enabled ? UNIT_NOW_US + 15 * 60 * MIN_US : 0;
}

TEST(schedules)
{
	unit_init();
	add_schedule("night", 0x3e, true, false);
	add_schedule("weekend", 0x41, true, true);
	add_schedule("some", 0x2a, true, false);
	add_schedule("pair", 0x06, true, false);
	add_schedule("all", 0x7f, true, false);
	add_schedule("off", 0, false, false);
	unit_start();
	ASSERT_PRINTS(
		"schedule",
		"SCHEDULE  OUTPUT  STATE  DAYS           FROM   TO     NOW       NEXT CHANGE\n"
		"night     Siren   ON     Mon-Fri        22:00  06:30  waits     21:47\n"
		"weekend   Siren   ON     Sat, Sun       22:00  06:30  runs      21:47\n"
		"some      Siren   ON     Mon, Wed, Fri  22:00  06:30  waits     21:47\n"
		"pair      Siren   ON     Mon, Tue       22:00  06:30  waits     21:47\n"
		"all       Siren   ON     every day      22:00  06:30  waits     21:47\n"
		"off       Siren   ON     no day         22:00  06:30  disabled\n");
	ASSERT_EQ(psctl("schedule --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"{\"id\":\"weekend\",\"output\":\"siren\",\"name\":\"Siren\","
			"\"enabled\":true,\"active\":true,\"text\":\"ON\","
			"\"days\":[\"sunday\",\"saturday\"],\"from\":\"22:00\",\"to\":\"06:30\","
			"\"running\":true,\"next\":\"2026-11-23T21:47:00.000Z\"}");
	unit_stop();
}

TEST(no_schedule)
{
	unit_init();
	unit_start();
	ASSERT_EQ(psctl("schedule"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "there is no schedule");
	unit_stop();
}

TEST(completion_knows_alarms_and_kinds)
{
	unit_init();
	(void)unit_alarm("battery_low", "volts_battery", ALARM_BELOW);
	(void)unit_raise(unit_alarm("door_open", "door", ALARM_INACTIVE), MIN_US);
	unit_start();
	ASSERT_PRINTS("complete -- ack ", "door_open\n");
	ASSERT_PRINTS("complete -- shelve b", "battery_low\n");
	ASSERT_PRINTS("complete -- events --alarm d", "door_open\n");
	ASSERT_PRINTS("complete -- events --channel s", "siren\n");
	ASSERT_PRINTS("complete -- events --kind alarm-r",
		      "alarm-raised\nalarm-recovered\nalarm-reset\n");
	ASSERT_PRINTS("complete -- events ve", "verify\n");
	ASSERT_PRINTS("complete -- events verify --h", "--head\n--help\n");
	ASSERT_PRINTS("complete -- alarms ", "report\n");
	ASSERT_PRINTS("complete -- maintenance o", "on\noff\n");
	ASSERT_PRINTS("complete -- maintenance --for 2h of", "off\n");
	ASSERT_PRINTS("complete -- output --confirm 60 s", "siren\n");
	ASSERT_PRINTS("complete -- al", "alarms\n");
	unit_stop();
}

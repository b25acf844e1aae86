// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl events and events verify, against a journal that the test has written. */
#include "tests/unit/fake_unit.h"

#define HOUR_US (3600 * USEC_PER_SEC)

/* Eight events of the last eight hours, one an hour. */
static void write_journal(void)
{
	struct event *e;

	unit_init();
	(void)unit_event(EVENT_JOURNAL_BEGUN, 8 * HOUR_US);
	(void)unit_event(EVENT_STARTED, 7 * HOUR_US);
	e = unit_event(EVENT_ALARM_RAISED, 6 * HOUR_US);
	strcpy(e->alarm, "door_open");
	strcpy(e->channel, "door");
	e = unit_event(EVENT_ALARM_ACKNOWLEDGED, 5 * HOUR_US);
	strcpy(e->alarm, "door_open");
	strcpy(e->actor.name, "anna");
	e = unit_event(EVENT_ALARM_CLEARED, 4 * HOUR_US);
	strcpy(e->alarm, "door_open");
	strcpy(e->channel, "door");
	e->value = MICRO;
	e = unit_event(EVENT_OUTPUT_CHANGED, 3 * HOUR_US);
	strcpy(e->channel, "siren");
	e->value = MICRO;
	e = unit_event(EVENT_NOTE, 2 * HOUR_US);
	strcpy(e->channel, "gone");
	(void)unit_event(EVENT_STOPPED, 1 * HOUR_US);
}

/* Their numbers in a row, e.g. "3 4 5". */
static const char *numbers(const char *line)
{
	static struct text out;
	const char *at;

	text_clear(&out);
	if (psctl(line) != EX_OK)
		return text_get(&unit_err);
	for (at = text_get(&unit_out); *at; at = strchr(at, '\n') + 1)
		text_printf(&out, "%s%ld", out.len ? " " : "", strtol(at, NULL, 10));
	return text_get(&out);
}

TEST(all_of_them_as_lines_and_json)
{
	write_journal();
	unit_chain(0);
	unit_start();
	ASSERT_PRINTS("events",
		      "1 2026-11-22T22:47:00.000Z journal-begun\n"
		      "2 2026-11-22T23:47:00.000Z started\n"
		      "3 2026-11-23T00:47:00.000Z alarm-raised door_open (low): Door OPEN\n"
		      "4 2026-11-23T01:47:00.000Z alarm-acknowledged door_open, by anna\n"
		      "5 2026-11-23T02:47:00.000Z alarm-cleared door_open: Door CLOSED\n"
		      "6 2026-11-23T03:47:00.000Z output-changed Siren ON\n"
		      "7 2026-11-23T04:47:00.000Z note gone\n"
		      "8 2026-11-23T05:47:00.000Z stopped\n");
	ASSERT_EQ(psctl("events --json --last 1"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "{\"number\":8,\"time\":\"2026-11-23T05:47:00.000Z\"");
	unit_stop();
}

TEST(filters)
{
	write_journal();
	unit_chain(0);
	unit_start();
	ASSERT_STREQ(numbers("events --last 2"), "7 8");
	ASSERT_STREQ(numbers("events --last 0"), "");
	ASSERT_STREQ(numbers("events --since 150min"), "7 8");
	ASSERT_STREQ(numbers("events --since 2026-11-23"), "3 4 5 6 7 8");
	ASSERT_STREQ(numbers("events --since 2026-11-23T05:00:00Z"), "8");
	ASSERT_STREQ(numbers("events --since 2026-11-23 --last 1"), "8");
	ASSERT_STREQ(numbers("events --kind alarm"), "3 4 5");
	ASSERT_STREQ(numbers("events --kind alarm --last 1"), "5");
	ASSERT_STREQ(numbers("events --kind alarm-cleared"), "5");
	ASSERT_STREQ(numbers("events --channel door"), "3 5");
	ASSERT_STREQ(numbers("events --channel Siren"), "6");
	ASSERT_STREQ(numbers("events --channel gone"), "7");
	ASSERT_STREQ(numbers("events --alarm door_open --since 5h"), "4 5");
	unit_stop();
}

TEST(words_that_find_nothing)
{
	write_journal();
	(void)unit_alarm("door_open", "door", ALARM_INACTIVE);
	unit_chain(0);
	unit_start();
	ASSERT_COMPLAINS("events --kind alrm", EX_USAGE, "no kind of event is called 'alrm'");
	ASSERT_COMPLAINS("events --kind alarm-risen", EX_USAGE, "did you mean 'alarm-raised'?");
	ASSERT_COMPLAINS("events --channel dor", EX_USAGE, "did you mean 'door'?");
	ASSERT_COMPLAINS("events --alarm dor_open", EX_USAGE, "did you mean 'door_open'?");
	/* the word is right, and there is nothing */
	ASSERT_PRINTS("events --channel volts_battery", "");
	ASSERT_COMPLAINS("events --since yesterday", EX_USAGE, "is no time");
	ASSERT_COMPLAINS("events --last many", EX_USAGE, "--last wants a number");
	ASSERT_COMPLAINS("events --last 10001", EX_USAGE, "--since has no such limit");
	ASSERT_COMPLAINS("events verfy", EX_USAGE, "did you mean 'verify'?");
	ASSERT_COMPLAINS("events --last 3 verify", EX_USAGE,
			 "'events verify' has no option '--last'");
	unit_stop();
}

TEST(an_empty_journal)
{
	unit_init();
	unit_start();
	ASSERT_PRINTS("events", "");
	ASSERT_PRINTS("events --since 2h", "");
	ASSERT_PRINTS("events verify", "there is no event yet\n");
	unit_stop();
}

/* The server ends after the two events that come later. */
TEST(following_goes_on)
{
	write_journal();
	unit_chain(2);
	unit_start();
	ASSERT_EQ(psctl("events --follow --last 1"), EX_TEMPFAIL);
	ASSERT_CONTAINS(text_get(&unit_out), "6 2026-11-23T03:47:00.000Z output-changed Siren ON\n"
					     "7 2026-11-23T04:47:00.000Z note gone\n"
					     "8 2026-11-23T05:47:00.000Z stopped\n");
	ASSERT_CONTAINS(text_get(&unit_err), "alarmd closed the connection");
	unit_stop();
	write_journal();
	unit_chain(2);
	unit_start();
	ASSERT_EQ(psctl("events --follow --last 0 --kind stopped"), EX_TEMPFAIL);
	ASSERT_STREQ(text_get(&unit_out), "8 2026-11-23T05:47:00.000Z stopped\n");
	unit_stop();
}

TEST(more_than_a_screen)
{
	unit_init();
	for (int i = 0; i < 300; i++)
		(void)unit_event(EVENT_TEST, 0);
	unit_chain(0);
	unit_start();
	ASSERT_EQ(psctl("events"), EX_OK);
	ASSERT_TRUE(strncmp(text_get(&unit_out), "251 ", 4) == 0);
	ASSERT_EQ(psctl("events --since 2h"), EX_OK);
	ASSERT_TRUE(strncmp(text_get(&unit_out), "1 ", 2) == 0);
	ASSERT_EQ(psctl("events --kind test --last 100"), EX_OK);
	ASSERT_TRUE(strncmp(text_get(&unit_out), "201 ", 4) == 0);
	unit_stop();
}

/* What was pruned between the summary and the request. */
TEST(events_that_are_gone)
{
	write_journal();
	unit_chain(0);
	unit.summary.anchor = 3;
	unit_start();
	ASSERT_STREQ(numbers("events"), "4 5 6 7 8");
	unit_stop();
}

static const char *hash_of(unsigned number)
{
	static char hex[CHAIN_TEXT_MAX];

	chain_text(unit.events[number - 1].hash, hex);
	return hex;
}

TEST(a_whole_chain)
{
	struct text AUTO_TEXT line = TEXT_INIT;

	write_journal();
	unit_chain(0);
	unit_start();
	text_printf(&line, "events 1 to 8 are whole; head 8 sha256 %s\n", hash_of(8));
	ASSERT_PRINTS("events verify", text_get(&line));
	text_clear(&line);
	text_printf(&line,
		    "{\"whole\":true,\"first\":1,\"last\":8,\"sha256\":\"%s\","
		    "\"wrong\":null}\n",
		    hash_of(8));
	ASSERT_PRINTS("events verify --json", text_get(&line));
	unit_stop();
}

TEST(a_chain_that_begins_later)
{
	write_journal();
	unit_chain(0);
	unit.summary.anchor = 3;
	memcpy(unit.summary.anchor_hash, unit.events[2].hash, EVENT_HASH_SIZE);
	unit_start();
	ASSERT_EQ(psctl("events verify"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "events 4 to 8 are whole");
	unit_stop();
}

TEST(a_changed_event)
{
	write_journal();
	unit_chain(0);
	strcpy(unit.events[3].actor.name, "nobody");
	unit_start();
	ASSERT_COMPLAINS("events verify", EX_DATAERR,
			 "event 4 was changed; events 1 to 3 are whole");
	ASSERT_EQ(psctl("events verify --json"), EX_DATAERR);
	ASSERT_CONTAINS(text_get(&unit_out), "{\"whole\":false,\"first\":1,\"last\":3,");
	ASSERT_CONTAINS(text_get(&unit_out), "\"wrong\":\"event 4 was changed\"");
	unit_stop();
}

TEST(a_missing_event)
{
	write_journal();
	unit_chain(0);
	memmove(&unit.events[3], &unit.events[4], 4 * sizeof(struct event));
	unit_start();
	ASSERT_COMPLAINS("events verify", EX_DATAERR, "event 4 is missing");
	unit_stop();
}

TEST(another_head_than_the_summary_s)
{
	write_journal();
	unit_chain(0);
	unit.summary.head_hash[0] ^= 1;
	unit_start();
	ASSERT_COMPLAINS("events verify", EX_DATAERR, "event 8 is not the head that alarmd names");
	unit_stop();
}

static int verify_with(unsigned number, const char *hash)
{
	struct text AUTO_TEXT line = TEXT_INIT;

	text_printf(&line, "events verify --head %u:%s", number, hash);
	return psctl(text_get(&line));
}

TEST(a_copy_from_elsewhere)
{
	write_journal();
	unit_chain(0);
	unit.summary.anchor = 3;
	memcpy(unit.summary.anchor_hash, unit.events[2].hash, EVENT_HASH_SIZE);
	unit_start();
	ASSERT_EQ(verify_with(6, hash_of(6)), EX_OK);
	ASSERT_EQ(verify_with(3, hash_of(3)), EX_OK);
	ASSERT_EQ(verify_with(8, hash_of(8)), EX_OK);
	/* all hashes were made anew, and fit each other */
	ASSERT_EQ(verify_with(6, hash_of(5)), EX_DATAERR);
	ASSERT_CONTAINS(text_get(&unit_err), "event 6 is another one than --head says");
	ASSERT_EQ(verify_with(3, hash_of(5)), EX_DATAERR);
	ASSERT_EQ(verify_with(9, hash_of(5)), EX_DATAERR);
	ASSERT_CONTAINS(text_get(&unit_err), "the journal ends at 8");
	ASSERT_EQ(verify_with(2, hash_of(2)), EX_UNAVAILABLE);
	ASSERT_CONTAINS(text_get(&unit_err), "event 2 is no longer kept");
	ASSERT_COMPLAINS("events verify --head 8", EX_USAGE, "--head wants NUMBER:HASH");
	ASSERT_COMPLAINS("events verify --head 8:abc", EX_USAGE, "--head wants NUMBER:HASH");
	unit_stop();
}

TEST(the_report_of_the_command)
{
	write_journal();
	unit_chain(0);
	unit_start();
	ASSERT_PRINTS(
		"alarms report --since 10h",
		"since 2026-11-22 20:47: raised 1 time, 0 active now, 0 for longer than a day\n"
		"acknowledged 1 time, after 1 h on average, median 1 h\n\n"
		"ALARM      PRIORITY  RAISED  CHATTERED  ACTIVE  SEEN AFTER  MEDIAN  NOW\n"
		"door_open  low       1                  2 h     1 h         1 h\n");
	ASSERT_EQ(psctl("alarms report --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"\"raised\":1,\"active\":0,\"stale\":0,\"acknowledged\":1,"
			"\"acknowledged_after_mean_s\":3600,\"acknowledged_after_median_s\":3600,"
			"\"alarms\":[{\"alarm\":\"door_open\",\"channel\":\"door\","
			"\"priority\":\"low\",\"raised\":1,\"chattered\":0,"
			"\"active_total_s\":7200,\"acknowledged\":1,");
	ASSERT_COMPLAINS("alarms report --since x", EX_USAGE, "is no time");
	unit_stop();
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The journal as CSV: what a spreadsheet must not run, and what RFC 4180 wants. */
#include "daemons/webd/journal_csv.h"

#include "tests/unit/test.h"

#define HEAD                                                                                       \
	"number,time,kind,priority,alarm,channel,name,value,unit,quality,by,door,address,text,"    \
	"words\r\n"

static struct channel channel = { .id = "door", .name = "=Door", .unit = UNIT_VOLT, .digits = 1 };
static struct text out;

/* The only line behind the head. */
static const char *line_of(const struct event *e)
{
	const struct present_table t = { .channels = &channel, .n_channels = 1 };
	const struct journal_result r = { .events = e, .n = 1 };

	text_clear(&out);
	journal_csv(&out, &r, &t);
	ASSERT_TRUE(text_ok(&out) && strncmp(text_get(&out), HEAD, strlen(HEAD)) == 0);
	return text_get(&out) + strlen(HEAD);
}

TEST(without_events_there_is_the_head)
{
	const struct present_table t = { 0 };
	const struct journal_result r = { 0 };

	text_clear(&out);
	journal_csv(&out, &r, &t);
	ASSERT_STREQ(text_get(&out), HEAD);
}

TEST(an_event_of_an_alarm)
{
	struct event e = { .number = 7,
			   .kind = EVENT_ALARM_RAISED,
			   .channel = "door",
			   .alarm = "low",
			   .priority = PRIORITY_HIGH,
			   .unit = UNIT_VOLT,
			   .value = -1500000 };

	setenv("TZ", "UTC", 1);
	ASSERT_STREQ(line_of(&e),
		     "7,1970-01-01T00:00:00.000Z,alarm-raised,high,low,door,"
		     "'=Door,-1.5,volt,ok,,,,,alarm-raised low (high): =Door \u22121.5 V\r\n");
	e.quality = QUALITY_STALE;
	ASSERT_CONTAINS(line_of(&e), ",'=Door,,,stale,");
}

TEST(what_people_wrote_is_never_a_formula)
{
	static const char *const hostile[][2] = {
		{ "=1+1", ",'=1+1," },
		{ "+1", ",'+1," },
		{ "-1", ",'-1," },
		{ "@SUM(A1)", ",'@SUM(A1)," },
		{ "\t=1", ",'\t=1," },
		{ "=HYPERLINK(\"http://x\",\"y\")",
		  ",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"," },
		{ "a,b", ",\"a,b\"," },
		{ "a \"b\"", ",\"a \"\"b\"\"\"," },
		{ "1=1", ",1=1," },
	};

	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		struct event e = { .number = 1, .kind = EVENT_NOTE };

		strcpy(e.text, hostile[i][0]);
		ASSERT_CONTAINS(line_of(&e), hostile[i][1]);
		strcpy(e.text, "");
		strcpy(e.actor.name, hostile[i][0]);
		ASSERT_CONTAINS(line_of(&e), hostile[i][1]);
	}
}

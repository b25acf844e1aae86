// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/syslog_format.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static struct event raised(void)
{
	return (struct event){
		.number = 7,
		.kind = EVENT_ALARM_RAISED,
		.now = { .wall_us = INT64_C(1795588020) * USEC_PER_SEC },
		.channel = "volts",
		.alarm = "low",
		.priority = PRIORITY_CRITICAL,
		.value = 11900000,
		.unit = UNIT_VOLT,
		.actor = { .name = "an]na", .door = "web" },
		.text = "say \"no\" \\",
	};
}

TEST(native_fields)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct event e = raised();

	syslog_format_native(&out, &e, "Volts below 12 V");
	ASSERT_CONTAINS(text_get(&out), "MESSAGE=Volts below 12 V\n");
	ASSERT_CONTAINS(text_get(&out), "\nPRIORITY=2\n");
	ASSERT_CONTAINS(text_get(&out), "\nSYSLOG_IDENTIFIER=rmcu-alarmd\n");
	ASSERT_CONTAINS(text_get(&out), "\nRMCU_EVENT=7\n");
	ASSERT_CONTAINS(text_get(&out), "\nRMCU_KIND=alarm-raised\n");
	ASSERT_CONTAINS(text_get(&out), "\nRMCU_VALUE=11.9\n");
	ASSERT_CONTAINS(text_get(&out), "\nRMCU_ACTOR=an]na\n");
	/* as in all other forms of an event: the raise is its own occurrence */
	ASSERT_CONTAINS(text_get(&out), "\nRMCU_OCCURRENCE=7\n");
}

TEST(what_is_not_there_has_no_field)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct event e = raised();

	e.kind = EVENT_ALARM_ACKNOWLEDGED;
	e.occurrence = 3;
	e.value = 0;
	syslog_format_native(&out, &e, "low");
	ASSERT_CONTAINS(text_get(&out), "\nRMCU_OCCURRENCE=3\n");
	ASSERT_TRUE(strstr(text_get(&out), "RMCU_VALUE") == NULL);
	text_clear(&out);
	e.kind = EVENT_STARTED;
	e.alarm[0] = '\0';
	e.occurrence = 0;
	syslog_format_native(&out, &e, "started");
	ASSERT_TRUE(strstr(text_get(&out), "OCCURRENCE") == NULL);
	ASSERT_TRUE(strstr(text_get(&out), "RMCU_PRIORITY") == NULL);
}

TEST(rfc_5424)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct event e = raised();

	syslog_format_5424(&out, &e, "Volts below 12 V", "site-7", 99);
	/* daemon (3), critical (2): section 6.2.1 */
	ASSERT_TRUE(strncmp(text_get(&out), "<26>1 2026-11-2", 15) == 0);
	ASSERT_CONTAINS(text_get(&out),
			"Z site-7 rmcu-alarmd 99 alarm-raised [rmcu@32473 event=\"7\"");
	/* section 6.3.3 */
	ASSERT_CONTAINS(text_get(&out), " actor=\"an\\]na\"");
	ASSERT_CONTAINS(text_get(&out), " text=\"say \\\"no\\\" \\\\\"");
	ASSERT_CONTAINS(text_get(&out), "] \xEF\xBB\xBFVolts below 12 V");
}

TEST(without_a_host)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct event e = { .kind = EVENT_STARTED };

	syslog_format_5424(&out, &e, "started", "", 1);
	ASSERT_CONTAINS(text_get(&out), "Z - rmcu-alarmd 1 started [");
}

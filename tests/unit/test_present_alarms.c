// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/alarms.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

/* 2026-11-23T06:47:00Z */
#define NOW_US	(INT64_C(1795416420) * USEC_PER_SEC)
#define HOUR_US (3600 * USEC_PER_SEC)

static struct text out;

static const char *headline(struct present_alarms a)
{
	setenv("TZ", "UTC", 1);
	text_clear(&out);
	present_alarms_headline(&out, &a, NOW_US);
	return text_get(&out);
}

TEST(the_log_says_what_is_the_matter)
{
	AUTO_TEXT struct text words = TEXT_INIT;
	const struct alarm a = { .id = ALARM_LOG_ID, .when = ALARM_LOG, .active = true };
	const struct alarm *const one[] = { &a };
	const struct present_alarms all = {
		.watched = true, .log_trouble = "the disk is full", .list = one, .n = 1
	};
	const struct present_table t = { 0 };

	present_alarms_subject(&words, &all, &a, &t);
	ASSERT_STREQ(text_get(&words), "nothing is logged: the disk is full");
}

TEST(what_the_line_says)
{
	struct present_alarms a = { .watched = true, .may_raise = true, .log_trouble = "" };

	ASSERT_STREQ(headline(a), "no alarm stands");
	ASSERT_FALSE(present_alarms_any(&a));
	a.shelved = 1;
	ASSERT_STREQ(headline(a), "no alarm stands, 1 shelved");
	ASSERT_TRUE(present_alarms_any(&a));
	a.active = 2;
	a.unacknowledged = 1;
	a.maintenance_until_us = NOW_US + 2 * HOUR_US;
	a.maintenance_by = "ops";
	a.maintenance_reason = "battery test";
	ASSERT_STREQ(headline(a), "2 active, 1 not acknowledged, 1 shelved; maintenance until "
				  "08:47 by ops: battery test");
	a = (struct present_alarms){ .watched = true };
	ASSERT_STREQ(headline(a),
		     "no alarm stands; outside the logging schedule nothing is raised");
}

static const char *json(struct present_alarms a, bool all)
{
	struct present_table t = { 0 };
	struct json j;

	text_clear(&out);
	json_begin(&j, &out, false);
	present_alarms_json(&j, NULL, &a, &t, NOW_US, all);
	return text_get(&out);
}

TEST(names_of_fields_stay)
{
	static const struct alarm active = { .id = "a", .active = true, .occurrence = 1 },
				  shelved = { .id = "b", .shelved = true }, normal = { .id = "c" };
	const struct alarm *const list[] = { &active, &shelved, &normal };
	struct present_alarms a = { .watched = true,
				    .may_raise = true,
				    .log_trouble = "",
				    .active = 1,
				    .head = 9,
				    .list = list,
				    .n = 3 };

	ASSERT_CONTAINS(json(a, false),
			"{\"watched\":true,\"active\":1,\"unacknowledged\":0,\"shelved\":0,"
			"\"headline\":\"1 "
			"active\",\"sensord_silent\":false,\"may_raise\":true,\"log_trouble\":\"\","
			"\"maintenance\":null,\"head\":9,\"standing\":[{\"id\":\"a\"");
	ASSERT_CONTAINS(json(a, false), "{\"id\":\"b\"");
	ASSERT_TRUE(!strstr(json(a, false), "{\"id\":\"c\""));
	ASSERT_CONTAINS(json(a, true), "\"alarms\":[{\"id\":\"a\"");
	ASSERT_CONTAINS(json(a, true), "{\"id\":\"c\"");
	a.maintenance_until_us = NOW_US;
	a.maintenance_by = "ops";
	a.maintenance_reason = "";
	ASSERT_CONTAINS(json(a, false),
			"\"maintenance\":{\"until\":\"2026-11-23T06:47:00.000Z\",\"by\":\"ops\","
			"\"reason\":\"\"}");
}

TEST(alarms_that_nobody_watches)
{
	ASSERT_STREQ(json((struct present_alarms){ .why_not = "it does not run" }, false),
		     "{\"watched\":false,\"why_not\":\"it does not run\"}");
}

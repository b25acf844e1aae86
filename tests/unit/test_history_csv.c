// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <time.h>

#include "lib/base/util.h"
#include "lib/history/csv.h"
#include "tests/unit/test.h"

static struct history_channel volts = {
	.column = 0,
	.step = 1000,
	.info = { .id = "v", .name = "Battery, main", .unit = UNIT_VOLT, .digits = 2 },
};
static struct history_channel door = {
	.column = 2,
	.step = 1000,
	.info = { .id = "d",
		  .name = "Door",
		  .kind = CHANNEL_DIGITAL_IN,
		  .state_text = { "shut", "open \"wide\"" } },
};
static const struct log_layout layout = { "Hill", 2, { &volts, &door } };

static char line[1024];

static const char *row(const struct log_row *r)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	csv_row(&out, &layout, r);
	(void)snprintf(line, sizeof(line), "%s", text_get(&out));
	return line;
}

static const char *value(int digits, int32_t step, int64_t v)
{
	struct history_channel c = volts;
	AUTO_TEXT struct text out = TEXT_INIT;

	c.info.digits = (uint8_t)digits;
	c.step = step;
	csv_value(&out, &c, v);
	(void)snprintf(line, sizeof(line), "%s", text_get(&out));
	return line;
}

TEST(the_first_line_has_a_column_for_each_channel)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	csv_header(&out, &layout);
	ASSERT_STREQ(text_get(&out),
		     "time,site,reason,event,\"Battery, main [V]\",Door,remarks\r\n");
}

TEST(a_line_says_when_where_and_what)
{
	const int32_t values[] = { 13804, 0, 1000 };
	const uint8_t good[] = { QUALITY_OK, QUALITY_DISABLED, QUALITY_OK };
	const uint8_t bad[] = { QUALITY_BROKEN_WIRE, QUALITY_DISABLED, QUALITY_STALE };
	struct log_row r = {
		.ms = 1795636800123,
		.east = 60,
		.text = "",
		.values = values,
		.qualities = good,
		.n_columns = 3,
	};

	ASSERT_STREQ(row(&r), "2026-11-25T21:00:00.123+01:00,Hill,periodic,,13.80,"
			      "\"open \"\"wide\"\"\",\r\n");
	r.east = -210;
	r.reason = LOG_ALARM;
	r.text = "battery_low raised";
	r.qualities = bad;
	ASSERT_STREQ(row(&r), "2026-11-25T16:30:00.123-03:30,Hill,alarm,battery_low raised,,,"
			      "\"Battery, main: broken-wire; Door: stale\"\r\n");
	/* a row from before a column came */
	r.n_columns = 0;
	ASSERT_STREQ(row(&r), "2026-11-25T16:30:00.123-03:30,Hill,alarm,battery_low raised,,,\r\n");
}

TEST(a_clock_that_was_not_set_is_no_date)
{
	struct log_row r = { .ms = 61005, .clock = LOG_CLOCK_UNSET, .text = "" };

	ASSERT_STREQ(row(&r), "boot+61.005s,Hill,periodic,,,,the clock was not set\r\n");
	r.ms = 1795636800000;
	r.clock = LOG_CLOCK_CORRECTED;
	ASSERT_STREQ(row(&r),
		     "2026-11-25T20:00:00.000+00:00,Hill,periodic,,,,the clock was set later\r\n");
}

TEST(numbers_are_rounded_half_away_from_zero)
{
	ASSERT_STREQ(value(3, 1000, 13804), "13.804");
	ASSERT_STREQ(value(2, 1000, 13805), "13.81");
	ASSERT_STREQ(value(2, 1000, -13805), "-13.81");
	ASSERT_STREQ(value(1, 1000, -49), "0.0");
	ASSERT_STREQ(value(1, 1000, -50), "-0.1");
	ASSERT_STREQ(value(0, 1000, 999), "1");
	ASSERT_STREQ(value(0, 1000, 499), "0");
	ASSERT_STREQ(value(3, 1000, 7), "0.007");
	ASSERT_STREQ(value(3, 1000, 0), "0.000");
	ASSERT_STREQ(value(1, 100000, 21474), "2147.4");
	ASSERT_STREQ(value(2, 1000, INT64_C(-2147483647)), "-2147483.65");
}

/* Against the C library, over four centuries. */
TEST(dates_are_those_of_the_calendar)
{
	uint64_t random = test_seed();

	for (int i = 0; i < 20000; i++) {
		int64_t s = (int64_t)(test_random(&random) % UINT64_C(12622780800));
		struct log_row r = { .ms = s * 1000, .text = "" };
		char expected[64];
		time_t t = (time_t)s;
		struct tm tm;

		ASSERT_TRUE(gmtime_r(&t, &tm) != NULL);
		ASSERT_TRUE(strftime(expected, sizeof(expected), "%Y-%m-%dT%H:%M:%S.000+00:00",
				     &tm) > 0);
		ASSERT_EQ(strncmp(row(&r), expected, strlen(expected)), 0);
	}
}

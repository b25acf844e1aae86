// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/history_span.h"
#include "tests/unit/test.h"

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)
/* 2026-11-25T20:00:00Z, a Wednesday */
#define T INT64_C(1795636800)

static void zone(const char *tz)
{
	setenv("TZ", tz, 1);
	tzset();
}

static struct history_range range_of(const struct history_span *span)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct history_range r;

	ASSERT_OK(history_span_range(span, &r, &why));
	ASSERT_STREQ(text_get(&why), "");
	return r;
}

static void assert_refused(const struct history_span *span, const char *words)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct history_range r;

	ASSERT_EQ(history_span_range(span, &r, &why), -EINVAL);
	ASSERT_CONTAINS(text_get(&why), words);
}

TEST(steps_are_easy_to_read)
{
	ASSERT_EQ(history_span_step(1, 50), 1);
	ASSERT_EQ(history_span_step(50, 50), 1);
	ASSERT_EQ(history_span_step(51, 50), 2);
	ASSERT_EQ(history_span_step(HOUR, 50), 120);
	ASSERT_EQ(history_span_step(DAY, 50), HOUR / 2);
	ASSERT_EQ(history_span_step(7 * DAY, 50), 6 * HOUR);
	ASSERT_EQ(history_span_step(30 * DAY, 50), DAY);
	ASSERT_EQ(history_span_step(350 * DAY, 50), 7 * DAY);
	ASSERT_EQ(history_span_step(3650 * DAY, 50), 14 * 8 * DAY);
}

TEST(steps_begin_where_the_clock_says_so)
{
	zone("UTC");
	ASSERT_EQ(history_span_align(T + 1799, 900), T + 900);
	ASSERT_EQ(history_span_align(T, 900), T);
	ASSERT_EQ(history_span_align(T, DAY), T - 20 * HOUR);
	/* Monday, the 23rd */
	ASSERT_EQ(history_span_align(T, 7 * DAY), T - 20 * HOUR - 2 * DAY);
	zone("CET-1CEST,M3.5.0,M10.5.0/3");
	ASSERT_EQ(history_span_align(T, DAY), T - 21 * HOUR);
	ASSERT_EQ(history_span_align(T + 3 * HOUR, DAY), T + 3 * HOUR);
	/* half an hour off */
	zone("IST-5:30");
	ASSERT_EQ(history_span_align(T, HOUR), T - HOUR / 2);
}

TEST(midnight_of_a_day_whose_clock_is_changed)
{
	/* 2026-03-29T12:00:00Z and 2026-10-25T12:00:00Z; midnight was at 23:00 and at 22:00 UTC */
	const int64_t spring = INT64_C(1774785600), autumn = INT64_C(1792929600);

	zone("CET-1CEST,M3.5.0,M10.5.0/3");
	ASSERT_EQ(history_span_align(spring, DAY), spring - 13 * HOUR);
	ASSERT_EQ(history_span_align(autumn, DAY), autumn - 14 * HOUR);
}

TEST(ranges)
{
	struct history_span span = { .last = T + 899, .lines = 50 };
	struct history_range r;

	zone("UTC");
	r = range_of(&span);
	ASSERT_EQ(r.from, T - DAY);
	ASSERT_EQ(r.to, T + 1800);
	ASSERT_EQ(r.buckets, 49);
	/* an end that is a beginning of a step is one */
	span.last = T - 1;
	r = range_of(&span);
	ASSERT_EQ(r.to, T);
	ASSERT_EQ(r.buckets, 48);
	span.since = "90min";
	span.step = "1h";
	r = range_of(&span);
	ASSERT_EQ(r.from, T - 2 * HOUR);
	ASSERT_EQ(r.buckets, 2);
	span.until = "2026-11-25 12:00";
	span.since = "2026-11-25";
	r = range_of(&span);
	ASSERT_EQ(r.from, T - 20 * HOUR);
	ASSERT_EQ(r.to, T - 8 * HOUR);
	ASSERT_EQ(r.buckets, 12);
	span.step = "1s";
	r = range_of(&span);
	ASSERT_EQ(r.buckets, 12 * 3600);
	/* a span back from the end, that is from the other span */
	span.until = "1h";
	span.since = "1h";
	r = range_of(&span);
	ASSERT_EQ(r.from, T - 2 * HOUR);
	ASSERT_EQ(r.to, T - HOUR);
}

TEST(charts_have_as_many_buckets_as_columns)
{
	struct history_span span = { .last = T - 1, .lines = 71, .exact = true };
	struct history_range r;

	zone("UTC");
	r = range_of(&span);
	ASSERT_EQ(r.from, T - DAY);
	ASSERT_EQ(r.to, T);
	ASSERT_EQ(r.buckets, 71);
	/* but none is shorter than a second */
	span.since = "30s";
	r = range_of(&span);
	ASSERT_EQ(r.buckets, 30);
	span.step = "10s";
	r = range_of(&span);
	ASSERT_EQ(r.buckets, 3);
}

TEST(what_cannot_be)
{
	const struct history_span good = { .last = T, .lines = 50 };
	struct history_span span = good;

	zone("UTC");
	span.since = "yesterday";
	assert_refused(&span, "--since 'yesterday' is no time: 2026-11-25, ");
	span.since = "100000d";
	assert_refused(&span, "--since '100000d' is no time");
	span.since = "2027-01-01";
	assert_refused(&span, "--since 2027-01-01 is not before the end");
	span = good;
	span.until = "noon";
	assert_refused(&span, "--until 'noon' is no time");
	span = good;
	span.step = "0";
	assert_refused(&span, "--step '0' is no whole number of seconds");
	span.step = "500ms";
	assert_refused(&span, "--step '500ms' is no whole number of seconds");
	span.step = "often";
	assert_refused(&span, "--step 'often'");
	span.step = "1s";
	span.since = "7d";
	assert_refused(&span, "that would be 604800 values, and at most 100000 are read at once");
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What is asked of the history, and what is answered, without a database. */
#include "daemons/webd/history_body.h"
#include "daemons/webd/page_history.h"
#include "tests/unit/test.h"

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)
/* 2026-11-25T20:00:00Z, a Wednesday */
#define T INT64_C(1795636800)

static struct history_query query;

static int read_words(const char *channels, const char *from, const char *to, const char *points,
		      struct text *why)
{
	const struct history_words words = { channels, from, to, points };

	setenv("TZ", "UTC", 1);
	tzset();
	text_clear(why);
	query = (struct history_query){ .points = 77 };
	return history_query_read(&words, &query, why);
}

TEST(words_that_are_right)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	ASSERT_OK(read_words(NULL, NULL, NULL, NULL, &why));
	ASSERT_EQ(query.n, 0);
	ASSERT_EQ(query.span, DAY);
	ASSERT_EQ(query.to, 0);
	ASSERT_EQ(query.points, HISTORY_QUERY_POINTS);
	ASSERT_OK(read_words("a,b_2", "1y", "2026-11-25T20:00:00Z", "2000", &why));
	ASSERT_EQ(query.n, 2);
	ASSERT_STREQ(query.ids[1], "b_2");
	ASSERT_EQ(query.span, 365 * DAY);
	ASSERT_EQ(query.to, T);
	ASSERT_EQ(query.points, 2000);
	ASSERT_OK(read_words("a", "2026-11-25 20:00", "", "1", &why));
	ASSERT_EQ(query.from, T);
	ASSERT_EQ(query.span, 0);
	ASSERT_OK(read_words("a", "2w", NULL, NULL, &why));
	ASSERT_EQ(query.span, 14 * DAY);
	ASSERT_STREQ(text_get(&why), "");
}

TEST(words_that_are_wrong)
{
	static const struct {
		const char *words[4], *why;
	} wrong[] = {
		{ { "a,", "1h", NULL, NULL }, "channels are ids" },
		{ { ",", "1h", NULL, NULL }, "channels are ids" },
		{ { "a b", "1h", NULL, NULL }, "channels are ids" },
		{ { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "1h", NULL, NULL }, "channels are ids" },
		{ { "a,a", "1h", NULL, NULL }, "twice" },
		{ { "a,b,c,d,e,f,g,h,i,j,k,l,m", "1h", NULL, NULL }, "at most 12" },
		{ { "a", "0s", NULL, NULL }, "from is a time" },
		{ { "a", "y", NULL, NULL }, "from is a time" },
		{ { "a", "101y", NULL, NULL }, "from is a time" },
		{ { "a", "1000000y", NULL, NULL }, "from is a time" },
		{ { "a", "18446744073709551615y", NULL, NULL }, "from is a time" },
		{ { "a", "2019-12-31", NULL, NULL }, "from is a time" },
		{ { "a", "1h", "1h", NULL }, "to is a time" },
		{ { "a", "1h", "1970-01-01", NULL }, "to is a time" },
		{ { "a", "1h", NULL, "0" }, "points is a number" },
		{ { "a", "1h", NULL, "2001" }, "points is a number" },
		{ { "a", "1h", NULL, "" }, "points is a number" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		AUTO_TEXT struct text why = TEXT_INIT;
		const char *const *w = wrong[i].words;

		ASSERT_EQ(read_words(w[0], w[1], w[2], w[3], &why), -EINVAL);
		ASSERT_CONTAINS(text_get(&why), wrong[i].why);
		/* what was there stays */
		ASSERT_EQ(query.points, 77);
	}
}

static const struct history_sizes sizes = { .seconds = 7200, .hours = 48, .blocks = 4 };
/* Two hours of seconds, two days of minutes, and hours before them. */
static const struct history_extent extent = {
	.first_second = T - 2 * HOUR,
	.first_minute = T - 47 * HOUR,
	.first_hour = T - 20 * DAY,
	.last = T - 1,
};

TEST(ranges_end_with_the_newest)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct history_range r;

	ASSERT_OK(read_words("a", "1h", NULL, "60", &why));
	ASSERT_OK(history_query_range(&query, &extent, &sizes, 1, &r, &why));
	ASSERT_EQ(r.from, T - HOUR);
	ASSERT_EQ(r.to, T);
	ASSERT_EQ(r.buckets, 60);
	/* what lies ahead is cut off, what lies before 2020 too */
	ASSERT_OK(read_words("a", "100y", "2999-01-01", "10", &why));
	ASSERT_OK(history_query_range(&query, &extent, &sizes, 1, &r, &why));
	ASSERT_GE(r.from, HISTORY_TIME_SET - 366 * DAY);
	ASSERT_LE(r.to, T + 366 * DAY);
	ASSERT_LE(r.buckets, 12);
	ASSERT_OK(read_words("a", "2026-11-26", NULL, "10", &why));
	ASSERT_EQ(history_query_range(&query, &extent, &sizes, 1, &r, &why), -EINVAL);
	ASSERT_CONTAINS(text_get(&why), "the newest in the history is of 2026-11-25 19:59:59");
}

static int64_t step_apart(const char *from, const struct history_extent *e, int64_t apart)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct history_range r;

	ASSERT_OK(read_words("a", from, NULL, "2000", &why));
	ASSERT_OK(history_query_range(&query, e, &sizes, apart, &r, &why));
	return (r.to - r.from) / r.buckets;
}

static int64_t step_of(const char *from, const struct history_extent *e)
{
	return step_apart(from, e, 1);
}

TEST(steps_are_no_finer_than_what_is_kept)
{
	struct history_extent young = extent;

	ASSERT_EQ(step_of("30min", &extent), 1);
	ASSERT_EQ(step_of("2h", &extent), 5);
	ASSERT_EQ(step_of("3h", &extent), 60);
	ASSERT_EQ(step_of("46h", &extent), 120);
	ASSERT_EQ(step_of("50h", &extent), HOUR);
	/* nothing was before: minutes are all that there ever was */
	young.first_minute = T - 3 * HOUR;
	young.first_second = T - 2 * HOUR;
	ASSERT_EQ(step_of("24h", &young), 60);
	young.first_minute = young.first_second = T - HOUR;
	ASSERT_EQ(step_of("2h", &young), 5);
	young.first_second = 0;
	ASSERT_EQ(step_of("2h", &young), 60);
}

TEST(steps_are_no_finer_than_seconds_are_apart)
{
	ASSERT_EQ(step_apart("30min", &extent, 60), 60);
	/* easy to read, too */
	ASSERT_EQ(step_apart("30min", &extent, 43), 60);
	ASSERT_EQ(step_apart("30min", &extent, 8), 10);
	ASSERT_EQ(step_apart("2h", &extent, 2), 5);
	ASSERT_EQ(step_apart("46h", &extent, 60), 120);
}

TEST(links_say_what_was_asked)
{
	AUTO_TEXT struct text why = TEXT_INIT, link = TEXT_INIT;

	ASSERT_OK(read_words("a,b", "24h", NULL, NULL, &why));
	history_query_link(&link, &query, NULL, NULL);
	ASSERT_STREQ(text_get(&link), "from=24h&channels=a,b");
	text_clear(&link);
	ASSERT_OK(read_words("a,b", "2026-11-25 20:00", "2026-11-25 21:00", NULL, &why));
	history_query_link(&link, &query, NULL, "c");
	ASSERT_STREQ(text_get(&link),
		     "from=2026-11-25T20:00:00Z&to=2026-11-25T21:00:00Z&channels=c");
	text_clear(&link);
	history_query_link(&link, &query, "1h", NULL);
	ASSERT_STREQ(text_get(&link), "from=1h&channels=a,b");
	text_clear(&link);
	ASSERT_OK(read_words("", "90min", NULL, NULL, &why));
	history_query_link(&link, &query, NULL, NULL);
	ASSERT_STREQ(text_get(&link), "from=5400s&channels=");
}

/* ------------------------------------------------------------------ answers */

static struct history_channel volts = {
	.def = 1,
	.step = 1000,
	.info = { .id = "volts", .name = "<b>", .unit = UNIT_VOLT, .digits = 2 },
};
static struct history_channel mains = {
	.def = 2,
	.column = 1,
	.step = 1000,
	.info = { .id = "ac", .name = "AC", .unit = UNIT_VOLT, .role = ROLE_AC_LINE },
};
static struct history_facts facts = {
	.n = 1,
	.channels = { { "volts", 12000000, SETTINGS_UNSET, "13.80 V" } },
	.n_rules = 2,
	.rules = { { "low", "ac", PRIORITY_HIGH, true }, { "hot", "volts", PRIORITY_LOW, false } },
};

static struct history_report report_of(struct history_sum *sums)
{
	return (struct history_report){
		.n = 1,
		.channels = { &volts },
		.sums = { sums },
		.range = { T, T + 180, 3 },
	};
}

TEST(gaps_are_null)
{
	struct history_sum sums[3] = {
		{ .min = 13000, .max = 14000, .sum = 13500 * 60, .seconds = 60 },
		{ 0 },
		{ .min = -5, .max = 5, .sum = 0, .seconds = 2 },
	};
	const struct history_report r = report_of(sums);
	AUTO_TEXT struct text out = TEXT_INIT;

	history_body_series(&out, &r, &facts);
	ASSERT_CONTAINS(text_get(&out), "\"min\":[13,null,-0.005],\"mean\":[13.5,null,0],"
					"\"max\":[14,null,0.005],\"seconds\":[60,0,2]");
	ASSERT_CONTAINS(text_get(&out), "\"times\":[1795636800,1795636860,1795636920]");
	ASSERT_CONTAINS(text_get(&out), "\"below\":12,\"above\":null");
}

static void add_mark(struct history_marks *m, const char *alarm, enum history_mark_kind kind)
{
	struct history_mark *k = &m->list[m->n];

	*k = (struct history_mark){ .t_us = (T + m->n) * USEC_PER_SEC,
				    .event = m->n,
				    .kind = kind };
	(void)snprintf(k->alarm, sizeof(k->alarm), "%s", alarm);
	m->n++;
}

static void assert_outages(const struct history_marks *m, const char *json)
{
	struct history_channel list[2] = { volts, mains };
	const struct history_channels channels = { 2, list };
	AUTO_TEXT struct text out = TEXT_INIT;

	history_body_marks(&out, m, &facts, &channels);
	ASSERT_CONTAINS(text_get(&out), json);
}

TEST(outages_go_from_mark_to_mark)
{
	struct history_mark list[8];
	struct history_marks m = { .list = list, .complete = true };

	assert_outages(&m, "\"outages\":[]");
	add_mark(&m, "hot", HISTORY_MARK_RAISED);
	assert_outages(&m, "\"outages\":[]");
	/* it began before */
	add_mark(&m, "low", HISTORY_MARK_CLEARED);
	assert_outages(&m, "\"outages\":[{\"from\":null,\"to\":\"2026-11-25T20:00:01.000Z\"}]");
	/* and goes on */
	add_mark(&m, "low", HISTORY_MARK_RAISED);
	assert_outages(&m, ",{\"from\":\"2026-11-25T20:00:02.000Z\",\"to\":null}]");
	add_mark(&m, "hot", HISTORY_MARK_CLEARED);
	add_mark(&m, "low", HISTORY_MARK_CLEARED);
	assert_outages(&m, ",{\"from\":\"2026-11-25T20:00:02.000Z\",\"to\":"
			   "\"2026-11-25T20:00:04.000Z\"}]");
	/* a second end has no beginning */
	add_mark(&m, "low", HISTORY_MARK_CLEARED);
	assert_outages(&m, "20:00:04.000Z\"}]");
}

TEST(an_outage_may_have_begun_before)
{
	struct history_mark list[8],
		before[2] = { { .kind = HISTORY_MARK_RAISED, .alarm = "low" },
			      { .kind = HISTORY_MARK_RAISED, .alarm = "hot" } };
	struct history_marks m = { .list = list, .before = before, .n_before = 2 };

	/* and last longer than all that is looked at */
	assert_outages(&m, "\"outages\":[{\"from\":null,\"to\":null}]");
	add_mark(&m, "low", HISTORY_MARK_CLEARED);
	assert_outages(&m, "\"outages\":[{\"from\":null,\"to\":\"2026-11-25T20:00:00.000Z\"}]");
	m.n = 0;
	before[0].kind = HISTORY_MARK_CLEARED;
	assert_outages(&m, "\"outages\":[]");
}

TEST(the_page_shows_names_as_text)
{
	struct history_sum sums[3] = {
		{ .min = 13000, .max = 14000, .sum = 13500 * 60, .seconds = 60 },
		{ 0 },
		{ .min = 12000, .max = 13000, .sum = 12500 * 60, .seconds = 60 },
	};
	const struct history_report r = report_of(sums);
	const struct history_channels channels = { 1, &volts };
	AUTO_TEXT struct text why = TEXT_INIT, out = TEXT_INIT;
	const struct page_history p = {
		.query = &query,
		.report = &r,
		.channels = &channels,
		.facts = &facts,
	};

	ASSERT_OK(read_words("volts", "1h", NULL, NULL, &why));
	page_history(&out, &p);
	ASSERT_TRUE(strstr(text_get(&out), "<b>") == NULL);
	ASSERT_CONTAINS(text_get(&out), "&lt;b&gt;");
	ASSERT_CONTAINS(text_get(&out), "<td class=\"n\">12.00 V</td><td "
					"class=\"n\">20:02</td><td class=\"n\">13.00 V</td><td "
					"class=\"n\">14.00 V</td><td class=\"n\">20:00</td><td "
					"class=\"n\">13.80 V</td>");
	text_clear(&out);
	page_history_failed(&out, "it's <broken>");
	ASSERT_CONTAINS(text_get(&out), "It&#39;s &lt;broken&gt;.");
}

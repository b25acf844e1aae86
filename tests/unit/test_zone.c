// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/zone.h"

#include <unistd.h>

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define MINUTE_S 60
#define HOUR_S	 3600
#define DAY_S	 86400

/* False, and a remark, where this machine does not know the zone: it is not for want of our code.
 */
static bool take_zone(const char *zone)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", zone);
	if (access(path, R_OK) < 0) {
		fprintf(stderr, "not possible here: tzdata has no %s\n", zone);
		return false;
	}
	setenv("TZ", zone, 1);
	tzset();
	return true;
}

/* Seconds of a date and time in UTC. */
static int64_t utc(int year, int month, int day, int hour, int minute)
{
	struct tm tm = { .tm_year = year - 1900,
			 .tm_mon = month - 1,
			 .tm_mday = day,
			 .tm_hour = hour,
			 .tm_min = minute };

	return timegm(&tm);
}

static void is_day(const struct local_day *day, int64_t start, int32_t offset, int weekday)
{
	ASSERT_EQ(day->start_us, start * USEC_PER_SEC);
	ASSERT_EQ(day->offset_s, offset);
	ASSERT_EQ(day->weekday, weekday);
}

static void changes(const struct local_day *day, int64_t change, int32_t after)
{
	ASSERT_EQ(day->change_us, change * USEC_PER_SEC);
	ASSERT_EQ(day->offset_after_s, after);
}

/* The day of a change, its neighbours, and the same day a week later. */
static void day_of_change(const char *zone, int64_t within, int64_t start, int32_t before,
			  int64_t change, int32_t after)
{
	struct local_day days[SCHEDULE_DAYS];

	if (!take_zone(zone))
		return;
	zone_days(within * USEC_PER_SEC, days, SCHEDULE_DAYS);
	/* they all change on Sundays */
	is_day(&days[1], start, before, 0);
	changes(&days[1], change, after);
	is_day(&days[0], start - DAY_S, before, 6);
	is_day(&days[2], start + DAY_S + before - after, after, 1);
	is_day(&days[8], start + 7 * DAY_S + before - after, after, 0);
	for (int i = 0; i + 1 < SCHEDULE_DAYS; i++)
		ASSERT_EQ(days[i].end_us, days[i + 1].start_us);
	ASSERT_EQ(days[0].change_us, 0);
	ASSERT_EQ(days[2].change_us, 0);
}

TEST(days_of_daylight_saving)
{
	day_of_change("Europe/Berlin", utc(2026, 3, 29, 12, 0), utc(2026, 3, 28, 23, 0), HOUR_S,
		      utc(2026, 3, 29, 1, 0), 2 * HOUR_S);
	day_of_change("Europe/Berlin", utc(2026, 10, 25, 12, 0), utc(2026, 10, 24, 22, 0),
		      2 * HOUR_S, utc(2026, 10, 25, 1, 0), HOUR_S);
	day_of_change("America/New_York", utc(2026, 3, 8, 18, 0), utc(2026, 3, 8, 5, 0),
		      -5 * HOUR_S, utc(2026, 3, 8, 7, 0), -4 * HOUR_S);
	day_of_change("America/New_York", utc(2026, 11, 1, 18, 0), utc(2026, 11, 1, 4, 0),
		      -4 * HOUR_S, utc(2026, 11, 1, 6, 0), -5 * HOUR_S);
	/* half an hour */
	day_of_change("Australia/Lord_Howe", utc(2026, 10, 4, 2, 0), utc(2026, 10, 3, 13, 30),
		      HOUR_S * 21 / 2, utc(2026, 10, 3, 15, 30), 11 * HOUR_S);
	day_of_change("Australia/Lord_Howe", utc(2026, 4, 5, 2, 0), utc(2026, 4, 4, 13, 0),
		      11 * HOUR_S, utc(2026, 4, 4, 15, 0), HOUR_S * 21 / 2);
}

/* 24:00 becomes 01:00 in spring and 23:00 in autumn */
TEST(changes_at_midnight)
{
	struct local_day days[3];

	if (!take_zone("America/Santiago"))
		return;
	zone_days(utc(2026, 9, 6, 12, 0) * USEC_PER_SEC, days, 3);
	is_day(&days[0], utc(2026, 9, 5, 4, 0), -4 * HOUR_S, 6);
	is_day(&days[1], utc(2026, 9, 6, 4, 0), -3 * HOUR_S, 0);
	ASSERT_EQ(days[0].change_us, 0);
	ASSERT_EQ(days[1].change_us, 0);
	zone_days(utc(2026, 4, 4, 12, 0) * USEC_PER_SEC, days, 3);
	is_day(&days[1], utc(2026, 4, 4, 3, 0), -3 * HOUR_S, 6);
	changes(&days[1], utc(2026, 4, 5, 3, 0), -4 * HOUR_S);
	is_day(&days[2], utc(2026, 4, 5, 4, 0), -4 * HOUR_S, 0);
}

/* Saturday at 23:00 it is Sunday. */
TEST(a_day_that_ends_early)
{
	struct local_day days[3];

	if (!take_zone("America/Nuuk"))
		return;
	zone_days(utc(2026, 3, 28, 12, 0) * USEC_PER_SEC, days, 3);
	is_day(&days[1], utc(2026, 3, 28, 2, 0), -2 * HOUR_S, 6);
	is_day(&days[2], utc(2026, 3, 29, 1, 0), -1 * HOUR_S, 0);
	ASSERT_EQ(days[1].change_us, 0);
	ASSERT_EQ(days[1].end_us, days[2].start_us);
}

/* Samoa had no 30th of December in 2011: Saturday followed Thursday. */
TEST(a_day_that_never_was)
{
	struct settings_window night = { .enabled = true, .from = 22 * 60, .to = 2 * 60 };
	struct settings_window friday = { .enabled = true, .from = 8 * 60, .to = 9 * 60 };
	int64_t dateline = utc(2011, 12, 30, 10, 0), next;
	struct local_day days[SCHEDULE_DAYS];

	if (!take_zone("Pacific/Apia"))
		return;
	zone_days((dateline - HOUR_S) * USEC_PER_SEC, days, SCHEDULE_DAYS);
	is_day(&days[1], dateline - DAY_S, -10 * HOUR_S, 4);
	is_day(&days[2], dateline, 14 * HOUR_S, 6);
	is_day(&days[3], dateline + DAY_S, 14 * HOUR_S, 0);
	ASSERT_EQ(days[1].change_us, 0);
	/* the day after is known from both sides */
	zone_days((dateline + HOUR_S) * USEC_PER_SEC, days, SCHEDULE_DAYS);
	is_day(&days[0], dateline - DAY_S, -10 * HOUR_S, 4);
	is_day(&days[1], dateline, 14 * HOUR_S, 6);
	night.days[4] = true;
	ASSERT_TRUE(schedule_runs(&night, days, dateline * USEC_PER_SEC, &next));
	ASSERT_EQ(next, (dateline + 2 * HOUR_S) * USEC_PER_SEC);
	/* The Friday before it looks for the next one in vain, and is told when to ask again. */
	friday.days[5] = true;
	zone_days((dateline - 5 * DAY_S) * USEC_PER_SEC, days, SCHEDULE_DAYS);
	ASSERT_FALSE(schedule_runs(&friday, days, (dateline - 5 * DAY_S) * USEC_PER_SEC, &next));
	ASSERT_EQ(next, days[8].start_us);
}

/* A zone that people choose while the program runs. */
TEST(another_zone_is_taken_over)
{
	struct local_day days[2];
	int64_t noon = utc(2026, 1, 15, 12, 0) * USEC_PER_SEC;

	setenv("TZ", "UTC0", 1);
	zone_days(noon, days, 2);
	ASSERT_EQ(days[1].offset_s, 0);
	setenv("TZ", "<+0530>-5:30", 1);
	zone_days(noon, days, 2);
	ASSERT_EQ(days[1].offset_s, 5 * HOUR_S + 1800);
}

TEST(an_instant_that_no_calendar_has)
{
	struct local_day days[2];

	setenv("TZ", "UTC0", 1);
	zone_days(INT64_MAX / 2, days, 2);
	zone_days(INT64_MIN / 2, days, 2);
	zone_days(0, days, 2);
	is_day(&days[1], 0, 0, 4);
	is_day(&days[0], -DAY_S, 0, 3);
}

/* ---------------------------------------------------------------- against a slow walk */

/* Two days for what runs already, the week and a day that is looked at, and a week ahead. */
#define WALK_MINUTES (20 * 24 * 60)
#define LOOKED_FROM  (2 * 24 * 60)
#define LOOKED_TO    (10 * 24 * 60)
#define EVENTS_MAX   64
#define WALKS_A_ZONE 8
#define YEARS	     30

/* What a person with a calendar and a clock would have noted, minute by minute. */
struct walk {
	int64_t start; /* seconds */
	bool running[WALK_MINUTES];
	int64_t events[EVENTS_MAX]; /* seconds at which it begins or ends */
	int n_events;
};

static void note(struct walk *k, int64_t at)
{
	if (k->n_events == EVENTS_MAX)
		TEST_FAIL("more events than there can be");
	if (k->n_events == 0 || k->events[k->n_events - 1] != at)
		k->events[k->n_events++] = at;
}

static bool is_over(const struct settings_window *w, int days_on, int minutes)
{
	if (w->to > w->from)
		return days_on > 0 || minutes >= w->to;
	return days_on > 1 || (days_on == 1 && minutes >= w->to);
}

static void walk(struct walk *k, const struct settings_window *w, int64_t start)
{
	int day = 0, begun_on = -1, date = -1;
	bool running = false, missed = false;

	*k = (struct walk){ .start = start };
	for (int i = 0; i < WALK_MINUTES; i++) {
		time_t t = (time_t)(start + i * MINUTE_S);
		struct tm tm;
		int minutes;

		ASSERT_TRUE(localtime_r(&t, &tm));
		minutes = tm.tm_hour * 60 + tm.tm_min;
		/* the clock went from before `from` to midnight: it begins late, and as of that day
		 */
		missed = missed && tm.tm_yday != date && begun_on != day;
		day += tm.tm_yday != date;
		date = tm.tm_yday;
		if (running && is_over(w, day - begun_on, minutes)) {
			running = false;
			note(k, t);
		}
		/* the first day may have begun before the walk did */
		if (day > 1 &&
		    (missed || (begun_on != day && w->days[tm.tm_wday] && minutes >= w->from))) {
			begun_on = day - missed;
			running = !is_over(w, missed, minutes);
			if (running)
				note(k, t);
		}
		missed = w->days[tm.tm_wday];
		k->running[i] = running;
	}
}

static bool is_event(const struct walk *k, int64_t at)
{
	for (int i = 0; i < k->n_events; i++)
		if (k->events[i] == at)
			return true;
	return false;
}

static bool event_between(const struct walk *k, int64_t after, int64_t before)
{
	for (int i = 0; i < k->n_events; i++)
		if (k->events[i] > after && k->events[i] < before)
			return true;
	return false;
}

static void compare(const struct walk *k, const struct settings_window *w,
		    const struct local_day *days, int i, int64_t into_us)
{
	int64_t at = k->start + i * MINUTE_S, next_us;
	bool runs = schedule_runs(w, days, at * USEC_PER_SEC + into_us, &next_us);
	int64_t next = next_us / USEC_PER_SEC;

	if (runs != k->running[i])
		TEST_FAIL("%s, %02d:%02d to %02d:%02d: at %" PRId64 " it %s", getenv("TZ"),
			  (int)w->from / 60, (int)w->from % 60, (int)w->to / 60, (int)w->to % 60,
			  at, runs ? "runs" : "does not run");
	ASSERT_EQ(next_us % (MINUTE_S * USEC_PER_SEC), 0);
	if (event_between(k, at, next) ||
	    !(is_event(k, next) || next_us == days[SCHEDULE_DAYS - 1].start_us))
		TEST_FAIL("%s, %02d:%02d to %02d:%02d: at %" PRId64 " next is %" PRId64,
			  getenv("TZ"), (int)w->from / 60, (int)w->from % 60, (int)w->to / 60,
			  (int)w->to % 60, at, next);
}

/* Minute by minute with days that are asked for when they are over, then here and there. */
static void compare_all(const struct walk *k, const struct settings_window *w, uint64_t *random)
{
	struct local_day days[SCHEDULE_DAYS];

	zone_days((k->start + LOOKED_FROM * MINUTE_S) * USEC_PER_SEC, days, SCHEDULE_DAYS);
	for (int i = LOOKED_FROM; i < LOOKED_TO; i++) {
		int64_t at_us = (k->start + i * MINUTE_S) * USEC_PER_SEC;

		if (at_us >= days[2].start_us)
			zone_days(at_us, days, SCHEDULE_DAYS);
		compare(k, w, days, i, 0);
	}
	for (int n = 0; n < 200; n++) {
		int i = LOOKED_FROM + (int)(test_random(random) % (LOOKED_TO - LOOKED_FROM));
		int64_t into_us = (int64_t)(test_random(random) % (MINUTE_S * USEC_PER_SEC));

		zone_days((k->start + i * MINUTE_S) * USEC_PER_SEC + into_us, days, SCHEDULE_DAYS);
		compare(k, w, days, i, into_us);
	}
}

/* Six days before the next change of offset, or before a day that is left out; or anywhere. */
static int64_t start_near_change(uint64_t *random)
{
	int64_t start =
		utc(2005, 1, 1, 0, 0) + (int64_t)(test_random(random) % (YEARS * 365)) * DAY_S;
	struct tm tm;
	time_t t = (time_t)start;
	long offset;

	ASSERT_TRUE(localtime_r(&t, &tm));
	offset = tm.tm_gmtoff;
	for (int i = 0; i < 400 && test_random(random) % 200 != 0; i++) {
		t += DAY_S;
		ASSERT_TRUE(localtime_r(&t, &tm));
		if (tm.tm_gmtoff != offset)
			return t - 6 * DAY_S;
	}
	return start;
}

/* Most of them around what is left out and repeated. */
static int64_t random_minutes(uint64_t *random, unsigned n)
{
	switch (test_random(random) % 3) {
	case 0:
		return (int64_t)(test_random(random) % (4 * 60));
	case 1:
		return n - 1 - (int64_t)(test_random(random) % 90);
	default:
		return (int64_t)(test_random(random) % n);
	}
}

static struct settings_window random_window(uint64_t *random)
{
	struct settings_window w = { .enabled = true };

	w.from = random_minutes(random, 24 * 60);
	do
		w.to = random_minutes(random, 24 * 60 + 1);
	while (w.to == w.from);
	do
		for (int i = 0; i < 7; i++)
			w.days[i] = test_random(random) % 3 != 0;
	while (memchr(w.days, true, sizeof(w.days)) == NULL);
	return w;
}

TEST(as_a_slow_walk_has_it)
{
	static const char *const zones[] = {
		"UTC",
		"Europe/Berlin",
		"America/New_York",
		"Australia/Lord_Howe",
		"America/Santiago",
		"Africa/Casablanca",
		"America/Nuuk",
		"Asia/Beirut",
		"Atlantic/Azores",
		"America/Havana",
		"Asia/Kathmandu",
		"Pacific/Apia",
	};
	static struct walk k;
	uint64_t random = test_seed();

	for (size_t z = 0; z < ARRAY_SIZE(zones); z++) {
		if (!take_zone(zones[z]))
			continue;
		for (int n = 0; n < WALKS_A_ZONE; n++) {
			bool apia = n == 0 && streq(zones[z], "Pacific/Apia");
			struct settings_window w = random_window(&random);

			walk(&k, &w, apia ? utc(2011, 12, 25, 0, 0) : start_near_change(&random));
			compare_all(&k, &w, &random);
		}
	}
}

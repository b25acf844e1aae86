// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/schedule.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define MINUTE	    (60 * USEC_PER_SEC)
#define HOUR	    (60 * MINUTE)
#define DAY	    (24 * HOUR)
#define AT(h, m)    ((h)*60 + (m))
#define THURSDAY    4
#define FRIDAY	    5
#define SATURDAY    6
#define FIRST_START (20000 * DAY - HOUR) /* 2024-10-04, a Friday, at UTC+1 */

/* Days of 24 hours at UTC+1; days[1], today, is a Friday. */
static void make_week(struct local_day days[SCHEDULE_DAYS])
{
	for (int i = 0; i < SCHEDULE_DAYS; i++)
		days[i] = (struct local_day){
			.start_us = FIRST_START + (i - 1) * DAY,
			.end_us = FIRST_START + i * DAY,
			.offset_s = 3600,
			.weekday = (FRIDAY - 1 + i) % 7,
		};
}

/* days[1] is longer, or shorter, and the others come later, or sooner. */
static void stretch(struct local_day days[SCHEDULE_DAYS], int64_t by_us)
{
	days[1].end_us += by_us;
	for (int i = 2; i < SCHEDULE_DAYS; i++) {
		days[i].start_us += by_us;
		days[i].end_us += by_us;
		days[i].offset_s -= (int32_t)(by_us / USEC_PER_SEC);
	}
}

static struct settings_window window(int64_t from, int64_t to)
{
	return (struct settings_window){ .enabled = true, .from = from, .to = to };
}

static struct settings_window on_all_days(int64_t from, int64_t to)
{
	struct settings_window w = window(from, to);

	memset(w.days, true, sizeof(w.days));
	return w;
}

static bool runs(const struct settings_window *w, const struct local_day *days, int64_t at)
{
	int64_t next;

	return schedule_runs(w, days, at, &next);
}

static int64_t next_of(const struct settings_window *w, const struct local_day *days, int64_t at)
{
	int64_t next;

	(void)schedule_runs(w, days, at, &next);
	return next;
}

/* S34 */
TEST(from_edge_to_edge)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window w = window(AT(8, 0), AT(17, 30));
	int64_t begin = FIRST_START + 8 * HOUR, end = FIRST_START + 17 * HOUR + 30 * MINUTE;

	make_week(days);
	w.days[FRIDAY] = true;
	ASSERT_FALSE(runs(&w, days, begin - 1));
	ASSERT_TRUE(runs(&w, days, begin));
	ASSERT_TRUE(runs(&w, days, end - 1));
	ASSERT_FALSE(runs(&w, days, end));
	ASSERT_EQ(next_of(&w, days, FIRST_START), begin);
	ASSERT_EQ(next_of(&w, days, begin - 1), begin);
	ASSERT_EQ(next_of(&w, days, begin), end);
	ASSERT_EQ(next_of(&w, days, end - 1), end);
	/* the next Friday is the last day that is known */
	ASSERT_EQ(next_of(&w, days, end), days[8].start_us);
}

/* S34 */
TEST(on_each_weekday_alone)
{
	struct local_day days[SCHEDULE_DAYS];

	make_week(days);
	for (int weekday = 0; weekday < 7; weekday++) {
		struct settings_window w = window(AT(0, 0), AT(24, 0));

		w.days[weekday] = true;
		for (int i = 0; i + 1 < SCHEDULE_DAYS; i++) {
			bool expected = days[i].weekday == weekday;

			ASSERT_EQ(runs(&w, days, days[i].start_us), expected);
			ASSERT_EQ(runs(&w, days, days[i].start_us + DAY - 1), expected);
		}
	}
}

/* S35: it belongs to the day on which it begins */
TEST(over_midnight)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window w = window(AT(22, 0), AT(2, 0));
	int64_t begin = FIRST_START + 22 * HOUR, end = FIRST_START + 26 * HOUR;

	make_week(days);
	w.days[FRIDAY] = true;
	/* Thursday's night is none of its */
	ASSERT_FALSE(runs(&w, days, FIRST_START + HOUR));
	ASSERT_FALSE(runs(&w, days, begin - 1));
	ASSERT_TRUE(runs(&w, days, begin));
	ASSERT_TRUE(runs(&w, days, days[2].start_us));
	ASSERT_TRUE(runs(&w, days, end - 1));
	ASSERT_FALSE(runs(&w, days, end));
	ASSERT_FALSE(runs(&w, days, begin + DAY));
	ASSERT_EQ(next_of(&w, days, days[2].start_us), end);
	/* and yesterday's still runs today */
	w.days[FRIDAY] = false;
	w.days[THURSDAY] = true;
	ASSERT_TRUE(runs(&w, days, FIRST_START + HOUR));
	ASSERT_EQ(next_of(&w, days, FIRST_START + HOUR), FIRST_START + 2 * HOUR);
	ASSERT_FALSE(runs(&w, days, begin));
}

TEST(to_midnight_is_to_24_00)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window a = on_all_days(AT(20, 0), AT(0, 0));
	struct settings_window b = on_all_days(AT(20, 0), AT(24, 0));

	make_week(days);
	for (int64_t at = days[1].start_us; at < days[3].start_us; at += 15 * MINUTE) {
		ASSERT_EQ(runs(&a, days, at), runs(&b, days, at));
		ASSERT_EQ(next_of(&a, days, at), next_of(&b, days, at));
	}
}

TEST(day_after_day_without_a_gap)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window w = on_all_days(AT(0, 0), AT(24, 0));

	make_week(days);
	for (int64_t at = days[1].start_us; at < days[8].start_us; at += 15 * MINUTE)
		ASSERT_TRUE(runs(&w, days, at));
	ASSERT_EQ(next_of(&w, days, days[1].start_us), days[2].start_us);
}

/* S33: as the factory leaves it */
TEST(one_that_never_runs)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window off = on_all_days(AT(0, 0), AT(24, 0));
	struct settings_window no_day = window(AT(0, 0), AT(24, 0));

	make_week(days);
	off.enabled = false;
	ASSERT_FALSE(runs(&off, days, FIRST_START));
	ASSERT_EQ(next_of(&off, days, FIRST_START), INT64_MAX);
	ASSERT_FALSE(runs(&no_day, days, FIRST_START));
	ASSERT_EQ(next_of(&no_day, days, FIRST_START), INT64_MAX);
}

/* 03:00 follows 02:00, as in Berlin at the end of March */
static void make_spring(struct local_day days[SCHEDULE_DAYS])
{
	make_week(days);
	days[1].change_us = FIRST_START + 2 * HOUR;
	days[1].offset_after_s = 7200;
	stretch(days, -HOUR);
}

TEST(what_spring_leaves_out)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window in = on_all_days(AT(2, 15), AT(2, 45));
	struct settings_window into = on_all_days(AT(1, 0), AT(2, 30));
	struct settings_window out = on_all_days(AT(2, 30), AT(4, 0));
	int64_t change;

	make_spring(days);
	change = days[1].change_us;
	ASSERT_EQ(schedule_instant(&days[1], AT(1, 59)), change - MINUTE);
	ASSERT_EQ(schedule_instant(&days[1], AT(2, 0)), change);
	ASSERT_EQ(schedule_instant(&days[1], AT(2, 59)), change);
	ASSERT_EQ(schedule_instant(&days[1], AT(3, 0)), change);
	ASSERT_EQ(schedule_instant(&days[1], AT(3, 1)), change + MINUTE);
	ASSERT_EQ(schedule_instant(&days[1], AT(24, 0)), days[2].start_us);
	ASSERT_TRUE(runs(&into, days, change - 1));
	ASSERT_FALSE(runs(&into, days, change));
	ASSERT_FALSE(runs(&out, days, change - 1));
	ASSERT_TRUE(runs(&out, days, change));
	ASSERT_TRUE(runs(&out, days, change + HOUR - 1));
	ASSERT_FALSE(runs(&out, days, change + HOUR));
	/* it lies in it as a whole: the next day is its next */
	for (int64_t at = FIRST_START; at < days[2].start_us; at += MINUTE)
		ASSERT_FALSE(runs(&in, days, at));
	ASSERT_EQ(next_of(&in, days, FIRST_START), days[2].start_us + 2 * HOUR + 15 * MINUTE);
}

/* 02:00 follows 03:00, as in Berlin at the end of October */
static void make_autumn(struct local_day days[SCHEDULE_DAYS])
{
	make_week(days);
	days[1].change_us = FIRST_START + 3 * HOUR;
	days[1].offset_after_s = 0;
	stretch(days, HOUR);
}

TEST(what_autumn_repeats)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window in = on_all_days(AT(2, 15), AT(2, 45));
	struct settings_window over = on_all_days(AT(1, 0), AT(3, 0));
	int64_t change, minutes = 0, begins = 0;
	bool was = false;

	make_autumn(days);
	change = days[1].change_us;
	/* the first pass, and what is shown once only after the second */
	ASSERT_EQ(schedule_instant(&days[1], AT(2, 0)), change - HOUR);
	ASSERT_EQ(schedule_instant(&days[1], AT(2, 59)), change - MINUTE);
	ASSERT_EQ(schedule_instant(&days[1], AT(3, 0)), change + HOUR);
	ASSERT_EQ(schedule_instant(&days[1], AT(24, 0)), days[2].start_us);
	for (int64_t at = days[1].start_us; at < days[2].start_us; at += MINUTE) {
		bool now = runs(&in, days, at);

		minutes += now;
		begins += now && !was;
		was = now;
	}
	ASSERT_EQ(minutes, 30);
	ASSERT_EQ(begins, 1);
	/* from 01:00 to 03:00 it is three hours that night */
	ASSERT_EQ(next_of(&over, days, FIRST_START), FIRST_START + HOUR);
	ASSERT_EQ(next_of(&over, days, FIRST_START + HOUR), FIRST_START + 4 * HOUR);
}

/* Midnight itself is left out, as in Beirut or Santiago: the day begins at 01:00. */
TEST(a_day_without_midnight)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window w = on_all_days(AT(0, 0), AT(2, 0));

	make_week(days);
	stretch(days, -HOUR);
	days[1].offset_s = 7200;
	ASSERT_EQ(schedule_instant(&days[1], AT(0, 0)), FIRST_START);
	ASSERT_EQ(schedule_instant(&days[1], AT(1, 0)), FIRST_START);
	ASSERT_EQ(schedule_instant(&days[1], AT(2, 0)), FIRST_START + HOUR);
	ASSERT_TRUE(runs(&w, days, FIRST_START));
	ASSERT_FALSE(runs(&w, days, FIRST_START + HOUR));
}

/* 23:00 is midnight already, as in Nuuk: what would begin in between begins then. */
TEST(a_day_without_its_last_hour)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window into = window(AT(22, 0), AT(23, 30));
	struct settings_window out = window(AT(23, 15), AT(2, 0));
	struct settings_window in = window(AT(23, 15), AT(24, 0));
	int64_t end;

	make_week(days);
	stretch(days, -HOUR);
	end = days[1].end_us;
	into.days[FRIDAY] = out.days[FRIDAY] = in.days[FRIDAY] = true;
	ASSERT_EQ(next_of(&into, days, end - 1), end);
	ASSERT_FALSE(runs(&into, days, end));
	ASSERT_EQ(next_of(&out, days, FIRST_START), end);
	ASSERT_TRUE(runs(&out, days, end));
	ASSERT_EQ(next_of(&out, days, end), end + 2 * HOUR);
	ASSERT_EQ(next_of(&in, days, FIRST_START), days[8].start_us);
}

TEST(instants_before_1970)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window w = window(AT(8, 0), AT(9, 0));

	make_week(days);
	for (int i = 0; i < SCHEDULE_DAYS; i++)
		days[i].start_us -= 30000 * DAY, days[i].end_us -= 30000 * DAY;
	w.days[days[1].weekday] = true;
	ASSERT_TRUE(runs(&w, days, days[1].start_us + 8 * HOUR));
	ASSERT_FALSE(runs(&w, days, days[1].start_us + 9 * HOUR));
}

/* Whatever was asked before: a wall clock that steps finds what is right at its new time. */
TEST(the_wall_clock_steps)
{
	struct local_day days[SCHEDULE_DAYS];
	struct settings_window w = window(AT(8, 0), AT(17, 0));
	uint64_t random = test_seed();

	make_week(days);
	w.days[FRIDAY] = w.days[SATURDAY] = true;
	for (int i = 0; i < 1000; i++) {
		int64_t at = (int64_t)(test_random(&random) % (uint64_t)(7 * DAY));
		bool expected = at < 2 * DAY && at % DAY >= 8 * HOUR && at % DAY < 17 * HOUR;

		ASSERT_EQ(runs(&w, days, FIRST_START + at), expected);
	}
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/periodic.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define MINUTE (60 * USEC_PER_SEC)
#define HOUR   (60 * MINUTE)
#define NOON   (500000 * HOUR)

static struct periodic p;
static int64_t moment_us;

/* Times are milliseconds since NOON. */
static enum periodic_row look(int64_t rate_min, int64_t ms)
{
	moment_us = 0;
	return periodic_look(&p, rate_min, NOON + ms * 1000, NOON + ms * 1000, &moment_us);
}

static void begin(void)
{
	p = (struct periodic){ 0 };
}

TEST(a_row_is_the_last_snapshot_before_its_moment)
{
	begin();
	ASSERT_EQ(look(1, -200), PERIODIC_NONE);
	ASSERT_EQ(look(1, -50), PERIODIC_NONE);
	ASSERT_EQ(look(1, 50), PERIODIC_LAST);
	ASSERT_EQ(moment_us, NOON);
	ASSERT_EQ(look(1, 150), PERIODIC_NONE);
	ASSERT_EQ(look(1, 59950), PERIODIC_NONE);
	ASSERT_EQ(look(1, 60000), PERIODIC_THIS);
	ASSERT_EQ(moment_us, NOON + MINUTE);
	ASSERT_EQ(look(1, 60100), PERIODIC_NONE);
}

TEST(each_full_hour)
{
	unsigned rows = 0;

	begin();
	for (int64_t ms = -100; ms <= 5 * 3600 * 1000; ms += 500)
		rows += look(60, ms) != PERIODIC_NONE;
	ASSERT_EQ(rows, 5);
	ASSERT_EQ(moment_us, 0);
	ASSERT_EQ(periodic_next_us(60, NOON), NOON + HOUR);
	ASSERT_EQ(periodic_next_us(60, NOON - 1), NOON);
	ASSERT_EQ(periodic_next_us(0, NOON), 0);
}

TEST(a_missed_moment_is_not_made_up_for)
{
	begin();
	ASSERT_EQ(look(1, -30000), PERIODIC_NONE);
	/* nothing within a second of it */
	ASSERT_EQ(look(1, 30000), PERIODIC_NONE);
	ASSERT_EQ(look(1, 150000), PERIODIC_NONE);
	/* one just behind it */
	ASSERT_EQ(look(1, 180900), PERIODIC_THIS);
	ASSERT_EQ(moment_us, NOON + 3 * MINUTE);
}

TEST(nothing_twice_after_a_start_in_the_minute)
{
	begin();
	ASSERT_EQ(look(1, -50), PERIODIC_NONE);
	ASSERT_EQ(look(1, 50), PERIODIC_LAST);
	begin();
	ASSERT_EQ(look(1, 150), PERIODIC_NONE);
	ASSERT_EQ(look(1, 30000), PERIODIC_NONE);
	begin();
	/* nor at the moment itself: the one before may have had it */
	ASSERT_EQ(look(1, 60000), PERIODIC_NONE);
	ASSERT_EQ(look(1, 119900), PERIODIC_NONE);
	ASSERT_EQ(look(1, 120100), PERIODIC_LAST);
}

TEST(a_clock_that_is_set)
{
	begin();
	ASSERT_EQ(look(1, -50), PERIODIC_NONE);
	ASSERT_EQ(look(1, 50), PERIODIC_LAST);
	/* a little back: the same moment is had already */
	(void)periodic_look(&p, 1, NOON - 20000, NOON + 100000, &moment_us);
	ASSERT_EQ(periodic_look(&p, 1, NOON + 10000, NOON + 110000, &moment_us), PERIODIC_NONE);
	/* an hour back: the clock's minutes are minutes again */
	ASSERT_EQ(periodic_look(&p, 1, NOON - HOUR + 15 * USEC_PER_SEC, NOON + 20 * USEC_PER_SEC,
				&moment_us),
		  PERIODIC_NONE);
	(void)periodic_look(&p, 1, NOON - HOUR + MINUTE - 1, NOON + 65 * USEC_PER_SEC, &moment_us);
	ASSERT_EQ(periodic_look(&p, 1, NOON - HOUR + MINUTE + 1, NOON + 66 * USEC_PER_SEC,
				&moment_us),
		  PERIODIC_LAST);
	/* an hour forward: the hours between are missed */
	ASSERT_EQ(periodic_look(&p, 1, NOON + 30 * USEC_PER_SEC, NOON + 67 * USEC_PER_SEC,
				&moment_us),
		  PERIODIC_NONE);
}

TEST(a_new_rate_begins_with_the_next_moment)
{
	begin();
	ASSERT_EQ(look(60, -50), PERIODIC_NONE);
	ASSERT_EQ(look(1, 50), PERIODIC_NONE);
	ASSERT_EQ(look(1, 60050), PERIODIC_THIS);
	ASSERT_EQ(look(0, 120050), PERIODIC_NONE);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/modem.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define VALID_US (180 * USEC_PER_SEC)
#define START_US (1000 * USEC_PER_SEC)

static const struct msg_modem well = {
	.there = true, .registered = true, .recent = true, .signal = 73
};

static void check(const struct modem *m, int64_t at_us, enum quality signal, int64_t percent,
		  enum quality registered, int64_t level)
{
	int64_t value;

	ASSERT_EQ(modem_value(m, MODEM_SIGNAL, at_us, &value), signal);
	if (signal == QUALITY_OK)
		ASSERT_EQ(value, percent * MICRO);
	ASSERT_EQ(modem_value(m, MODEM_REGISTERED, at_us, &value), registered);
	if (registered == QUALITY_OK)
		ASSERT_EQ(value, level);
}

static bool lost(const struct modem *m, int64_t at_us, const char *part)
{
	const char *why;
	bool is = modem_lost(m, at_us, &why);

	if (is)
		ASSERT_CONTAINS(why, part);
	return is;
}

TEST(until_somebody_speaks_it_is_waited_for)
{
	struct modem m;

	modem_start(&m, START_US);
	check(&m, START_US, QUALITY_STALE, 0, QUALITY_STALE, 0);
	check(&m, START_US + VALID_US, QUALITY_STALE, 0, QUALITY_STALE, 0);
	ASSERT_FALSE(lost(&m, START_US + VALID_US, ""));
	check(&m, START_US + VALID_US + 1, QUALITY_FAULT, 0, QUALITY_FAULT, 0);
	ASSERT_TRUE(lost(&m, START_US + VALID_US + 1, "rmcu-notifyd"));
}

TEST(what_was_told_holds_for_three_times_the_interval)
{
	struct modem m;

	ASSERT_EQ(MODEM_VALID_S, 3 * MODEM_EVERY_S);
	modem_start(&m, START_US);
	modem_take(&m, &well, START_US + 5);
	check(&m, START_US + 5, QUALITY_OK, 73, QUALITY_OK, MICRO);
	check(&m, START_US + 5 + VALID_US, QUALITY_OK, 73, QUALITY_OK, MICRO);
	ASSERT_FALSE(lost(&m, START_US + 5 + VALID_US, ""));
	check(&m, START_US + 6 + VALID_US, QUALITY_FAULT, 0, QUALITY_FAULT, 0);
	ASSERT_TRUE(lost(&m, START_US + 6 + VALID_US, "nobody says"));
	/* and again */
	modem_take(&m, &well, START_US + 2 * VALID_US);
	check(&m, START_US + 3 * VALID_US, QUALITY_OK, 73, QUALITY_OK, MICRO);
}

TEST(a_modem_that_is_gone_has_no_values_at_once)
{
	struct msg_modem gone = { .why = "no modem" };
	struct modem m;

	modem_start(&m, START_US);
	modem_take(&m, &well, START_US);
	modem_take(&m, &gone, START_US + 1);
	check(&m, START_US + 1, QUALITY_FAULT, 0, QUALITY_FAULT, 0);
	ASSERT_TRUE(lost(&m, START_US + 1, "no modem"));
	/* silence is told as such, whatever was said before it */
	ASSERT_TRUE(lost(&m, START_US + 2 + VALID_US, "nobody says"));
	modem_take(&m, &well, START_US + 2);
	ASSERT_FALSE(lost(&m, START_US + 2, ""));
}

TEST(a_signal_that_is_only_remembered_is_no_number)
{
	struct msg_modem dull = well;
	struct modem m;

	dull.recent = false;
	dull.registered = false;
	modem_start(&m, START_US);
	modem_take(&m, &dull, START_US);
	check(&m, START_US, QUALITY_STALE, 0, QUALITY_OK, 0);
	ASSERT_FALSE(lost(&m, START_US, ""));
}

TEST(new_channels_wait_anew_where_nothing_is_known)
{
	struct modem m;

	modem_start(&m, 0);
	modem_again(&m, START_US);
	ASSERT_FALSE(lost(&m, START_US + VALID_US, ""));
	/* what holds is kept */
	modem_take(&m, &well, START_US);
	modem_again(&m, START_US + VALID_US);
	check(&m, START_US + VALID_US, QUALITY_OK, 73, QUALITY_OK, MICRO);
	modem_again(&m, START_US + 2 * VALID_US);
	check(&m, START_US + 2 * VALID_US, QUALITY_STALE, 0, QUALITY_STALE, 0);
}

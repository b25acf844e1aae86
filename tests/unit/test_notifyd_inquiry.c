// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/inquiry.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define EVERY_US (60 * USEC_PER_SEC)
#define START_US (1000 * USEC_PER_SEC)

TEST(a_channel_of_the_modem_is_why)
{
	struct settings *s = calloc(1, sizeof(*s));

	ASSERT_FALSE(inquiry_wanted(s));
	s->n_channels = 3;
	s->channels[0].info.source = SOURCE_SIM;
	s->channels[3].info.source = SOURCE_MODEM; /* none of them */
	ASSERT_FALSE(inquiry_wanted(s));
	s->channels[2].info.source = SOURCE_MODEM;
	ASSERT_TRUE(inquiry_wanted(s));
	free(s);
}

TEST(nothing_is_due_while_nobody_wants_it)
{
	struct inquiry q = { 0 };
	int64_t due_us = 0;

	ASSERT_FALSE(inquiry_run(&q, false, START_US, &due_us));
	ASSERT_EQ(due_us, INT64_MAX);
}

TEST(at_once_and_then_each_minute)
{
	struct inquiry q = { 0 };
	int64_t due_us;

	ASSERT_TRUE(inquiry_run(&q, true, START_US, &due_us));
	ASSERT_EQ(due_us, START_US + EVERY_US);
	ASSERT_FALSE(inquiry_run(&q, true, due_us - 1, &due_us));
	ASSERT_EQ(due_us, START_US + EVERY_US);
	ASSERT_TRUE(inquiry_run(&q, true, due_us, &due_us));
	/* late is late: nothing is made up for */
	ASSERT_TRUE(inquiry_run(&q, true, START_US + 10 * EVERY_US, &due_us));
	ASSERT_EQ(due_us, START_US + 11 * EVERY_US);
	/* wanted anew, it is asked at once */
	ASSERT_FALSE(inquiry_run(&q, false, START_US + 10 * EVERY_US, &due_us));
	ASSERT_TRUE(inquiry_run(&q, true, START_US + 10 * EVERY_US + 1, &due_us));
}

TEST(a_sensord_that_is_new_is_told_at_once)
{
	struct inquiry q = { 0 };
	int64_t due_us;

	ASSERT_TRUE(inquiry_run(&q, true, START_US, &due_us));
	inquiry_again(&q);
	ASSERT_TRUE(inquiry_run(&q, true, START_US + 1, &due_us));
	ASSERT_FALSE(inquiry_run(&q, true, START_US + 2, &due_us));
	/* another time that begins earlier is no reason to wait for the one before */
	ASSERT_FALSE(inquiry_run(&q, true, 5, &due_us));
	ASSERT_EQ(due_us, 5 + EVERY_US);
}

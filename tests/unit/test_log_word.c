// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/log_word.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define S(s) ((s)*USEC_PER_SEC)

static const int loggerd, other;
static const struct event full = { .kind = EVENT_LOG_FAILED, .text = "the disk is full" };
static const struct event fine = { .kind = EVENT_LOG_RESUMED };

/* As requests_append.c does it: what is news becomes an event. */
static bool say(struct log_word *w, const struct event *e)
{
	bool news = log_word_take(w, &loggerd, e);

	if (news)
		(void)log_word_written(w, e);
	return news;
}

TEST(nobody_knows_before_somebody_has_spoken)
{
	struct log_word w = { 0 };

	ASSERT_EQ(log_word_stand(&w, S(1000000)), LOG_UNKNOWN);
	ASSERT_STREQ(log_word_trouble(&w, S(1000000)), "");
}

TEST(a_log_that_begins_well_is_no_news)
{
	struct log_word w = { 0 };

	ASSERT_TRUE(!say(&w, &fine));
	ASSERT_EQ(log_word_stand(&w, S(1)), LOG_FINE);
}

TEST(the_same_twice_is_news_once)
{
	struct log_word w = { 0 };

	ASSERT_TRUE(say(&w, &full));
	ASSERT_TRUE(!say(&w, &full));
	ASSERT_EQ(log_word_stand(&w, S(1)), LOG_FAILING);
	ASSERT_STREQ(log_word_trouble(&w, S(1)), "the disk is full");
	ASSERT_TRUE(say(&w, &fine));
	ASSERT_TRUE(!say(&w, &fine));
	ASSERT_STREQ(log_word_trouble(&w, S(1)), "");
}

TEST(lost_rows_are_news_in_any_case)
{
	struct event lost = fine;
	struct log_word w = { 0 };

	lost.value = 3 * MICRO;
	ASSERT_TRUE(say(&w, &lost));
}

/* The journal's disk takes nothing: the alarm is there, its event is still owed. */
TEST(what_is_no_event_yet_stays_news)
{
	struct log_word w = { 0 };

	ASSERT_TRUE(log_word_take(&w, &loggerd, &full));
	ASSERT_EQ(log_word_stand(&w, S(1)), LOG_FAILING);
	ASSERT_TRUE(log_word_take(&w, &loggerd, &full));
	ASSERT_TRUE(log_word_written(&w, &full));
	ASSERT_TRUE(!log_word_take(&w, &loggerd, &full));
}

TEST(after_a_start_it_is_not_known_until_loggerd_speaks)
{
	struct log_word w = { 0 };

	log_word_restore(&w, true, S(100));
	ASSERT_EQ(log_word_stand(&w, S(100)), LOG_UNKNOWN);
	ASSERT_TRUE(!say(&w, &full));
	ASSERT_EQ(log_word_stand(&w, S(101)), LOG_FAILING);
	log_word_restore(&w, true, S(100));
	ASSERT_TRUE(say(&w, &fine));
	ASSERT_EQ(log_word_stand(&w, S(101)), LOG_FINE);
}

TEST(one_that_does_not_come_back_fails)
{
	struct log_word w = { 0 };

	(void)say(&w, &fine);
	log_word_gone(&w, &other, S(10));
	ASSERT_EQ(log_word_stand(&w, S(1000)), LOG_FINE);
	log_word_gone(&w, &loggerd, S(1000));
	ASSERT_EQ(log_word_stand(&w, S(1059)), LOG_FINE);
	ASSERT_EQ(log_word_stand(&w, S(1060)), LOG_FAILING);
	ASSERT_STREQ(log_word_trouble(&w, S(1060)), "rmcu-loggerd is gone");
	ASSERT_TRUE(!say(&w, &fine));
	ASSERT_EQ(log_word_stand(&w, S(1060)), LOG_FINE);
	/* over our own restart too */
	w = (struct log_word){ 0 };
	log_word_restore(&w, false, S(5));
	ASSERT_EQ(log_word_stand(&w, S(64)), LOG_UNKNOWN);
	ASSERT_EQ(log_word_stand(&w, S(65)), LOG_FAILING);
}

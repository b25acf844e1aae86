// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/engine/condition.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static enum answer ask(enum alarm_when when, int64_t setpoint, int64_t recovery, int64_t value,
		       enum quality quality)
{
	struct rule r = { .when = when, .setpoint = setpoint, .recovery = recovery };
	struct sample s = { .value = value, .quality = quality };

	return condition_ask(&r, &s, false, LOG_FINE, NULL);
}

/* S41 to S43: equal does not raise, and clears only past the recovery. */
TEST(limits)
{
	static const struct {
		enum alarm_when when;
		int64_t setpoint, recovery, value;
		enum answer answer;
	} rows[] = {
		{ ALARM_ABOVE, 16, 15, 17, ANSWER_YES },
		{ ALARM_ABOVE, 16, 15, 16, ANSWER_BETWEEN },
		{ ALARM_ABOVE, 16, 15, 15, ANSWER_BETWEEN },
		{ ALARM_ABOVE, 16, 15, 14, ANSWER_NO },
		{ ALARM_ABOVE, 16, 16, 17, ANSWER_YES },
		{ ALARM_ABOVE, 16, 16, 16, ANSWER_NO },
		{ ALARM_ABOVE, -5, -6, -5, ANSWER_BETWEEN },
		{ ALARM_ABOVE, INT64_MAX, 0, INT64_MAX, ANSWER_BETWEEN },
		{ ALARM_BELOW, 8, 13, 7, ANSWER_YES },
		{ ALARM_BELOW, 8, 13, 8, ANSWER_BETWEEN },
		{ ALARM_BELOW, 8, 13, 13, ANSWER_BETWEEN },
		{ ALARM_BELOW, 8, 13, 14, ANSWER_NO },
		{ ALARM_BELOW, 8, 8, 7, ANSWER_YES },
		{ ALARM_BELOW, 8, 8, 8, ANSWER_NO },
		{ ALARM_BELOW, INT64_MIN, 0, INT64_MIN, ANSWER_BETWEEN },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(rows); i++)
		if (ask(rows[i].when, rows[i].setpoint, rows[i].recovery, rows[i].value,
			QUALITY_OK) != rows[i].answer)
			TEST_FAIL("row %u", i);
}

/* S50 */
TEST(contacts)
{
	ASSERT_EQ(ask(ALARM_ACTIVE, 0, 0, MICRO, QUALITY_OK), ANSWER_YES);
	ASSERT_EQ(ask(ALARM_ACTIVE, 0, 0, 0, QUALITY_OK), ANSWER_NO);
	ASSERT_EQ(ask(ALARM_INACTIVE, 0, 0, MICRO, QUALITY_OK), ANSWER_NO);
	ASSERT_EQ(ask(ALARM_INACTIVE, 0, 0, 0, QUALITY_OK), ANSWER_YES);
}

TEST(bad_quality_is_never_normal)
{
	for (int q = QUALITY_OK + 1; q < QUALITY_DISABLED; q++) {
		ASSERT_EQ(ask(ALARM_ABOVE, 5, 5, 9, (enum quality)q), ANSWER_UNKNOWN);
		ASSERT_EQ(ask(ALARM_BELOW, 5, 5, 9, (enum quality)q), ANSWER_UNKNOWN);
		ASSERT_EQ(ask(ALARM_ACTIVE, 0, 0, 0, (enum quality)q), ANSWER_UNKNOWN);
		ASSERT_EQ(ask(ALARM_INACTIVE, 0, 0, 0, (enum quality)q), ANSWER_UNKNOWN);
		/* a window takes nothing in, so there need not be one */
		ASSERT_EQ(ask(ALARM_RISING, 5, 5, 9, (enum quality)q), ANSWER_UNKNOWN);
		ASSERT_EQ(ask(ALARM_QUALITY, 0, 0, 0, (enum quality)q), ANSWER_YES);
	}
	ASSERT_EQ(ask(ALARM_QUALITY, 0, 0, 0, QUALITY_OK), ANSWER_NO);
}

/* S64: a blank name hides the channel from every rule. */
TEST(a_hidden_channel_is_nobodys_business)
{
	for (int when = 0; when < ALARM_SILENT; when++)
		ASSERT_EQ(ask((enum alarm_when)when, 5, 5, 9, QUALITY_DISABLED), ANSWER_HIDDEN);
}

TEST(without_a_sample_only_silence_is_known)
{
	struct rule r = { .setpoint = 5, .recovery = 5 };

	for (int when = 0; when < ALARM_SILENT; when++) {
		r.when = (enum alarm_when)when;
		ASSERT_EQ(condition_ask(&r, NULL, true, LOG_FAILING, NULL), ANSWER_UNKNOWN);
	}
	r.when = ALARM_SILENT;
	ASSERT_EQ(condition_ask(&r, NULL, true, LOG_FINE, NULL), ANSWER_YES);
	ASSERT_EQ(condition_ask(&r, NULL, false, LOG_FAILING, NULL), ANSWER_NO);
}

TEST(a_log_of_which_nobody_spoke_is_not_known)
{
	struct rule r = { .when = ALARM_LOG };

	ASSERT_EQ(condition_ask(&r, NULL, true, LOG_UNKNOWN, NULL), ANSWER_UNKNOWN);
	ASSERT_EQ(condition_ask(&r, NULL, true, LOG_FINE, NULL), ANSWER_NO);
	ASSERT_EQ(condition_ask(&r, NULL, false, LOG_FAILING, NULL), ANSWER_YES);
}

static enum answer feed(const struct rule *r, struct rate *rate, int64_t value, int64_t s)
{
	struct sample sample = { .value = value, .mono_us = s * USEC_PER_SEC };

	return condition_ask(r, &sample, false, LOG_FINE, rate);
}

TEST(rising_compares_with_the_lowest_of_the_window)
{
	struct rule r = { .when = ALARM_RISING, .setpoint = 10, .recovery = 5 };
	struct rate rate;

	rate_start(&rate, 16 * USEC_PER_SEC, false, false);
	ASSERT_EQ(feed(&r, &rate, 100, 0), ANSWER_NO);
	ASSERT_EQ(feed(&r, &rate, 104, 1), ANSWER_NO);
	ASSERT_EQ(feed(&r, &rate, 105, 2), ANSWER_BETWEEN);
	ASSERT_EQ(feed(&r, &rate, 110, 3), ANSWER_BETWEEN);
	ASSERT_EQ(feed(&r, &rate, 111, 4), ANSWER_YES);
	/* it stays up there: the low values leave */
	ASSERT_EQ(feed(&r, &rate, 111, 15), ANSWER_YES);
	ASSERT_EQ(feed(&r, &rate, 111, 16), ANSWER_BETWEEN);
	ASSERT_EQ(feed(&r, &rate, 111, 18), ANSWER_NO);
}

TEST(falling_compares_with_the_highest)
{
	struct rule r = { .when = ALARM_FALLING, .setpoint = 10, .recovery = 10 };
	struct rate rate;

	rate_start(&rate, 16 * USEC_PER_SEC, true, false);
	ASSERT_EQ(feed(&r, &rate, 100, 0), ANSWER_NO);
	ASSERT_EQ(feed(&r, &rate, 130, 1), ANSWER_NO);
	ASSERT_EQ(feed(&r, &rate, 120, 2), ANSWER_NO);
	ASSERT_EQ(feed(&r, &rate, 119, 3), ANSWER_YES);
	ASSERT_EQ(feed(&r, &rate, 119, 17), ANSWER_NO);
}

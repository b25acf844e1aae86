// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/wear.h"

#include "lib/base/clock.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"
#include "tests/unit/test.h"

#define HOUR_US (3600 * USEC_PER_SEC)
#define DAY_US	(24 * HOUR_US)
#define MIB	(UINT64_C(1) << 20)
#define GIB	(UINT64_C(1) << 30)

static const struct wear_card card = { 4, 3000 };

static struct wear estimate(uint64_t written, int64_t span_us)
{
	struct wear w;

	wear_estimate(written, span_us, &card, &w);
	return w;
}

static const char *words(uint64_t written, int64_t span_us)
{
	static struct text out;
	struct wear w = estimate(written, span_us);

	text_clear(&out);
	wear_words(&out, &w, &card);
	return text_get(&out);
}

TEST(bytes_a_day)
{
	ASSERT_EQ(estimate(MIB, DAY_US).day_bytes, MIB);
	ASSERT_EQ(estimate(MIB, HOUR_US).day_bytes, 24 * MIB);
	ASSERT_EQ(estimate(10 * MIB, 10 * DAY_US).day_bytes, MIB);
	ASSERT_EQ(estimate(0, DAY_US).day_bytes, 0);
	/* ten years of a gigabyte a day do not overflow, nor does anything else */
	ASSERT_EQ(estimate(3650 * GIB, 3650 * DAY_US).day_bytes, GIB);
	ASSERT_EQ(estimate(UINT64_MAX, HOUR_US).day_bytes, UINT64_MAX);
}

TEST(too_soon_to_say)
{
	ASSERT_FALSE(estimate(MIB, HOUR_US - 1).known);
	ASSERT_FALSE(estimate(MIB, 0).known);
	/* the clock was set back behind the day on which the file was made */
	ASSERT_FALSE(estimate(MIB, -DAY_US).known);
	ASSERT_FALSE(estimate(MIB, INT64_MIN).known);
	ASSERT_STREQ(words(MIB, 0), "not known before an hour has passed");
}

TEST(years_of_a_card)
{
	/* 12 000 GiB in all: 10 a day are 1 200 days */
	ASSERT_EQ(estimate(0, DAY_US).years, WEAR_YEARS_MAX * MICRO);
	ASSERT_EQ(estimate(10 * GIB, DAY_US).years, (int64_t)(1199.0 / 365.25 * 1e6));
	/* half of it is gone */
	ASSERT_EQ(estimate(6000 * GIB, 600 * DAY_US).years, (int64_t)(600.0 / 365.25 * 1e6));
	ASSERT_EQ(estimate(12000 * GIB, DAY_US).years, 0);
	ASSERT_EQ(estimate(UINT64_MAX, DAY_US).years, 0);
}

TEST(a_card_that_is_not_known)
{
	struct text out = TEXT_INIT;
	struct wear w;

	wear_estimate(12 * MIB, 10 * DAY_US, NULL, &w);
	ASSERT_TRUE(w.known);
	ASSERT_EQ(w.years, 0);
	wear_words(&out, &w, NULL);
	ASSERT_STREQ(text_get(&out), "1.2 MiB a day");
	text_done(&out);
}

TEST(words_for_people)
{
	ASSERT_STREQ(words(12 * MIB, 10 * DAY_US),
		     "1.2 MiB a day; a card of 4 GiB and 3000 cycles lasts more than 100 years");
	ASSERT_STREQ(words(GIB, DAY_US),
		     "1.0 GiB a day; a card of 4 GiB and 3000 cycles lasts 32 years");
	ASSERT_STREQ(words(10 * GIB, DAY_US),
		     "10.0 GiB a day; a card of 4 GiB and 3000 cycles lasts 3.2 years");
	ASSERT_STREQ(words(12000 * GIB, 1000 * DAY_US),
		     "12.0 GiB a day; a card of 4 GiB and 3000 cycles is worn out");
}

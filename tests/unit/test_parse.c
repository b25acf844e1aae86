// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/parse.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

/* The result of a parse that succeeds; a failing one must leave its target alone. */
#define CHECK(fn, text, want)                                                                      \
	do {                                                                                       \
		ASSERT_EQ(fn(text, &v), 0);                                                        \
		ASSERT_EQ(v, want);                                                                \
	} while (0)
#define REFUSED(fn, text, error)                                                                   \
	do {                                                                                       \
		v = 42;                                                                            \
		ASSERT_EQ(fn(text, &v), error);                                                    \
		ASSERT_EQ(v, 42);                                                                  \
	} while (0)

TEST(i64)
{
	int64_t v;

	CHECK(parse_i64, "0", 0);
	CHECK(parse_i64, "-0", 0);
	CHECK(parse_i64, "007", 7);
	CHECK(parse_i64, "-12", -12);
	CHECK(parse_i64, "9223372036854775807", INT64_MAX);
	CHECK(parse_i64, "-9223372036854775808", INT64_MIN);
	REFUSED(parse_i64, "9223372036854775808", -ERANGE);
	REFUSED(parse_i64, "-9223372036854775809", -ERANGE);
	REFUSED(parse_i64, "99999999999999999999999", -ERANGE);
	REFUSED(parse_i64, "", -EINVAL);
	REFUSED(parse_i64, "-", -EINVAL);
	REFUSED(parse_i64, "--1", -EINVAL);
	REFUSED(parse_i64, "+1", -EINVAL);
	REFUSED(parse_i64, " 1", -EINVAL);
	REFUSED(parse_i64, "1 ", -EINVAL);
	REFUSED(parse_i64, "1.0", -EINVAL);
	REFUSED(parse_i64, "0x10", -EINVAL);
	REFUSED(parse_i64, "1e3", -EINVAL);
}

TEST(u64)
{
	uint64_t v;

	CHECK(parse_u64, "18446744073709551615", (int64_t)UINT64_MAX);
	REFUSED(parse_u64, "18446744073709551616", -ERANGE);
	REFUSED(parse_u64, "-1", -EINVAL);
	REFUSED(parse_u64, "", -EINVAL);
}

TEST(micro)
{
	int64_t v;

	CHECK(parse_micro, "13.8", 13800000);
	CHECK(parse_micro, "-0.000001", -1);
	CHECK(parse_micro, "5", 5 * MICRO);
	CHECK(parse_micro, "0.5", 500000);
	CHECK(parse_micro, "9223372036854.775807", INT64_MAX);
	CHECK(parse_micro, "-9223372036854.775808", INT64_MIN);
	REFUSED(parse_micro, "9223372036854.775808", -ERANGE);
	REFUSED(parse_micro, "9223372036855", -ERANGE);
	REFUSED(parse_micro, "18446744073709551615", -ERANGE);
	REFUSED(parse_micro, "0.0000001", -EINVAL);
	REFUSED(parse_micro, "1.", -EINVAL);
	REFUSED(parse_micro, ".5", -EINVAL);
	REFUSED(parse_micro, "1,5", -EINVAL);
	REFUSED(parse_micro, "1.5V", -EINVAL);
	REFUSED(parse_micro, "nan", -EINVAL);
	REFUSED(parse_micro, "inf", -EINVAL);
	REFUSED(parse_micro, "1.-5", -EINVAL);
}

TEST(booleans)
{
	bool v = false;

	ASSERT_OK(parse_bool("true", &v));
	ASSERT_TRUE(v);
	ASSERT_OK(parse_bool("no", &v));
	ASSERT_FALSE(v);
	ASSERT_OK(parse_bool("on", &v));
	ASSERT_TRUE(v);
	ASSERT_OK(parse_bool("off", &v));
	ASSERT_FALSE(v);
	ASSERT_EQ(parse_bool("1", &v), -EINVAL);
	ASSERT_EQ(parse_bool("TRUE", &v), -EINVAL);
	ASSERT_EQ(parse_bool("", &v), -EINVAL);
}

TEST(spans)
{
	int64_t v;

	CHECK(parse_span_us, "10", 10 * USEC_PER_SEC);
	CHECK(parse_span_us, "250ms", 250000);
	CHECK(parse_span_us, "1.5ms", 1500);
	CHECK(parse_span_us, "0.5s", 500000);
	CHECK(parse_span_us, "2min", 120 * USEC_PER_SEC);
	CHECK(parse_span_us, "1h", 3600 * USEC_PER_SEC);
	CHECK(parse_span_us, "7d", INT64_C(7) * 86400 * USEC_PER_SEC);
	CHECK(parse_span_us, "100000d", INT64_C(100000) * 86400 * USEC_PER_SEC);
	REFUSED(parse_span_us, "110000d", -ERANGE);
	REFUSED(parse_span_us, "-1s", -EINVAL);
	REFUSED(parse_span_us, "1 s", -EINVAL);
	REFUSED(parse_span_us, "s", -EINVAL);
	REFUSED(parse_span_us, "", -EINVAL);
	REFUSED(parse_span_us, "1m", -EINVAL);
	REFUSED(parse_span_us, "1..5s", -EINVAL);
	REFUSED(parse_span_us, "00000000000000000000000000000000000000001", -EINVAL);
}

TEST(format_micro_is_the_shortest)
{
	char text[PARSE_MICRO_MAX];

	format_micro(13800000, text);
	ASSERT_STREQ(text, "13.8");
	format_micro(0, text);
	ASSERT_STREQ(text, "0");
	format_micro(-1, text);
	ASSERT_STREQ(text, "-0.000001");
	format_micro(100 * MICRO, text);
	ASSERT_STREQ(text, "100");
	format_micro(INT64_MIN, text);
	ASSERT_STREQ(text, "-9223372036854.775808");
}

TEST(what_format_micro_writes_parse_micro_reads)
{
	uint64_t seed = test_seed();

	for (int i = 0; i < 20000; i++) {
		int64_t want = (int64_t)test_random(&seed) >> (test_random(&seed) % 64), v = 0;
		char text[PARSE_MICRO_MAX];

		format_micro(want, text);
		ASSERT_EQ(parse_micro(text, &v), 0);
		ASSERT_EQ(v, want);
	}
}

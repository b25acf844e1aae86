// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/text.h"

#include <inttypes.h>

#include "tests/unit/test.h"

TEST(empty_text_is_a_text)
{
	AUTO_TEXT struct text t = TEXT_INIT;

	ASSERT_STREQ(text_get(&t), "");
	text_clear(&t);
	text_add(&t, "");
	ASSERT_STREQ(text_get(&t), "");
	ASSERT_TRUE(text_ok(&t));
}

TEST(it_grows_over_every_boundary)
{
	for (size_t step = 1; step < 40; step++) {
		AUTO_TEXT struct text t = TEXT_INIT;
		char part[64];

		memset(part, 'x', sizeof(part));
		for (int i = 0; i < 200; i++)
			text_add_n(&t, part, step);
		ASSERT_EQ(t.len, 200 * step);
		ASSERT_EQ(strlen(text_get(&t)), 200 * step);
		text_clear(&t);
		ASSERT_STREQ(text_get(&t), "");
		text_add_char(&t, 'y');
		ASSERT_STREQ(text_get(&t), "y");
	}
}

TEST(printf_of_any_length)
{
	AUTO_TEXT struct text t = TEXT_INIT;
	char want[1200];

	for (int n = 0; n < 1000; n += 37) {
		text_clear(&t);
		text_add(&t, "<");
		text_printf(&t, "%*d>", n, 7);
		(void)snprintf(want, sizeof(want), "<%*d>", n, 7);
		ASSERT_STREQ(text_get(&t), want);
	}
}

TEST(numbers_are_those_of_printf)
{
	static const int64_t numbers[] = { 0, 1, -1, 9, 10, -10, 99, 100, INT64_MAX, INT64_MIN };
	char want[32];

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		AUTO_TEXT struct text t = TEXT_INIT;

		text_add_number(&t, numbers[i]);
		(void)snprintf(want, sizeof(want), "%" PRId64, numbers[i]);
		ASSERT_STREQ(text_get(&t), want);
		for (unsigned least = 1; least <= 20; least++) {
			text_clear(&t);
			text_add_digits(&t, (uint64_t)numbers[i], least);
			(void)snprintf(want, sizeof(want), "%0*" PRIu64, (int)least,
				       (uint64_t)numbers[i]);
			ASSERT_STREQ(text_get(&t), want);
		}
	}
}

TEST(done_text_can_be_used_again)
{
	struct text t = TEXT_INIT;

	text_add(&t, "one");
	text_done(&t);
	ASSERT_STREQ(text_get(&t), "");
	text_add(&t, "two");
	ASSERT_STREQ(text_get(&t), "two");
	text_done(&t);
	text_done(&t);
}

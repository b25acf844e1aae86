// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/utf8.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

TEST(lengths_at_the_ends_of_each_range)
{
	ASSERT_EQ(utf8_length(""), 1);
	ASSERT_EQ(utf8_length("\x7f"), 1);
	ASSERT_EQ(utf8_length("\xc2\x80"), 2);
	ASSERT_EQ(utf8_length("\xdf\xbf"), 2);
	ASSERT_EQ(utf8_length("\xe0\xa0\x80"), 3);
	ASSERT_EQ(utf8_length("\xed\x9f\xbf"), 3);
	ASSERT_EQ(utf8_length("\xee\x80\x80"), 3);
	ASSERT_EQ(utf8_length("\xef\xbf\xbf"), 3);
	ASSERT_EQ(utf8_length("\xf0\x90\x80\x80"), 4);
	ASSERT_EQ(utf8_length("\xf4\x8f\xbf\xbf"), 4);
}

TEST(what_rfc_3629_forbids)
{
	static const char *const bad[] = {
		"\x80",
		"\xbf",
		"\xc0\x80",
		"\xc1\xbf",
		"\xe0\x9f\xbf",
		"\xed\xa0\x80",
		"\xed\xbf\xbf",
		"\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xff",
		"\xc2",
		"\xe2\x82",
		"\xf0\x9f\x98",
		"\xe2\x82\xc0",
		"\xf0\x9f\x98\x7f",
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		ASSERT_EQ(utf8_length(bad[i]), 0);
		ASSERT_FALSE(utf8_printable(bad[i]));
	}
}

/* Against the definition: encode every code point, and decode every pair of bytes. */
TEST(every_code_point)
{
	for (uint32_t p = 1; p <= 0x10ffff; p++) {
		char s[5] = { 0 };
		size_t n = p < 0x80 ? 1 : p < 0x800 ? 2 : p < 0x10000 ? 3 : 4;
		bool surrogate = p >= 0xd800 && p <= 0xdfff;

		if (n == 1)
			s[0] = (char)p;
		for (size_t i = n; n > 1 && i-- > 0;)
			s[i] = (char)(0x80 | (p >> (6 * (n - 1 - i)) & 0x3f));
		if (n > 1)
			s[0] = (char)((0xf00 >> n & 0xff) | p >> (6 * (n - 1)));
		ASSERT_EQ(utf8_length(s), surrogate ? 0 : n);
		ASSERT_EQ(utf8_printable(s), !surrogate && p >= 0x20 && !(p >= 0x7f && p <= 0x9f));
		if (!surrogate)
			ASSERT_EQ(utf8_count(s), 1);
	}
}

TEST(printable_and_count)
{
	ASSERT_TRUE(utf8_printable(""));
	ASSERT_TRUE(utf8_printable("Größe 25 °C → 😀"));
	ASSERT_EQ(utf8_count("Größe 😀"), 7);
	ASSERT_EQ(utf8_count(""), 0);
	ASSERT_FALSE(utf8_printable("line\nbreak"));
	ASSERT_FALSE(utf8_printable("good until the cut \xe2\x82"));
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/bytes.h"

#include "tests/unit/test.h"

static const char *shown(uint64_t bytes)
{
	static struct text out;

	text_clear(&out);
	present_bytes(&out, bytes);
	return text_get(&out);
}

TEST(sizes)
{
	ASSERT_STREQ(shown(0), "0 bytes");
	ASSERT_STREQ(shown(1), "1 byte");
	ASSERT_STREQ(shown(1023), "1023 bytes");
	ASSERT_STREQ(shown(1024), "1.0 KiB");
	ASSERT_STREQ(shown(1536), "1.5 KiB");
	ASSERT_STREQ(shown(5242880), "5.0 MiB");
	ASSERT_STREQ(shown(20761804), "19.8 MiB");
	ASSERT_STREQ(shown(UINT64_C(3) << 60), "3.0 EiB");
	ASSERT_STREQ(shown(UINT64_MAX), "16.0 EiB");
}

TEST(what_is_rounded_up_gets_the_next_unit)
{
	ASSERT_STREQ(shown(1024 * 1024 - 1), "1.0 MiB");
	ASSERT_STREQ(shown(1024 * 1024 - 52), "1023.9 KiB");
	ASSERT_STREQ(shown(1024 * 1023), "1023.0 KiB");
	ASSERT_STREQ(shown((UINT64_C(1) << 40) - 1), "1.0 TiB");
}

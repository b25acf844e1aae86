// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* If-None-Match, as people's browsers and strangers write it. */
#include "daemons/webd/etag.h"

#include "tests/unit/test.h"

#define TAG "\"0123456789abcdef-gz\""

static bool has(const char *list)
{
	return etag_matches(list, TAG);
}

TEST(one_tag)
{
	ASSERT_TRUE(has(TAG));
	ASSERT_TRUE(has("W/" TAG));
	ASSERT_TRUE(has("  " TAG "\t"));
	/* the same content, not packed, is another representation */
	ASSERT_FALSE(has("\"0123456789abcdef\""));
	ASSERT_FALSE(has("\"0123456789abcdef-gz2\""));
	ASSERT_FALSE(has("\"0123456789ABCDEF-gz\""));
}

TEST(a_list_of_them)
{
	ASSERT_TRUE(has("\"a\", " TAG));
	ASSERT_TRUE(has("\"a\"," TAG ",\"b\""));
	ASSERT_TRUE(has(", ,W/\"a\" ,\tW/" TAG ",,"));
	/* a comma within quotes parts nothing */
	ASSERT_TRUE(has("\"a,b\"," TAG));
	ASSERT_FALSE(has("\"a," TAG));
	ASSERT_FALSE(has("\"a\",\"b\""));
	ASSERT_FALSE(etag_matches("\"a,\"", "\"a\""));
	ASSERT_TRUE(etag_matches("\"\"", "\"\""));
	ASSERT_TRUE(etag_matches("\"\xc3\xa4\", " TAG, TAG));
}

TEST(any)
{
	ASSERT_TRUE(has("*"));
	ASSERT_TRUE(has(" * "));
	ASSERT_FALSE(has("*, \"a\""));
	ASSERT_FALSE(has("**"));
	ASSERT_FALSE(has("W/*"));
	/* these are two characters of a tag */
	ASSERT_FALSE(has("\"*\""));
}

TEST(what_is_no_list)
{
	static const char *const wrong[] = {
		"",
		" ",
		",",
		"0123456789abcdef-gz",
		"\"0123456789abcdef-gz",
		"W/",
		"w/" TAG,
		"W/ " TAG,
		"'a', " TAG,
		"\"a\"" TAG,
		"\"a b\", " TAG,
		"\"a\x7f\", " TAG,
		"\"\r\n\", " TAG,
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ASSERT_FALSE(has(wrong[i]));
}

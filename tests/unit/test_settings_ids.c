// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/ids.h"
#include "tests/unit/test.h"

TEST(taken_apart_in_order)
{
	const char *at = "alarm_out horn x9";
	char id[CHANNEL_ID_MAX];

	ASSERT_TRUE(ids_next(&at, id));
	ASSERT_STREQ(id, "alarm_out");
	ASSERT_TRUE(ids_next(&at, id));
	ASSERT_STREQ(id, "horn");
	ASSERT_TRUE(ids_next(&at, id));
	ASSERT_STREQ(id, "x9");
	ASSERT_FALSE(ids_next(&at, id));
	ASSERT_FALSE(ids_next(&at, id));
	at = "";
	ASSERT_FALSE(ids_next(&at, id));
}

TEST(what_is_too_long_is_cut)
{
	char text[100], id[CHANNEL_ID_MAX];
	const char *at = text;

	memset(text, 'a', sizeof(text));
	memcpy(text + sizeof(text) - 3, " b", 3);
	ASSERT_TRUE(ids_next(&at, id));
	ASSERT_EQ(strlen(id), CHANNEL_ID_MAX - 1);
	ASSERT_TRUE(ids_next(&at, id));
	ASSERT_STREQ(id, "b");
}

TEST(named_or_not)
{
	ASSERT_TRUE(ids_have("alarm_out horn", "horn"));
	ASSERT_TRUE(ids_have("alarm_out horn", "alarm_out"));
	ASSERT_FALSE(ids_have("alarm_out horn", "alarm"));
	ASSERT_FALSE(ids_have("", "horn"));
}

TEST(only_the_canonical_shape)
{
	static const char *const good[] = { "", "a", "a b", "alarm_out horn x9" };
	static const char *const bad[] = {
		" ", "a ", " a", "a  b", "a,b", "a\tb", "A", "9", "a B"
	};
	char text[CHANNEL_ID_MAX + 1];

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!ids_valid(good[i]))
			TEST_FAIL("'%s' is refused", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (ids_valid(bad[i]))
			TEST_FAIL("'%s' is taken", bad[i]);
	memset(text, 'a', sizeof(text));
	text[CHANNEL_ID_MAX] = '\0';
	ASSERT_FALSE(ids_valid(text));
	text[CHANNEL_ID_MAX - 1] = '\0';
	ASSERT_TRUE(ids_valid(text));
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/nearest.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static const char *const words[] = { "load_watts", "load_amps", "ac_present",
				     "ac_volts",   "di3",	"di4" };

static const char *near(const char *word)
{
	return nearest_word(word, words, ARRAY_SIZE(words));
}

TEST(slips_find_the_word)
{
	ASSERT_STREQ(near("load_wats"), "load_watts");
	ASSERT_STREQ(near("load_wattss"), "load_watts");
	ASSERT_STREQ(near("laod_watts"), "load_watts");
	ASSERT_STREQ(near("acpresent"), "ac_present");
	ASSERT_STREQ(near("ac_volts"), "ac_volts");
}

TEST(the_first_of_equals_is_taken)
{
	ASSERT_STREQ(near("di5"), "di3");
}

TEST(other_words_are_not_near)
{
	char huge[1000];

	memset(huge, 'a', sizeof(huge) - 1);
	huge[sizeof(huge) - 1] = '\0';
	ASSERT_TRUE(near("temperature") == NULL);
	ASSERT_TRUE(near("x") == NULL);
	ASSERT_TRUE(near("") == NULL);
	ASSERT_TRUE(near(huge) == NULL);
	ASSERT_TRUE(nearest_word("a", NULL, 0) == NULL);
}

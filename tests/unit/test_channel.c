// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/model/channel.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

TEST(ids_are_found_by_their_whole_text)
{
	struct channel table[] = { { .id = "volts" }, { .id = "volts_battery" }, { .id = "di1" } };

	ASSERT_EQ(channel_find(table, 3, "volts"), 0);
	ASSERT_EQ(channel_find(table, 3, "volts_battery"), 1);
	ASSERT_EQ(channel_find(table, 3, "di1"), 2);
	ASSERT_EQ(channel_find(table, 2, "di1"), -ENOENT);
	ASSERT_EQ(channel_find(table, 3, "volt"), -ENOENT);
	ASSERT_EQ(channel_find(table, 3, ""), -ENOENT);
	ASSERT_EQ(channel_find(table, 0, "volts"), -ENOENT);
}

TEST(possible_ids)
{
	static const char *const good[] = { "a", "di1", "volts_battery",
					    "a234567890123456789012345678901" };
	static const char *const bad[] = { "",
					   "1di",
					   "_x",
					   "Volts",
					   "a b",
					   "a-b",
					   "a.b",
					   "größe",
					   "a\n",
					   "../etc",
					   "a2345678901234567890123456789012" };

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		ASSERT_TRUE(channel_id_valid(good[i]));
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ASSERT_FALSE(channel_id_valid(bad[i]));
}

TEST(hidden_and_digital)
{
	struct channel c = { .id = "x", .kind = CHANNEL_ANALOG_IN };

	ASSERT_TRUE(channel_hidden(&c));
	ASSERT_FALSE(channel_digital(&c));
	c.name[0] = 'N';
	c.kind = CHANNEL_DIGITAL_OUT;
	ASSERT_FALSE(channel_hidden(&c));
	ASSERT_TRUE(channel_digital(&c));
}

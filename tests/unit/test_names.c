// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/model/names.h"

#include "lib/base/util.h"
#include "lib/model/fact.h"
#include "tests/unit/test.h"

/* Each value has a name of its own, fit for files and URLs, and the name gives the value back. */
#define ROUND_TRIP(prefix, first, max)                                                             \
	do {                                                                                       \
		for (int v = (first); v < (int)(max); v++) {                                       \
			const char *name = prefix##_to_name((enum prefix)v);                       \
			ASSERT_TRUE(name &&*name);                                                 \
			ASSERT_EQ(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-"),           \
				  strlen(name));                                                   \
			ASSERT_EQ(prefix##_from_name(name), v);                                    \
		}                                                                                  \
		ASSERT_EQ(prefix##_from_name("no such name"), -EINVAL);                            \
	} while (0)

TEST(all_enums_round_trip)
{
	ROUND_TRIP(quality, 0, QUALITY_MAX);
	ROUND_TRIP(unit, 0, UNIT_MAX);
	ROUND_TRIP(channel_kind, 0, CHANNEL_KIND_MAX);
	ROUND_TRIP(source_kind, 0, SOURCE_KIND_MAX);
	ROUND_TRIP(channel_role, 0, ROLE_MAX);
	ROUND_TRIP(holder, 0, HOLDER_MAX);
	ROUND_TRIP(boot_state, 0, BOOT_STATE_MAX);
	ROUND_TRIP(colour, 0, COLOUR_MAX);
	ROUND_TRIP(side, 0, SIDE_MAX);
	ROUND_TRIP(log_what, 0, LOG_WHAT_MAX);
	ROUND_TRIP(fact_kind, FACT_EDGE, FACT_KIND_MAX);
}

TEST(no_fact_has_the_empty_name)
{
	/* 0 is no kind; a decoder refuses it, and no name leads to it but the empty one */
	ASSERT_EQ(fact_kind_from_name("edge"), FACT_EDGE);
	ASSERT_LT(fact_kind_from_name(""), FACT_EDGE);
}

TEST(every_unit_has_a_symbol)
{
	for (int v = 0; v < UNIT_MAX; v++)
		ASSERT_TRUE(unit_symbol((enum unit)v) != NULL);
	ASSERT_STREQ(unit_symbol(UNIT_VOLT), "V");
	ASSERT_STREQ(unit_symbol(UNIT_CELSIUS), "°C");
	ASSERT_STREQ(unit_symbol(UNIT_NONE), "");
}

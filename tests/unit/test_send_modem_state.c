// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/send/modem_state.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static const struct modem_state at_home = {
	.there = true,
	.texts = true,
	.state = 8,
	.cellular = true,
	.registration = 1,
	.quality = 73,
	.recent = true,
};

TEST(all_of_it_is_told)
{
	struct modem_state odd = at_home;
	struct msg_modem m;

	modem_tells(&at_home, &m);
	ASSERT_TRUE(m.there && m.registered && m.recent);
	ASSERT_EQ(m.signal, 73);
	ASSERT_STREQ(m.why, "");
	odd.quality = 4000000000u;
	odd.recent = false;
	modem_tells(&odd, &m);
	ASSERT_EQ(m.signal, 100);
	ASSERT_FALSE(m.recent);
}

TEST(none_is_told_as_none)
{
	struct modem_state none = at_home;
	struct msg_modem m;

	none.there = false;
	modem_tells(&none, &m);
	ASSERT_FALSE(m.there || m.registered || m.recent);
	ASSERT_EQ(m.signal, 0);
	ASSERT_CONTAINS(m.why, "no modem");
}

/* Idle, searching, denied, unknown, emergency calls alone, and what a later one may bring. */
TEST(registered_is_at_home_or_roaming)
{
	static const uint32_t yes[] = { 1, 5, 6, 7, 9, 10 }, no[] = { 0, 2, 3, 4, 8, 11, 12, 255 };
	struct modem_state s = at_home;
	struct msg_modem m;

	for (size_t i = 0; i < ARRAY_SIZE(yes); i++) {
		s.registration = yes[i];
		modem_tells(&s, &m);
		ASSERT_TRUE(m.registered);
	}
	for (size_t i = 0; i < ARRAY_SIZE(no); i++) {
		s.registration = no[i];
		modem_tells(&s, &m);
		ASSERT_FALSE(m.registered);
	}
	/* of other networks */
	s.cellular = false;
	modem_tells(&s, &m);
	ASSERT_TRUE(m.registered);
	s = at_home;
	s.state = 7;
	modem_tells(&s, &m);
	ASSERT_FALSE(m.registered);
}

TEST(one_that_sends_is_the_unit_s)
{
	struct modem_state none = { 0 }, mute = at_home, idle = at_home, other = at_home;

	mute.texts = false;
	idle.state = 3;
	other.there = false;
	ASSERT_TRUE(modem_sends(&at_home));
	ASSERT_FALSE(modem_sends(&mute) || modem_sends(&idle) || modem_sends(&none) ||
		     modem_sends(&other));
	ASSERT_TRUE(modem_better(&idle, &none));
	ASSERT_TRUE(modem_better(&at_home, &idle));
	ASSERT_FALSE(modem_better(&idle, &at_home));
	/* the first of equals */
	ASSERT_FALSE(modem_better(&at_home, &at_home));
	ASSERT_FALSE(modem_better(&mute, &idle));
	/* an object that is no modem */
	ASSERT_FALSE(modem_better(&other, &none));
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/kept.h"

#include <errno.h>
#include <string.h>

#include "lib/base/util.h"
#include "tests/unit/test.h"

static uint8_t bytes[KEPT_BYTES_MAX];

static struct kept_alarm alarm(void)
{
	struct kept_alarm k = {
		.boot_id = { 1, 2, 3 },
		.state = { .shelved_until_mono_us = 77,
			   .note = "looked at",
			   .by = "anna",
			   .chatter_total = 12,
			   .recovered = true },
	};
	struct alarm *a = &k.state.alarm;

	(void)snprintf(a->id, sizeof(a->id), "volts_battery_low");
	(void)snprintf(a->channel, sizeof(a->channel), "volts_battery");
	a->when = ALARM_BELOW;
	a->priority = PRIORITY_CRITICAL;
	a->active = a->acknowledged = a->shelved = true;
	a->occurrence = 42;
	a->raised = (struct instant){ 1000, 2000 };
	(void)snprintf(a->note, sizeof(a->note), "seen");
	return k;
}

TEST(an_alarm_comes_back_as_it_was)
{
	struct kept_alarm k = alarm(), back;
	int len = kept_put_alarm(bytes, sizeof(bytes), &k);

	memset(&back, 0, sizeof(back));
	ASSERT_GT(len, 0);
	ASSERT_OK(kept_get_alarm(bytes, (size_t)len, &back));
	ASSERT_EQ(memcmp(&k, &back, sizeof(k)), 0);
}

TEST(what_is_cut_or_of_another_version_is_nothing)
{
	struct kept_alarm k = alarm(), back;
	int len = kept_put_alarm(bytes, sizeof(bytes), &k);

	for (size_t n = 0; n < (size_t)len; n++)
		ASSERT_EQ(kept_get_alarm(bytes, n, &back), -EBADMSG);
	bytes[len] = 0;
	ASSERT_EQ(kept_get_alarm(bytes, (size_t)len + 1, &back), -EBADMSG);
	bytes[0]++;
	ASSERT_EQ(kept_get_alarm(bytes, (size_t)len, &back), -EBADMSG);
}

TEST(the_longest_alarm_fits)
{
	struct kept_alarm k = alarm();
	struct alarm *a = &k.state.alarm;

	memset(a->id, 'x', sizeof(a->id) - 1);
	memset(a->channel, 'x', sizeof(a->channel) - 1);
	memset(a->note, 'x', sizeof(a->note) - 1);
	memset(a->by, 'x', sizeof(a->by) - 1);
	memset(k.state.note, 'x', sizeof(k.state.note) - 1);
	memset(k.state.by, 'x', sizeof(k.state.by) - 1);
	ASSERT_GT(kept_put_alarm(bytes, sizeof(bytes), &k), 0);
}

TEST(cursor_flag_number_and_maintenance)
{
	struct kept_cursor c = { 0x0123456789abcdef, 99 }, c2;
	struct kept_maintenance m = { .until_mono_us = 5,
				      .until_wall_us = 6,
				      .reason = "test",
				      .by = "ops" },
				m2;
	uint64_t number;
	bool flag = false;
	int len = kept_put_cursor(bytes, sizeof(bytes), &c);

	ASSERT_OK(kept_get_cursor(bytes, (size_t)len, &c2));
	ASSERT_TRUE(c2.instance == c.instance && c2.next == 99);
	len = kept_put_flag(bytes, sizeof(bytes), true);
	ASSERT_OK(kept_get_flag(bytes, (size_t)len, &flag));
	ASSERT_TRUE(flag);
	/* a truth is 0 or 1 */
	bytes[1] = 2;
	ASSERT_EQ(kept_get_flag(bytes, (size_t)len, &flag), -EBADMSG);
	len = kept_put_number(bytes, sizeof(bytes), 12345);
	ASSERT_OK(kept_get_number(bytes, (size_t)len, &number));
	ASSERT_EQ(number, 12345);
	len = kept_put_maintenance(bytes, sizeof(bytes), &m);
	ASSERT_OK(kept_get_maintenance(bytes, (size_t)len, &m2));
	ASSERT_EQ(m2.until_wall_us, 6);
	ASSERT_STREQ(m2.reason, "test");
	ASSERT_STREQ(m2.by, "ops");
}

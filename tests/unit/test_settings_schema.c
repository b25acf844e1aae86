// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/schema.h"
#include "tests/unit/test.h"

#define UNTOUCHED 0x5a

static struct settings settings;

static bool untouched(const void *from, const void *to)
{
	for (const uint8_t *p = from; p < (const uint8_t *)to; p++)
		if (*p != UNTOUCHED)
			return false;
	return true;
}

/* 128 rules are 56 KiB in each daemon: the pages of those that are not there stay untouched. */
TEST(only_the_items_that_are_there_are_written)
{
	const struct settings *s = &settings;

	memset(&settings, UNTOUCHED, sizeof(settings));
	schema_defaults(&settings);
	ASSERT_EQ(s->n_converters + s->n_channels + s->n_interlocks + s->n_alarms + s->n_schedules,
		  0);
	ASSERT_EQ(s->generation, 0);
	ASSERT_EQ(s->journal.rows, 100000);
	ASSERT_EQ(s->logging.what, LOG_WHAT_BOTH);
	ASSERT_EQ(s->logging.rate_min, 1);
	ASSERT_EQ(s->logging.file_kib, 5 * 1024);
	ASSERT_EQ(s->history.minutes_days, 396);
	ASSERT_TRUE(untouched(s->converters, s + 1));
	ASSERT_EQ(subject_find_or_add(&subject_alarms, &settings, "a"), 0);
	ASSERT_EQ(subject_find_or_add(&subject_alarms, &settings, "b"), 1);
	ASSERT_TRUE(untouched(s->converters, s->alarms));
	ASSERT_TRUE(untouched(&s->alarms[2], s + 1));
	ASSERT_STREQ(s->alarms[1].id, "b");
	ASSERT_STREQ(s->alarms[1].alarm_outputs, "");
	ASSERT_EQ(s->alarms[1].setpoint, SETTINGS_UNSET);
	ASSERT_EQ(s->alarms[1].window_s, 60);
	ASSERT_EQ(s->alarms[1].priority, PRIORITY_MEDIUM);
	ASSERT_TRUE(s->alarms[1].enabled && !s->alarms[1].latched);
}

TEST(items_have_room_in_the_lists_on_the_stack)
{
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	for (unsigned i = 0; i < n; i++)
		ASSERT_LE(subjects[i]->most, SUBJECT_ITEMS_MAX);
}

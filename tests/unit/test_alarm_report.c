// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/alarm_report.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define HOUR_US (3600 * USEC_PER_SEC)
#define DAY_US	(24 * HOUR_US)

static struct alarm_report r;

static void begin(void)
{
	alarm_report_done(&r);
	alarm_report_begin(&r, 0, 10 * DAY_US);
}

static struct event *take(const char *alarm, enum event_kind kind, int64_t wall_us)
{
	static struct event e;

	e = (struct event){ .kind = kind, .now = { wall_us, wall_us } };
	strcpy(e.alarm, alarm);
	alarm_report_take(&r, &e);
	return &e;
}

TEST(the_noisiest_first)
{
	begin();
	for (int i = 0; i < 3; i++) {
		take("door", EVENT_ALARM_RAISED, i * HOUR_US);
		take("door", EVENT_ALARM_CLEARED, i * HOUR_US + HOUR_US / 2);
	}
	take("door", EVENT_ALARM_CHATTERING, 3 * HOUR_US);
	take("low", EVENT_ALARM_RAISED, 9 * DAY_US);
	take("", EVENT_STARTED, 9 * DAY_US);
	take("quiet", EVENT_ALARM_ACKNOWLEDGED, 9 * DAY_US);
	ASSERT_OK(alarm_report_end(&r));
	ASSERT_EQ(r.n, 2);
	ASSERT_STREQ(r.rows[0].alarm, "door");
	ASSERT_EQ(r.rows[0].raises, 3);
	ASSERT_EQ(r.rows[0].chatters, 1);
	ASSERT_EQ(r.rows[0].active_us, 3 * HOUR_US / 2);
	ASSERT_FALSE(r.rows[0].active);
	ASSERT_STREQ(r.rows[1].alarm, "low");
	ASSERT_EQ(r.rows[1].now_us, DAY_US);
	ASSERT_EQ(r.rows[1].active_us, DAY_US);
	ASSERT_EQ(r.raises, 4);
	ASSERT_EQ(r.active, 1);
	ASSERT_EQ(r.stale, 0);
}

TEST(what_began_before_the_period_is_clipped)
{
	begin();
	r.since_us = 5 * DAY_US;
	take("old", EVENT_ALARM_RAISED, 1 * DAY_US);
	take("over", EVENT_ALARM_RAISED, 1 * DAY_US);
	take("over", EVENT_ALARM_CLEARED, 2 * DAY_US);
	take("ends", EVENT_ALARM_RAISED, 4 * DAY_US);
	take("ends", EVENT_ALARM_RESET, 6 * DAY_US);
	ASSERT_OK(alarm_report_end(&r));
	ASSERT_EQ(r.n, 2);
	ASSERT_STREQ(r.rows[0].alarm, "old");
	ASSERT_EQ(r.rows[0].raises, 0);
	ASSERT_EQ(r.rows[0].active_us, 5 * DAY_US);
	ASSERT_EQ(r.rows[0].now_us, 9 * DAY_US);
	ASSERT_EQ(r.stale, 1);
	ASSERT_STREQ(r.rows[1].alarm, "ends");
	ASSERT_EQ(r.rows[1].active_us, DAY_US);
}

TEST(how_long_until_somebody_looked)
{
	static const int64_t after_us[] = { 10, 20, 90, 1000 };

	begin();
	for (unsigned i = 0; i < ARRAY_SIZE(after_us); i++) {
		take("door", EVENT_ALARM_RAISED, i * HOUR_US);
		take("door", EVENT_ALARM_ACKNOWLEDGED, i * HOUR_US + after_us[i]);
		/* a second one says nothing new */
		take("door", EVENT_ALARM_ACKNOWLEDGED, i * HOUR_US + 2000);
	}
	take("low", EVENT_ALARM_RAISED, 0);
	take("low", EVENT_ALARM_ACKNOWLEDGED, 30);
	take("unseen", EVENT_ALARM_RAISED, 0);
	ASSERT_OK(alarm_report_end(&r));
	ASSERT_EQ(r.acknowledged, 5);
	ASSERT_EQ(r.ack_mean_us, 230);
	ASSERT_EQ(r.ack_median_us, 30);
	ASSERT_EQ(r.rows[0].acknowledged, 4);
	ASSERT_EQ(r.rows[0].ack_mean_us, 280);
	ASSERT_EQ(r.rows[0].ack_median_us, 55);
}

/* The wall clock was set forward by a year in between; only another boot has to believe it. */
TEST(spans_within_a_boot_are_those_of_its_own_clock)
{
	struct event e = { .kind = EVENT_ALARM_RAISED, .alarm = "x", .boot_id = { 1 } };

	begin();
	r.now_us = 500 * DAY_US;
	alarm_report_take(&r, &e);
	e.kind = EVENT_ALARM_CLEARED;
	e.now = (struct instant){ 365 * DAY_US, HOUR_US };
	alarm_report_take(&r, &e);
	ASSERT_EQ(r.rows[0].active_us, HOUR_US);
	e.kind = EVENT_ALARM_RAISED;
	alarm_report_take(&r, &e);
	e.kind = EVENT_ALARM_CLEARED;
	e.boot_id[0] = 2;
	e.now = (struct instant){ 366 * DAY_US, 5 };
	alarm_report_take(&r, &e);
	ASSERT_EQ(r.rows[0].active_us, HOUR_US + DAY_US);
	ASSERT_OK(alarm_report_end(&r));
}

TEST(an_alarm_whose_raising_was_pruned)
{
	struct alarm a = { .id = "old", .raised = { .wall_us = DAY_US }, .active = true };

	begin();
	alarm_report_active(&r, &a);
	take("known", EVENT_ALARM_RAISED, 9 * DAY_US);
	strcpy(a.id, "known");
	alarm_report_active(&r, &a);
	ASSERT_OK(alarm_report_end(&r));
	ASSERT_EQ(r.active, 2);
	ASSERT_STREQ(r.rows[0].alarm, "known");
	ASSERT_EQ(r.rows[0].now_us, DAY_US);
	ASSERT_EQ(r.rows[1].now_us, 9 * DAY_US);
}

TEST(more_alarms_than_are_listed)
{
	char id[ALARM_ID_MAX];

	begin();
	for (int i = 0; i < ALARM_REPORT_ROWS_MAX + 5; i++) {
		(void)snprintf(id, sizeof(id), "a%d", i);
		take(id, EVENT_ALARM_RAISED, i);
	}
	ASSERT_OK(alarm_report_end(&r));
	ASSERT_EQ(r.n, ALARM_REPORT_ROWS_MAX);
	ASSERT_EQ(r.left_out, 5);
	alarm_report_done(&r);
}

/* Of each alarm its own, in whatever order they came. */
TEST(acknowledgements_of_several_alarms)
{
	begin();
	for (int i = 0; i < 3; i++) {
		take("b", EVENT_ALARM_RAISED, i * HOUR_US);
		take("a", EVENT_ALARM_RAISED, i * HOUR_US);
		take("b", EVENT_ALARM_ACKNOWLEDGED, i * HOUR_US + 30 - i);
		take("a", EVENT_ALARM_ACKNOWLEDGED, i * HOUR_US + 1000 * (i + 1));
		take("c", EVENT_ALARM_RAISED, i * HOUR_US);
	}
	ASSERT_OK(alarm_report_end(&r));
	ASSERT_EQ(r.n, 3);
	for (unsigned i = 0; i < r.n; i++) {
		const struct alarm_report_row *row = &r.rows[i];
		bool a = streq(row->alarm, "a"), b = streq(row->alarm, "b");

		ASSERT_EQ(row->acknowledged, a || b ? 3 : 0);
		ASSERT_EQ(row->ack_mean_us, a ? 2000 : b ? 29 : 0);
		ASSERT_EQ(row->ack_median_us, a ? 2000 : b ? 29 : 0);
	}
	ASSERT_EQ(r.ack_median_us, (30 + 1000) / 2);
}

TEST(more_acknowledgements_than_are_kept)
{
	begin();
	for (int i = 0; i < ALARM_REPORT_ACKS_MAX + 3; i++) {
		take("a", EVENT_ALARM_RAISED, i * 10);
		take("a", EVENT_ALARM_ACKNOWLEDGED, i * 10 + 5);
	}
	ASSERT_OK(alarm_report_end(&r));
	ASSERT_EQ(r.acknowledged, ALARM_REPORT_ACKS_MAX);
	ASSERT_EQ(r.ack_mean_us, 5);
	ASSERT_EQ(r.left_out, 3);
	alarm_report_done(&r);
}

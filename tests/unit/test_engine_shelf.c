// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/engine_rig.h"

static void start(void)
{
	rig_new();
	rig_contact("a", 0)->message = true;
	rig.rules.rules[0].outputs = 1 << 3;
	rig_start();
	(void)rig_after(0);
}

TEST(a_shelved_alarm_goes_on_but_is_quiet)
{
	const struct alarm *a;

	start();
	ASSERT_EQ(rig_shelve("a", 1000), 0);
	ASSERT_EQ(rig.told.list[0].value, 1 * MICRO);
	ASSERT_EQ(rig.told.list[0].quality, QUALITY_OK);
	ASSERT_STREQ(rig_told(), "shelved a q");
	a = rig_alarm("a");
	ASSERT_TRUE(a->shelved);
	ASSERT_EQ(a->shelved_until_us, rig.in.now.wall_us + USEC_PER_SEC);
	ASSERT_STREQ(a->note, "painting");
	ASSERT_STREQ(a->by, "bo");
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "raised a qf");
	ASSERT_STREQ(a->note, "painting");
	ASSERT_FALSE(rig_holds(3));
	rig_open(0);
	ASSERT_STREQ(rig_after(10), "cleared a q");
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "raised a qf");
	ASSERT_STREQ(rig_after(969), "");
	ASSERT_STREQ(rig_after(1), "unshelved a");
	ASSERT_FALSE(a->shelved);
	ASSERT_EQ(a->shelved_until_us, 0);
	ASSERT_STREQ(a->note, "");
	ASSERT_TRUE(rig_holds(3));
	rig_open(0);
	ASSERT_STREQ(rig_after(10), "cleared a m");
	rig_stop();
}

TEST(unshelved_by_request)
{
	start();
	ASSERT_EQ(engine_unshelve(rig.engine, 0, rig.in.now, &rig.told), -EALREADY);
	rig_close(0);
	ASSERT_EQ(rig_shelve("a", 1000), 0);
	ASSERT_STREQ(rig_after(10), "shelved a q, raised a qf");
	ASSERT_EQ(engine_unshelve(rig.engine, 0, rig.in.now, &rig.told), 0);
	ASSERT_STREQ(rig_told(), "unshelved a");
	ASSERT_TRUE(rig_holds(3));
	ASSERT_STREQ(rig_after(5000), "");
	rig_stop();
}

TEST(shelving_anew_replaces_the_expiry)
{
	start();
	(void)rig_shelve("a", 1000);
	ASSERT_EQ(rig_shelve("a", 3000), 0);
	ASSERT_STREQ(rig_told(), "shelved a q, shelved a q");
	ASSERT_STREQ(rig_after(2999), "");
	ASSERT_STREQ(rig_after(1), "unshelved a");
	rig_stop();
}

TEST(it_expires_by_the_monotonic_clock)
{
	start();
	(void)rig_shelve("a", 1000);
	(void)rig_told();
	rig.in.now.wall_us += 86400 * USEC_PER_SEC;
	ASSERT_STREQ(rig_after(999), "");
	ASSERT_STREQ(rig_after(1), "unshelved a");
	rig_stop();
}

TEST(it_expires_before_what_comes_at_the_same_moment)
{
	start();
	(void)rig_shelve("a", 1000);
	(void)rig_told();
	rig_close(0);
	ASSERT_STREQ(rig_after(1000), "unshelved a, raised a mf");
	rig_stop();
}

TEST(the_words_of_the_acknowledgement_come_back)
{
	start();
	rig_close(0);
	(void)rig_after(1);
	ASSERT_EQ(rig_acknowledge("a"), 0);
	ASSERT_STREQ(rig_alarm("a")->note, "seen");
	(void)rig_shelve("a", 1000);
	ASSERT_STREQ(rig_alarm("a")->note, "painting");
	(void)rig_after(1000);
	ASSERT_STREQ(rig_alarm("a")->note, "seen");
	ASSERT_STREQ(rig_alarm("a")->by, "anna");
	/* acknowledged under the shelf */
	rig_open(0);
	(void)rig_after(1);
	rig_close(0);
	(void)rig_after(1);
	(void)rig_shelve("a", 1000);
	ASSERT_EQ(rig_acknowledge("a"), 0);
	ASSERT_STREQ(rig_alarm("a")->note, "painting");
	(void)rig_after(1000);
	ASSERT_STREQ(rig_alarm("a")->note, "seen");
	rig_stop();
}

TEST(a_raise_under_the_shelf_forgets_the_acknowledgement)
{
	start();
	rig_close(0);
	(void)rig_after(1);
	(void)rig_acknowledge("a");
	(void)rig_shelve("a", 1000);
	rig_open(0);
	(void)rig_after(1);
	rig_close(0);
	(void)rig_after(1);
	ASSERT_FALSE(rig_alarm("a")->acknowledged);
	ASSERT_STREQ(rig_alarm("a")->note, "painting");
	(void)rig_after(1000);
	ASSERT_STREQ(rig_alarm("a")->note, "");
	ASSERT_STREQ(rig_alarm("a")->by, "");
	rig_stop();
}

TEST(a_span_has_limits)
{
	start();
	ASSERT_EQ(engine_shelve(rig.engine, 0, 0, rig.in.now, "", "", &rig.told), -EINVAL);
	ASSERT_EQ(
		engine_shelve(rig.engine, 0, ENGINE_SPAN_MAX_US + 1, rig.in.now, "", "", &rig.told),
		-EINVAL);
	ASSERT_EQ(engine_shelve(rig.engine, 1, 1000, rig.in.now, "", "", &rig.told), -ENOENT);
	ASSERT_EQ(engine_unshelve(rig.engine, -1, rig.in.now, &rig.told), -ENOENT);
	ASSERT_EQ(engine_maintenance(rig.engine, -1, rig.in.now, &rig.told), -EINVAL);
	ASSERT_EQ(engine_maintenance(rig.engine, ENGINE_SPAN_MAX_US + 1, rig.in.now, &rig.told),
		  -EINVAL);
	ASSERT_STREQ(rig_told(), "");
	rig_stop();
}

TEST(maintenance_is_quiet_but_drives_outputs)
{
	start();
	ASSERT_EQ(engine_maintenance(rig.engine, 0, rig.in.now, &rig.told), -EALREADY);
	ASSERT_EQ(engine_maintenance(rig.engine, 2 * USEC_PER_SEC, rig.in.now, &rig.told), 0);
	ASSERT_EQ(rig.told.list[0].value, 2 * MICRO);
	ASSERT_EQ(rig.told.list[0].rule, RULE_NONE);
	ASSERT_STREQ(rig_told(), "maintenance-begun q");
	ASSERT_TRUE(engine_in_maintenance(rig.engine));
	ASSERT_EQ(engine_maintenance_until_us(rig.engine), rig.in.now.mono_us + 2 * USEC_PER_SEC);
	rig_close(0);
	ASSERT_STREQ(rig_after(10), "raised a qf");
	ASSERT_TRUE(rig_holds(3));
	ASSERT_STREQ(rig_after(1989), "");
	rig_open(0);
	ASSERT_STREQ(rig_after(1), "maintenance-ended, cleared a m");
	ASSERT_FALSE(engine_in_maintenance(rig.engine));
	ASSERT_EQ(engine_maintenance_until_us(rig.engine), 0);
	rig_stop();
}

TEST(maintenance_ends_by_request)
{
	start();
	(void)engine_maintenance(rig.engine, 2 * USEC_PER_SEC, rig.in.now, &rig.told);
	(void)engine_maintenance(rig.engine, 4 * USEC_PER_SEC, rig.in.now, &rig.told);
	ASSERT_STREQ(rig_told(), "maintenance-begun q, maintenance-begun q");
	ASSERT_STREQ(rig_after(3000), "");
	ASSERT_EQ(engine_maintenance(rig.engine, 0, rig.in.now, &rig.told), 0);
	ASSERT_STREQ(rig_told(), "maintenance-ended");
	ASSERT_STREQ(rig_after(9000), "");
	rig_stop();
}

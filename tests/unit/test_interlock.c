// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/interlock.h"

#include "daemons/sensord/outputs/sentence.h"
#include "tests/unit/outputs_settings.h"
#include "tests/unit/test.h"

#define HOUR_US (3600 * USEC_PER_SEC)

static struct past past;

static struct veto check(bool active, int64_t after_us)
{
	return interlock_check(&test_settings, CH_ALARM_OUT, active, &past, &test_snapshot,
			       T0 + after_us);
}

static const char *explain(const struct veto *v, int64_t after_us)
{
	static char text[256];

	text[0] = '\0';
	sentence_add_veto(text, sizeof(text), &test_settings, CH_ALARM_OUT, v, &test_snapshot,
			  T0 + after_us);
	return text;
}

static void begin(void)
{
	test_world();
	past = (struct past){ 0 };
}

TEST(no_rule_allows)
{
	begin();
	ASSERT_EQ(check(true, 0).kind, VETO_NONE);
	test_rule_ac()->enabled = false;
	test_snapshot.samples[CH_AC_LINE].value = 0;
	ASSERT_EQ(check(true, 0).kind, VETO_NONE);
}

TEST(a_condition_forbids_one_state)
{
	struct veto v;

	begin();
	test_rule_ac();
	ASSERT_EQ(check(true, 0).kind, VETO_NONE);
	test_snapshot.samples[CH_AC_LINE].value = 80 * MICRO;
	ASSERT_EQ(check(true, 0).kind, VETO_NONE);
	test_snapshot.samples[CH_AC_LINE].value = 80 * MICRO - 1;
	v = check(true, 0);
	ASSERT_EQ(v.kind, VETO_CONDITION);
	ASSERT_EQ(v.until_us, INT64_MAX);
	ASSERT_STREQ(v.rule->id, "while_ac_down");
	ASSERT_STREQ(explain(&v, 0), "interlock while_ac_down: AC Line is below 80 V");
	ASSERT_EQ(check(false, 0).kind, VETO_NONE);
	test_settings.interlocks[0].forbids_on = false;
	ASSERT_EQ(check(true, 0).kind, VETO_NONE);
	ASSERT_EQ(check(false, 0).kind, VETO_CONDITION);
}

TEST(a_channel_that_cannot_be_read_forbids)
{
	struct veto v;

	begin();
	test_rule_ac();
	for (int q = QUALITY_OK + 1; q < QUALITY_MAX; q++) {
		test_snapshot.samples[CH_AC_LINE].quality = (enum quality)q;
		ASSERT_EQ(check(true, 0).kind, VETO_UNREADABLE);
	}
	test_snapshot.samples[CH_AC_LINE].quality = QUALITY_BROKEN_WIRE;
	v = check(true, 0);
	ASSERT_STREQ(explain(&v, 0),
		     "interlock while_ac_down: AC Line cannot be read (broken-wire)");
	test_snapshot.samples[CH_AC_LINE].quality = QUALITY_OK;
	test_snapshot.n_samples = 0;
	v = check(true, 0);
	ASSERT_EQ(v.kind, VETO_UNREADABLE);
	ASSERT_STREQ(explain(&v, 0), "interlock while_ac_down: AC Line is not measured yet");
	ASSERT_EQ(interlock_check(&test_settings, CH_ALARM_OUT, true, &past, NULL, T0).kind,
		  VETO_UNREADABLE);
	strcpy(test_settings.interlocks[0].channel, "gone");
	ASSERT_EQ(check(true, 0).kind, VETO_UNREADABLE);
}

TEST(above_active_and_inactive)
{
	struct settings_interlock *rule;
	struct veto v;

	begin();
	rule = test_rule_ac();
	rule->when = INTERLOCK_ABOVE;
	ASSERT_EQ(check(true, 0).kind, VETO_CONDITION);
	test_snapshot.samples[CH_AC_LINE].value = 80 * MICRO;
	ASSERT_EQ(check(true, 0).kind, VETO_NONE);
	strcpy(rule->channel, "dc_ok");
	rule->when = INTERLOCK_ACTIVE;
	v = check(true, 0);
	ASSERT_EQ(v.kind, VETO_CONDITION);
	ASSERT_STREQ(explain(&v, 0), "interlock while_ac_down: DC OK is ON (active)");
	rule->when = INTERLOCK_INACTIVE;
	ASSERT_EQ(check(true, 0).kind, VETO_NONE);
}

TEST(least_times_on_and_off)
{
	struct settings_interlock *rule;
	struct veto v;

	begin();
	rule = test_rule("rest", "alarm_out");
	rule->min_on_s = 10;
	rule->min_off_s = 60;
	/* what was before the boot is not known */
	ASSERT_EQ(check(true, 0).kind, VETO_NONE);
	past_note(&past, true, T0);
	v = check(false, 1);
	ASSERT_EQ(v.kind, VETO_MIN_ON);
	ASSERT_EQ(v.until_us, T0 + 10 * USEC_PER_SEC);
	ASSERT_STREQ(explain(&v, 1),
		     "interlock rest: Alarm Out stays ON/LOW (active) for another 10 s");
	ASSERT_EQ(check(false, 10 * USEC_PER_SEC).kind, VETO_NONE);
	past_note(&past, false, T0 + 10 * USEC_PER_SEC);
	v = check(true, 70 * USEC_PER_SEC - 1);
	ASSERT_EQ(v.kind, VETO_MIN_OFF);
	ASSERT_EQ(check(true, 70 * USEC_PER_SEC).kind, VETO_NONE);
}

TEST(cycles_in_the_hour)
{
	struct veto v;

	begin();
	test_rule("count", "alarm_out")->cycles_per_hour = 3;
	for (int i = 0; i < 3; i++) {
		ASSERT_EQ(check(true, i * 60 * USEC_PER_SEC).kind, VETO_NONE);
		past_note(&past, true, T0 + i * 60 * USEC_PER_SEC);
		past_note(&past, false, T0 + i * 60 * USEC_PER_SEC + 1);
	}
	v = check(true, 180 * USEC_PER_SEC);
	ASSERT_EQ(v.kind, VETO_CYCLES);
	ASSERT_EQ(v.until_us, T0 + HOUR_US);
	ASSERT_STREQ(explain(&v, 180 * USEC_PER_SEC),
		     "interlock count: switched on 3 times in an hour; again in 57 min");
	ASSERT_EQ(check(false, 180 * USEC_PER_SEC).kind, VETO_NONE);
	ASSERT_EQ(check(true, HOUR_US - 1).kind, VETO_CYCLES);
	ASSERT_EQ(check(true, HOUR_US).kind, VETO_NONE);
}

TEST(the_longest_of_several_rules_counts)
{
	begin();
	test_rule("short", "alarm_out")->min_off_s = 5;
	test_rule("long", "alarm_out")->min_off_s = 50;
	test_rule("middle", "alarm_out")->min_off_s = 20;
	test_rule("other", "horn")->min_off_s = 500;
	past_note(&past, false, T0);
	ASSERT_STREQ(check(true, 0).rule->id, "long");
	test_rule_ac();
	test_snapshot.samples[CH_AC_LINE].value = 0;
	ASSERT_STREQ(check(true, 0).rule->id, "while_ac_down");
}

/* However many: never more changes to on in an hour than the rule says, and never stuck for ever.
 */
TEST(random_cycles_keep_the_rule)
{
	static int64_t ons[100000];
	uint64_t seed = test_seed();
	unsigned n = 0, oldest = 0;
	int64_t now = 0;

	for (int round = 0; round < 20; round++) {
		int64_t most = 1 + (int64_t)(test_random(&seed) % (round % 2 ? 50 : 3600));

		begin();
		test_rule("count", "alarm_out")->cycles_per_hour = most;
		n = oldest = 0;
		for (int i = 0; i < 5000; i++) {
			struct veto v = check(true, now);

			if (v.kind == VETO_CYCLES) {
				ASSERT_GT(v.until_us, T0 + now);
				ASSERT_LE(v.until_us, T0 + now + HOUR_US);
				/* exact while they are few */
				if (most < CYCLES_MAX)
					ASSERT_EQ(v.until_us, T0 + ons[n - most] + HOUR_US);
				now = v.until_us - T0;
				ASSERT_EQ(check(true, now).kind, VETO_NONE);
			}
			while (oldest < n && ons[oldest] <= now - HOUR_US)
				oldest++;
			ASSERT_LT(n - oldest, most);
			past_note(&past, true, T0 + now);
			ASSERT_LE(past.n_cycles, CYCLES_MAX);
			ons[n++] = now;
			now += (int64_t)(test_random(&seed) % (4 * USEC_PER_SEC));
			past_note(&past, false, T0 + now);
		}
	}
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/verdict.h"

#include "tests/unit/test.h"
#include "tests/unit/test_present_status.h"

static const char *headline(const struct fixture *f)
{
	static struct text out;
	struct verdict v;

	text_clear(&out);
	present_verdict(&f->status, &v);
	present_headline(&out, &f->status, &v);
	return text_get(&out);
}

/* The i-th finding; "" when there are not so many. */
static const char *finding(const struct fixture *f, unsigned i)
{
	static struct text out;
	struct verdict v;

	text_clear(&out);
	present_verdict(&f->status, &v);
	if (i < v.n)
		present_finding(&out, &f->status, &v.findings[i]);
	return text_get(&out);
}

TEST(all_is_well)
{
	struct fixture f;

	fixture_init(&f);
	ASSERT_STREQ(headline(&f), "all is well");
	ASSERT_STREQ(finding(&f, 0), "");
}

TEST(no_mains)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.samples[AC].value = 49999999;
	ASSERT_STREQ(headline(&f), "mains failed");
	f.snapshot.samples[AMPS].value = 8000000;
	ASSERT_STREQ(headline(&f), "on battery, mains failed");
	f.snapshot.samples[DC_OK].value = 0;
	ASSERT_STREQ(headline(&f), "on battery, mains failed, and 1 more thing to look at");
	ASSERT_STREQ(finding(&f, 1), "DC-OK is OPEN");
	f.snapshot.samples[AC].value = 50000000;
	ASSERT_STREQ(headline(&f), "DC-OK is OPEN");
}

TEST(mains_that_cannot_be_read_have_not_failed)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.samples[AC] =
		(struct sample){ .quality = QUALITY_FAULT, .mono_us = 90 * USEC_PER_SEC };
	ASSERT_STREQ(headline(&f), "AC Line: fault: no reading for 10 s");
}

TEST(bad_quality_is_never_well)
{
	struct fixture f;

	for (int q = QUALITY_OK + 1; q < QUALITY_DISABLED; q++) {
		fixture_init(&f);
		f.snapshot.samples[VOLTS].quality = (enum quality)q;
		ASSERT_CONTAINS(headline(&f), "Volts Battery: ");
	}
}

TEST(hidden_channels_are_no_reason_to_look)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.samples[SPARE].quality = QUALITY_FAULT;
	f.channels[DC_OK].name[0] = '\0';
	f.snapshot.samples[DC_OK].value = 0;
	ASSERT_STREQ(headline(&f), "all is well");
}

TEST(a_trouble_says_more_than_a_quality)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.samples[VOLTS].quality = QUALITY_FAULT;
	f.health.n_troubles = 1;
	strcpy(f.health.troubles[0].subject, "volts_battery");
	strcpy(f.health.troubles[0].text, "there is no converter 'adc1'");
	ASSERT_STREQ(finding(&f, 0), "Volts Battery: there is no converter 'adc1'");
	ASSERT_STREQ(finding(&f, 1), "");
	strcpy(f.health.troubles[0].subject, "disk");
	ASSERT_STREQ(headline(&f), "2 things to look at");
	ASSERT_STREQ(finding(&f, 0), "disk: there is no converter 'adc1'");
}

TEST(outputs)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.outputs[0].active = true;
	f.snapshot.samples[SUPPLY].value = MICRO;
	ASSERT_STREQ(headline(&f), "Power Supply ON/OFF is OFF");
	f.snapshot.outputs[0].unconfirmed = true;
	f.snapshot.outputs[0].until_us = 160 * USEC_PER_SEC;
	ASSERT_STREQ(headline(&f),
		     "Power Supply ON/OFF is OFF, returns to ON in 1:00 unless confirmed");
	f.snapshot.outputs[0] = (struct output_state){ .channel = SUPPLY, .fault = true };
	ASSERT_STREQ(headline(&f), "Power Supply ON/OFF is ON, the line cannot be driven");
}

/* A unit with these alarms, in their order. */
static struct present_alarms watched(const struct alarm *a, unsigned n)
{
	static const struct alarm *list[ALARMS_MAX];

	for (unsigned i = 0; i < n; i++)
		list[i] = &a[i];
	return (struct present_alarms){
		.watched = true, .may_raise = true, .log_trouble = "", .list = list, .n = n
	};
}

TEST(alarms_come_first)
{
	struct alarm a[] = {
		{ .channel = "volts_battery",
		  .when = ALARM_BELOW,
		  .setpoint = 12 * MICRO,
		  .active = true },
		{ .channel = "temperature", .when = ALARM_QUALITY, .active = true },
		{ .channel = "amps_battery", .when = ALARM_ABOVE, .active = true, .shelved = true },
	};
	struct present_alarms alarms = watched(a, 3);
	struct fixture f;

	fixture_init(&f);
	f.status.alarms = &alarms;
	a[0].raised.wall_us = f.snapshot.now.wall_us - 310 * USEC_PER_SEC;
	a[1].raised.wall_us = f.snapshot.now.wall_us - 7 * USEC_PER_SEC;
	a[1].quality = f.snapshot.samples[TEMPERATURE].quality = QUALITY_BROKEN_WIRE;
	a[1].acknowledged = true;
	f.snapshot.samples[DC_OK].value = 0;
	ASSERT_STREQ(headline(&f), "2 alarms, and 1 more thing to look at");
	ASSERT_STREQ(finding(&f, 0), "Volts Battery below 12.00 V, since 5 min");
	/* its quality is said with it */
	ASSERT_STREQ(finding(&f, 1),
		     "Temperature: no value (broken wire), since 7 s, acknowledged");
	ASSERT_STREQ(finding(&f, 2), "DC-OK is OPEN");
	alarms.n = 1;
	f.snapshot.samples[TEMPERATURE].quality = QUALITY_OK;
	f.snapshot.samples[DC_OK].value = MICRO;
	a[0].latched = a[0].chattering = true;
	ASSERT_STREQ(headline(&f), "Volts Battery below 12.00 V, since 5 min, latched: waits for a "
				   "reset, chattering");
}

TEST(troubles_of_loggerd)
{
	struct alarm a = { .id = ALARM_LOG_ID, .when = ALARM_LOG, .active = true };
	struct present_alarms alarms = watched(&a, 0);
	struct health log = { .n_troubles = 2,
			      .troubles = { { .subject = "settings", .text = "refused" },
					    { .subject = "history", .text = "it is full" } } };
	struct fixture f;

	fixture_init(&f);
	f.status.log_health = &log;
	f.status.alarms = &alarms;
	ASSERT_STREQ(headline(&f), "2 things to look at");
	ASSERT_STREQ(finding(&f, 0), "settings: refused");
	ASSERT_STREQ(finding(&f, 1), "history: it is full");
	/* the alarm says that */
	alarms = watched(&a, 1);
	alarms.log_trouble = "it is full";
	ASSERT_STREQ(headline(&f), "1 alarm, and 1 more thing to look at");
	ASSERT_STREQ(finding(&f, 1), "settings: refused");
}

TEST(what_an_alarm_says_is_not_said_twice)
{
	struct alarm a[] = {
		{ .channel = "dc_ok", .when = ALARM_INACTIVE, .active = true },
		{ .channel = "ac_line",
		  .when = ALARM_BELOW,
		  .setpoint = 100 * MICRO,
		  .active = true },
	};
	struct present_alarms alarms = watched(a, 2);
	struct fixture f;

	fixture_init(&f);
	f.status.alarms = &alarms;
	a[0].raised = a[1].raised = f.snapshot.now;
	f.snapshot.samples[DC_OK].value = 0;
	f.snapshot.samples[AC].value = 0;
	f.snapshot.samples[AMPS].value = 8 * MICRO;
	ASSERT_STREQ(headline(&f), "on battery, 2 alarms");
	ASSERT_STREQ(finding(&f, 0), "DC-OK is OPEN, since 0 s");
	ASSERT_STREQ(finding(&f, 1), "AC Line below 100.0 V AC, since 0 s");
	ASSERT_STREQ(finding(&f, 2), "");
	/* an alarm about the other state, and no alarm about the mains */
	a[0].when = ALARM_ACTIVE;
	alarms.n = 1;
	ASSERT_STREQ(headline(&f), "on battery, mains failed, and 2 more things to look at");
	ASSERT_STREQ(finding(&f, 2), "DC-OK is OPEN");
	/* nobody is to hear of a shelved one, but the state is red all the same */
	a[0].when = ALARM_INACTIVE;
	a[0].shelved = true;
	ASSERT_STREQ(headline(&f), "on battery, mains failed, and 1 more thing to look at");
}

TEST(two_rules_about_one_state_are_told_apart)
{
	struct alarm a[] = {
		{ .id = "gone", .channel = "dc_ok", .when = ALARM_INACTIVE, .active = true },
		{ .id = "call", .channel = "dc_ok", .when = ALARM_INACTIVE, .active = true },
		{ .id = "low", .channel = "ac_line", .when = ALARM_BELOW, .active = true },
		{ .id = "off", .channel = "ac_line", .when = ALARM_BELOW, .active = true },
	};
	struct present_alarms alarms = watched(a, 4);
	struct fixture f;

	fixture_init(&f);
	f.status.alarms = &alarms;
	for (unsigned i = 0; i < 4; i++)
		a[i].raised = f.snapshot.now;
	/* another limit is another sentence */
	a[2].setpoint = 100 * MICRO;
	a[3].setpoint = 80 * MICRO;
	ASSERT_STREQ(finding(&f, 0), "DC-OK is OPEN (alarm gone), since 0 s");
	ASSERT_STREQ(finding(&f, 1), "DC-OK is OPEN (alarm call), since 0 s");
	ASSERT_STREQ(finding(&f, 2), "AC Line below 100.0 V AC, since 0 s");
	ASSERT_STREQ(finding(&f, 3), "AC Line below 80.0 V AC, since 0 s");
	/* a shelved one is not there to be mistaken for */
	a[1] = a[3];
	alarms.n = 1;
	ASSERT_STREQ(finding(&f, 0), "DC-OK is OPEN, since 0 s");
}

TEST(alarms_that_nobody_watches)
{
	struct present_alarms alarms = { .why_not = "rmcu-alarmd does not run" };
	struct fixture f;

	fixture_init(&f);
	f.status.alarms = &alarms;
	ASSERT_STREQ(headline(&f), "alarms are not watched: rmcu-alarmd does not run");
	f.snapshot.samples[DC_OK].value = 0;
	ASSERT_STREQ(headline(&f), "alarms are not watched, and 1 more thing to look at");
	ASSERT_STREQ(finding(&f, 0), "alarms are not watched: rmcu-alarmd does not run");
}

TEST(troubles_of_alarmd)
{
	struct health other = { .n_troubles = 2,
				.troubles = { { .subject = "settings", .text = "line 3" },
					      { .subject = "disk", .text = "it is full" } } };
	struct present_alarms alarms = watched(NULL, 0);
	struct fixture f;

	fixture_init(&f);
	f.status.alarms = &alarms;
	alarms.health = &other;
	f.health.n_troubles = 1;
	f.health.troubles[0] = other.troubles[0];
	ASSERT_STREQ(finding(&f, 0), "settings: line 3");
	ASSERT_STREQ(finding(&f, 1), "disk: it is full");
	ASSERT_STREQ(finding(&f, 2), "");
}

TEST(a_battery_that_is_cut_off)
{
	struct fixture f;

	fixture_init(&f);
	strcpy(f.channels[SUPPLY].name, "Battery ON/OFF");
	f.channels[SUPPLY].role = ROLE_BATTERY_SWITCH;
	f.snapshot.outputs[0].active = true;
	f.snapshot.samples[SUPPLY].value = MICRO;
	ASSERT_STREQ(headline(&f), "the battery is cut off: Battery ON/OFF is OFF");
	/* while it waits for a person that says it */
	f.snapshot.outputs[0].unconfirmed = true;
	f.snapshot.outputs[0].until_us = 160 * USEC_PER_SEC;
	ASSERT_CONTAINS(headline(&f), "Battery ON/OFF is OFF, returns to ON in 1:00");
	f.channels[DC_OK].role = ROLE_LVD;
	f.snapshot.samples[DC_OK].value = 0;
	ASSERT_STREQ(finding(&f, 0),
		     "the battery is cut off: DC-OK is OPEN, Battery ON/OFF is OFF");
	ASSERT_STREQ(finding(&f, 2), "");
}

TEST(everything_at_once_fits)
{
	static struct channel channels[CHANNELS_MAX];
	struct snapshot s = { .n_samples = CHANNELS_MAX, .n_outputs = OUTPUTS_MAX };
	struct health h = { .n_troubles = TROUBLES_MAX }, other = { .n_troubles = TROUBLES_MAX };
	static struct alarm list[ALARMS_MAX];
	struct present_alarms alarms = watched(list, ALARMS_MAX);
	struct present_status status = { .channels = channels,
					 .n_channels = CHANNELS_MAX,
					 .snapshot = &s,
					 .health = &h,
					 .alarms = &alarms };
	struct text AUTO_TEXT out = TEXT_INIT;
	struct verdict v;

	for (int i = 0; i < CHANNELS_MAX; i++) {
		strcpy(channels[i].name, "x");
		strcpy(channels[i].id, "x");
		s.samples[i].quality = QUALITY_FAULT;
	}
	for (int i = 0; i < OUTPUTS_MAX; i++)
		s.outputs[i] = (struct output_state){ .channel = (uint8_t)i,
						      .fault = true,
						      .unconfirmed = true };
	for (int i = 0; i < ALARMS_MAX; i++)
		list[i] = (struct alarm){ .channel = "y", .active = true };
	for (int i = 0; i < TROUBLES_MAX; i++)
		strcpy(other.troubles[i].subject, "z");
	alarms.health = &other;
	present_verdict(&status, &v);
	ASSERT_EQ(v.n, ALARMS_MAX + 2 * TROUBLES_MAX + CHANNELS_MAX + OUTPUTS_MAX);
	for (unsigned i = 0; i < v.n; i++)
		present_finding(&out, &status, &v.findings[i]);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/rules.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static struct settings settings;
static struct channel channels[CHANNELS_MAX];
static unsigned n_channels;
static struct rules rules;

static void add_channel(const char *id, const char *name, enum channel_kind kind)
{
	struct channel *c = &channels[n_channels++];

	*c = (struct channel){ .kind = kind };
	(void)snprintf(c->id, sizeof(c->id), "%s", id);
	(void)snprintf(c->name, sizeof(c->name), "%s", name);
}

static struct settings_alarm *add_alarm(const char *id, const char *channel, enum alarm_when when)
{
	struct settings_alarm *a = &settings.alarms[settings.n_alarms++];

	*a = (struct settings_alarm){ .enabled = true, .when = when, .recovery = SETTINGS_UNSET };
	(void)snprintf(a->id, sizeof(a->id), "%s", id);
	(void)snprintf(a->channel, sizeof(a->channel), "%s", channel);
	return a;
}

static void begin(void)
{
	settings = (struct settings){
		.alarm_system = { .quality_delay_ms = 2000, .chatter_count = 10, .chatter_s = 60 }
	};
	n_channels = 0;
	add_channel("volts", "Volts", CHANNEL_ANALOG_IN);
	add_channel("spare", "", CHANNEL_ANALOG_IN);
	add_channel("door", "Door", CHANNEL_DIGITAL_IN);
	add_channel("horn", "Horn", CHANNEL_DIGITAL_OUT);
	add_channel("fan", "Fan", CHANNEL_DIGITAL_OUT);
}

static void make(void)
{
	rules_make(&settings, channels, n_channels, &rules);
}

static const struct rule *find(const char *id)
{
	for (unsigned i = 0; i < rules.n; i++)
		if (streq(rules.rules[i].id, id))
			return &rules.rules[i];
	return NULL;
}

/* One that must be there. */
static const struct rule *rule(const char *id)
{
	const struct rule *r = find(id);

	if (!r)
		TEST_FAIL("there is no rule %s", id);
	return r;
}

TEST(every_visible_channel_has_its_quality_sensord_its_silence_and_the_log_its_alarm)
{
	begin();
	make();
	settings.alarm_system.log_priority = PRIORITY_MEDIUM;
	make();
	ASSERT_EQ(rules.n, 6);
	ASSERT_TRUE(find("volts.quality") != NULL);
	ASSERT_TRUE(find("spare.quality") == NULL);
	ASSERT_EQ(rule("door.quality")->when, ALARM_QUALITY);
	ASSERT_EQ(rule("door.quality")->on_delay_us, 2 * USEC_PER_SEC);
	ASSERT_EQ(rule("sensord.silent")->channel, RULE_NONE);
	ASSERT_EQ(rule("loggerd.log")->when, ALARM_LOG);
	ASSERT_EQ(rule("loggerd.log")->priority, PRIORITY_MEDIUM);
	ASSERT_TRUE(rule("loggerd.log")->message);
	ASSERT_EQ(rules.chatter_us, 60 * USEC_PER_SEC);
}

TEST(a_rule_of_the_settings)
{
	struct settings_alarm *a;

	begin();
	a = add_alarm("low", "volts", ALARM_BELOW);
	a->setpoint = 12 * MICRO;
	a->recovery = 13 * MICRO;
	a->on_delay_ms = 1500;
	a->email = true;
	(void)snprintf(a->alarm_outputs, sizeof(a->alarm_outputs), "fan horn nosuch door");
	make();
	ASSERT_EQ(rule("low")->channel, 0);
	ASSERT_STREQ(rule("low")->channel_id, "volts");
	ASSERT_EQ(rule("low")->recovery, 13 * MICRO);
	ASSERT_EQ(rule("low")->on_delay_us, 1500 * USEC_PER_MSEC);
	ASSERT_TRUE(rule("low")->message);
	/* an input is no output */
	ASSERT_EQ(rule("low")->outputs, 1 << 3 | 1 << 4);
}

TEST(an_unset_recovery_is_the_setpoint)
{
	begin();
	add_alarm("high", "volts", ALARM_ABOVE)->setpoint = 15 * MICRO;
	make();
	ASSERT_EQ(rule("high")->recovery, 15 * MICRO);
}

TEST(what_is_disabled_hidden_or_not_there_is_no_rule)
{
	begin();
	add_alarm("off", "volts", ALARM_ABOVE)->enabled = false;
	add_alarm("hidden", "spare", ALARM_ABOVE);
	add_alarm("gone", "elsewhere", ALARM_ABOVE);
	make();
	ASSERT_EQ(rules.n, 6);
}

TEST(a_rule_about_the_quality_takes_the_place_of_the_built_in_one)
{
	begin();
	add_alarm("blind", "volts", ALARM_QUALITY);
	add_alarm("never_mind", "door", ALARM_QUALITY)->enabled = false;
	make();
	ASSERT_TRUE(find("volts.quality") == NULL && find("blind") != NULL);
	ASSERT_TRUE(find("door.quality") == NULL && find("never_mind") == NULL);
}

TEST(groups_and_causes)
{
	struct settings_alarm *a;

	begin();
	a = add_alarm("one", "volts", ALARM_BELOW);
	(void)snprintf(a->group, sizeof(a->group), "power");
	a = add_alarm("two", "door", ALARM_ACTIVE);
	(void)snprintf(a->group, sizeof(a->group), "power");
	(void)snprintf(a->cause, sizeof(a->cause), "one");
	a = add_alarm("three", "door", ALARM_ACTIVE);
	(void)snprintf(a->cause, sizeof(a->cause), "nosuch");
	make();
	ASSERT_EQ(rules.n_groups, 2);
	ASSERT_EQ(rule("one")->group, rule("two")->group);
	ASSERT_EQ(rule("three")->group, 0);
	ASSERT_STREQ(rules.rules[rule("two")->cause].id, "one");
	ASSERT_EQ(rule("three")->cause, RULE_NONE);
}

TEST(rules_stand_in_the_order_of_their_channels)
{
	begin();
	add_alarm("second", "door", ALARM_ACTIVE);
	add_alarm("first", "volts", ALARM_ABOVE);
	make();
	ASSERT_TRUE(rule("first") < rule("second"));
}

TEST(as_many_as_there_can_be)
{
	char id[CHANNEL_ID_MAX];

	begin();
	n_channels = 0;
	for (unsigned i = 0; i < CHANNELS_MAX; i++) {
		(void)snprintf(id, sizeof(id), "c%u", i);
		add_channel(id, id, CHANNEL_ANALOG_IN);
	}
	for (unsigned i = 0; i < ALARM_RULES_MAX; i++) {
		(void)snprintf(id, sizeof(id), "a%u", i);
		(void)snprintf(add_alarm(id, "c0", ALARM_ABOVE)->group, CHANNEL_ID_MAX, "g%u", i);
	}
	make();
	ASSERT_EQ(rules.n, ALARMS_MAX);
	ASSERT_EQ(rules.n_groups, ALARM_RULES_MAX + 1);
}

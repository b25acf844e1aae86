// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

/* What has to last longer than a day is no alarm but a report. */
#define DAY_S  86400
#define DAY_MS (DAY_S * INT64_C(1000))

static const struct setting rows[] = {
	{
		.key = "enabled",
		.type = SETTING_BOOL,
		MEMBER(struct settings_alarm, enabled),
		.fallback = true,
		.help = "The rule is in force.",
	},
	{
		.key = "channel",
		.type = SETTING_TEXT,
		MEMBER(struct settings_alarm, channel),
		.set = TEXT_SET_ID,
		.reference = REFERENCE_CHANNEL,
		.help = "Id of the channel that the rule watches. A channel without a name is "
			"never an alarm.",
	},
	{
		.key = "when",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_alarm, when),
		.choice = &rule_when_choice,
		.fallback = ALARM_ABOVE,
		.help = "What is an alarm. An analog channel: above or below the setpoint, or "
			"rising or falling by more than the setpoint within window_s. "
			"A digital one: active (closed) or inactive (open). "
			"bad-quality: the channel has no value; without a rule of its own "
			"alarm_system says what happens then.",
	},
	{
		.key = "setpoint",
		.type = SETTING_DECIMAL,
		MEMBER(struct settings_alarm, setpoint),
		.fallback = SETTINGS_UNSET,
		DECIMAL_ANY,
		.channel_unit = true,
		.optional = true,
		.help = "Limit of an analog rule, in the channel's unit; the limit itself is no "
			"alarm. Unset on the AC line, above and below are the factory's limits at "
			"device.ac_nominal, recoveries too: 140 and 100 V, or 280 and 200 V.",
	},
	{
		.key = "recovery",
		.type = SETTING_DECIMAL,
		MEMBER(struct settings_alarm, recovery),
		.fallback = SETTINGS_UNSET,
		DECIMAL_ANY,
		.channel_unit = true,
		.optional = true,
		.help = "The alarm clears once the value is back past this; at it, it does not "
			"yet. Rising and falling: once the change is less than this. Unset: once "
			"it is not past the setpoint any more; above and below on the AC line, "
			"once it is back from the setpoint by as much as in the factory's "
			"limits (5 and 7 V at 115 V, 10 and 14 V at 230 V).",
	},
	{
		.key = "window_s",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_alarm, window_s),
		.fallback = 60,
		.min = 1,
		.max = DAY_S,
		.unit = "s",
		.help = "Rising and falling: the time within which the value changes that much.",
	},
	{
		.key = "on_delay_ms",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_alarm, on_delay_ms),
		.max = DAY_MS,
		.unit = "ms",
		.help = "The condition lasts so long before it is an alarm. 0: it is one at once.",
	},
	{
		.key = "off_delay_ms",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_alarm, off_delay_ms),
		.max = DAY_MS,
		.unit = "ms",
		.help = "The condition is over so long before the alarm clears. 0: it clears at "
			"once.",
	},
	{
		.key = "latched",
		.type = SETTING_BOOL,
		MEMBER(struct settings_alarm, latched),
		.help = "The alarm stays when its condition is over, until a person resets it.",
	},
	{
		.key = "priority",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_alarm, priority),
		.choice = &alarm_priority_choice,
		.fallback = PRIORITY_MEDIUM,
		.help = "How soon a person has to act.",
	},
	{
		.key = "email",
		.label = "E-mail",
		.type = SETTING_BOOL,
		MEMBER(struct settings_alarm, email),
		.help = "A message is sent when it is raised and when it clears.",
	},
	{
		.key = "alarm_outputs",
		.type = SETTING_TEXT,
		MEMBER(struct settings_alarm, alarm_outputs),
		.set = TEXT_SET_IDS,
		.reference = REFERENCE_OUTPUT,
		.help = "Ids of outputs that are active while the alarm is. For the switches of "
			"supply and battery active is off. Not the output that the rule watches.",
	},
	{
		.key = "group",
		.type = SETTING_TEXT,
		MEMBER(struct settings_alarm, group),
		.set = TEXT_SET_ID,
		.help = "Alarms of one group are one cascade, and the first of it is shown as the "
			"first. Empty: the group of the whole site.",
	},
	{
		.key = "cause",
		.type = SETTING_TEXT,
		MEMBER(struct settings_alarm, cause),
		.set = TEXT_SET_ID,
		.reference = REFERENCE_ALARM,
		.help = "Id of the alarm whose condition can bring this one about. When that came "
			"first, this one is shown as its consequence.",
	},
	{
		.key = "instruction",
		.type = SETTING_TEXT,
		MEMBER(struct settings_alarm, instruction),
		.help = "What a person does about it, in one sentence.",
	},
};

const struct subject subject_alarms = {
	.name = "alarms",
	.help = "Rules: what is an alarm, and what an alarm does.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.keyed = true,
	.most = ALARM_RULES_MAX,
	.count_offset = offsetof(struct settings, n_alarms),
	.offset = offsetof(struct settings, alarms),
	.stride = sizeof(struct settings_alarm),
};

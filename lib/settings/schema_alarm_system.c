// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

#define DAY_MS (86400 * INT64_C(1000))

/* The engine keeps the times of so many transitions for each alarm. */
#define CHATTER_COUNT_MAX 60
#define CHATTER_S_MAX	  3600

static const struct setting rows[] = {
	{
		.key = "quality_delay_ms",
		.label = "No value: delay",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_alarm_system, quality_delay_ms),
		.fallback = 2000,
		.max = DAY_MS,
		.unit = "ms",
		.help = "A channel is without a value so long before that is an alarm.",
	},
	{
		.key = "quality_priority",
		.label = "No value: priority",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_alarm_system, quality_priority),
		.choice = &alarm_priority_choice,
		.fallback = PRIORITY_HIGH,
		.help = "Priority of the alarm that a channel has no value.",
	},
	{
		.key = "quality_email",
		.label = "No value: e-mail",
		.type = SETTING_BOOL,
		MEMBER(struct settings_alarm_system, quality_email),
		.help = "A message is sent when a channel has no value, and when it has one again.",
	},
	{
		.key = "quality_outputs",
		.label = "No value: outputs",
		.type = SETTING_TEXT,
		MEMBER(struct settings_alarm_system, quality_outputs),
		.set = TEXT_SET_IDS,
		.reference = REFERENCE_OUTPUT,
		.help = "Ids of outputs that are active while some channel has no value.",
	},
	{
		.key = "silent_priority",
		.label = "Nothing measured: priority",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_alarm_system, silent_priority),
		.choice = &alarm_priority_choice,
		.fallback = PRIORITY_CRITICAL,
		.help = "Priority of the alarm that nothing is measured at all: rmcu-sensord "
			"is silent.",
	},
	{
		.key = "log_priority",
		.label = "Nothing logged: priority",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_alarm_system, log_priority),
		.choice = &alarm_priority_choice,
		.fallback = PRIORITY_HIGH,
		.help = "Priority of the alarm that nothing is logged: the card is full, read-only "
			"or "
			"broken, or rmcu-loggerd is gone.",
	},
	{
		.key = "chatter_count",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_alarm_system, chatter_count),
		.fallback = 10,
		.max = CHATTER_COUNT_MAX,
		.help = "An alarm that is raised and cleared more often than this within "
			"chatter_s is chattering: it stays active until it is quiet. 0: never.",
	},
	{
		.key = "chatter_s",
		.label = "Chatter within",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_alarm_system, chatter_s),
		.fallback = 60,
		.min = 1,
		.max = CHATTER_S_MAX,
		.unit = "s",
		.help = "The time within which chatter_count counts.",
	},
};

const struct subject subject_alarm_system = {
	.name = "alarm_system",
	.help = "What holds for all alarms, and the alarms that need no rule.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, alarm_system),
	.stride = sizeof(struct settings_alarm_system),
};

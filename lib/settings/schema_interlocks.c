// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

/* A rule may hold an output for a day; longer is a decision for a person. */
#define HOLD_MAX_S 86400

static const struct setting rows[] = {
	{
		.key = "enabled",
		.type = SETTING_BOOL,
		MEMBER(struct settings_interlock, enabled),
		.fallback = true,
		.help = "The rule is in force.",
	},
	{
		.key = "output",
		.type = SETTING_TEXT,
		MEMBER(struct settings_interlock, output),
		.set = TEXT_SET_ID,
		.reference = REFERENCE_OUTPUT,
		.help = "Id of the output that the rule guards.",
	},
	{
		.key = "forbids_on",
		.label = "Forbids active",
		.type = SETTING_BOOL,
		MEMBER(struct settings_interlock, forbids_on),
		.fallback = true,
		.help = "The condition forbids the active state (on); without it the other one.",
	},
	{
		.key = "when",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_interlock, when),
		.choice = &interlock_when_choice,
		.fallback = INTERLOCK_ALWAYS,
		.help = "The condition: channel below or above value, channel active or inactive. "
			"always: none, only the times and counts hold. "
			"A channel that cannot be read forbids.",
	},
	{
		.key = "channel",
		.type = SETTING_TEXT,
		MEMBER(struct settings_interlock, channel),
		.set = TEXT_SET_ID,
		.reference = REFERENCE_CHANNEL,
		.help = "Id of the channel that the condition looks at.",
	},
	{
		.key = "value",
		.type = SETTING_DECIMAL,
		MEMBER(struct settings_interlock, value),
		.fallback = SETTINGS_UNSET,
		DECIMAL_ANY,
		.channel_unit = true,
		.optional = true,
		.help = "Limit of the conditions below and above, in the channel's unit. Unset on "
			"the AC line, below is what the supply needs at device.ac_nominal: 85 or "
			"170 V.",
	},
	{
		.key = "min_on_s",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_interlock, min_on_s),
		.max = HOLD_MAX_S,
		.unit = "s",
		.help = "The output stays on at least so long. 0: no rule.",
	},
	{
		.key = "min_off_s",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_interlock, min_off_s),
		.max = HOLD_MAX_S,
		.unit = "s",
		.help = "The output stays off at least so long. 0: no rule.",
	},
	{
		.key = "cycles_per_hour",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_interlock, cycles_per_hour),
		.max = 3600,
		.help = "At most so many changes to on an hour. 0: no rule.",
	},
};

const struct subject subject_interlocks = {
	.name = "interlocks",
	.help = "Rules that veto a change of an output, whoever asks.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.keyed = true,
	.most = INTERLOCKS_MAX,
	.count_offset = offsetof(struct settings, n_interlocks),
	.offset = offsetof(struct settings, interlocks),
	.stride = sizeof(struct settings_interlock),
};

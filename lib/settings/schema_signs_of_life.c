// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

#define DAY_MIN 1440

static const struct setting rows[] = {
	{
		.key = "heartbeat_url",
		.type = SETTING_TEXT,
		MEMBER(struct settings_signs_of_life, heartbeat_url),
		.set = TEXT_SET_WORD,
		.access = ACCESS_ADMIN,
		.help = "A request goes there again and again while the unit is well, so that "
			"somebody notices when none comes. Whoever may read settings sees it. "
			"Empty: none.",
	},
	{
		.key = "heartbeat_min",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_signs_of_life, heartbeat_min),
		.fallback = 5,
		.min = 1,
		.max = DAY_MIN,
		.unit = "min",
		.help = "How often that is.",
	},
	{
		.key = "last_words",
		.type = SETTING_BOOL,
		MEMBER(struct settings_signs_of_life, last_words),
		.fallback = true,
		.help = "All recipients are told at once when the battery comes near the low "
			"voltage disconnect.",
	},
	{
		.key = "last_words_volts",
		.type = SETTING_DECIMAL,
		MEMBER(struct settings_signs_of_life, last_words_volts),
		.fallback = 300000,
		DECIMAL_RANGE(0, 100),
		.unit = "V",
		.help = "So far above device.lvd_open_volts.",
	},
};

const struct subject subject_signs_of_life = {
	.name = "signs_of_life",
	.help = "How others notice that the unit lives, and that it is about to go.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, signs_of_life),
	.stride = sizeof(struct settings_signs_of_life),
};

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "seconds_hours",
		.label = "Seconds kept",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_history, seconds_hours),
		.fallback = 48,
		.min = 1,
		.max = 168,
		.unit = "h",
		.help = "So far back there is a value for each second.",
	},
	{
		.key = "minutes_days",
		.label = "Minutes kept",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_history, minutes_days),
		.fallback = 396,
		.min = 31,
		.max = 1830,
		.unit = "days",
		.help = "So far back there is least, mean and greatest of each minute.",
	},
	{
		.key = "hours_years",
		.label = "Hours kept",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_history, hours_years),
		.fallback = 10,
		.min = 1,
		.max = 30,
		.unit = "years",
		.help = "So far back there is least, mean and greatest of each hour.",
	},
	{
		.key = "boxes",
		.label = "Black boxes",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_history, boxes),
		.fallback = 32,
		.max = 256,
		.help = "Black boxes: so many recordings at full rate around an alarm are kept. "
			"The "
			"oldest one goes. 0: none is made.",
	},
	{
		.key = "card_gib",
		.label = "Card size",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_history, card_gib),
		.fallback = 4,
		.min = 1,
		.max = 2048,
		.unit = "GiB",
		.help = "Size of the card, for the estimate of its wear.",
	},
	{
		.key = "card_cycles",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_history, card_cycles),
		.fallback = 3000,
		.min = 100,
		.max = 100000,
		.help = "How often each cell of the card can be written, for the estimate of its "
			"wear.",
	},
};

const struct subject subject_history = {
	.name = "history",
	.help = "How far back the measurements behind the charts reach. The space that they take "
		"is "
		"known from the first day: psctl log status.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, history),
	.stride = sizeof(struct settings_history),
};

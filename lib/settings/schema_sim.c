// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "scenario",
		.type = SETTING_TEXT,
		MEMBER(struct settings_sim, scenario),
		.set = TEXT_SET_FILE,
		.help = "Scenario that a new simulated world begins with, by its name in the "
			"scenarios folder. Empty: steady, everything is well.",
	},
	{
		.key = "seed",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_sim, seed),
		.fallback = 0,
		.min = 0,
		.max = INT64_MAX,
		.help = "Start of the simulator's random numbers: the same seed gives the same "
			"world. 0: as the scenario says.",
	},
};

const struct subject subject_sim = {
	.name = "sim",
	.help = "The simulator. Without meaning where no channel has the source sim.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, sim),
	.stride = sizeof(struct settings_sim),
};

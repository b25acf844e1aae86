// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "enabled",
		.type = SETTING_BOOL,
		MEMBER(struct settings_logging, window.enabled),
		.help = "Values are logged, and new alarms raised and told, within this window "
			"only. Without it always. Alarms clear at any time.",
	},
	WINDOW_ROWS(struct settings_logging),
};

const struct subject subject_logging = {
	.name = "logging",
	.help = "The window of local time in which the unit logs and looks for new alarms.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, logging),
	.stride = sizeof(struct settings_logging),
};

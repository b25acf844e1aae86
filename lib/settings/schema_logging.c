// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "what",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_logging, what),
		.fallback = LOG_WHAT_BOTH,
		.choice = &log_what_choice,
		.help = "What the log gets: a row with each alarm, a row each rate_min minutes, "
			"both or none.",
	},
	{
		.key = "rate_min",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_logging, rate_min),
		.fallback = 1,
		.max = LOG_RATE_MIN_MAX,
		.unit = "min",
		.help = "Each so many minutes a row of all values is logged. 0: none; alarms are "
			"logged as \"what\" says.",
	},
	{
		.key = "file_kib",
		.label = "File size",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_logging, file_kib),
		.fallback = 5120,
		.min = 64,
		.max = 102400,
		.unit = "KiB",
		.help = "At this size, as CSV, a file of the log is ended and a new one begun.",
	},
	{
		.key = "quota_mib",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_logging, quota_mib),
		.fallback = 20,
		.min = 1,
		.max = 4096,
		.unit = "MiB",
		.help = "All files of the log together, as CSV. Beyond this the oldest file goes. "
			"At least two files of file_kib.",
	},
	{
		.key = "enabled",
		.label = "Only in the window",
		.type = SETTING_BOOL,
		MEMBER(struct settings_logging, window.enabled),
		.help = "The log is written, and new alarms are raised and told, within this "
			"window only. Without it always. Alarms clear at any time, and the "
			"history behind the charts goes on at any time.",
	},
	WINDOW_ROWS(struct settings_logging),
};

const struct subject subject_logging = {
	.name = "logging",
	.help = "The log that people download, and the window of local time in which the unit logs "
		"and looks for new alarms.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, logging),
	.stride = sizeof(struct settings_logging),
};

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

/* Their defaults are how such a unit leaves the factory (S33). */
static const struct setting rows[] = {
	{
		.key = "output",
		.type = SETTING_TEXT,
		MEMBER(struct settings_schedule, output),
		.fallback_text = "alarm_out",
		.set = TEXT_SET_ID,
		.reference = REFERENCE_OUTPUT,
		.help = "Id of the output that the schedule holds.",
	},
	{
		.key = "active",
		.label = "Holds active",
		.type = SETTING_BOOL,
		MEMBER(struct settings_schedule, active),
		.help = "It holds the active state (on); without it the other one. At the end "
			"the output is released.",
	},
	{
		.key = "enabled",
		.type = SETTING_BOOL,
		MEMBER(struct settings_schedule, window.enabled),
		.help = "The schedule is in force.",
	},
	WINDOW_ROWS(struct settings_schedule),
};

const struct subject subject_schedules = {
	.name = "schedules",
	.help = "Windows of local time in which an output is held. Alarms and safety go before "
		"them, they go before people.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.keyed = true,
	.most = SCHEDULES_MAX,
	.count_offset = offsetof(struct settings, n_schedules),
	.offset = offsetof(struct settings, schedules),
	.stride = sizeof(struct settings_schedule),
};

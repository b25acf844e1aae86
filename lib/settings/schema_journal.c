// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "rows",
		.label = "Events kept",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_journal, rows),
		.fallback = 100000,
		.min = 1000,
		.max = 1000000,
		.unit = "events",
		.help = "At most so many events are kept. The oldest ones go.",
	},
	{
		.key = "days",
		.label = "Kept for",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_journal, days),
		.fallback = 400,
		.min = 1,
		.max = 3650,
		.unit = "days",
		.help = "Events older than this go.",
	},
};

const struct subject subject_journal = {
	.name = "journal",
	.help = "How far back the journal of events reaches.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, journal),
	.stride = sizeof(struct settings_journal),
};

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "rate_hz",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_sampling, rate_hz),
		.fallback = 10,
		.min = 1,
		.max = 100,
		.unit = "Hz",
		.help = "Snapshots a second. Refused when the converters of a bus cannot keep it.",
	},
};

const struct subject subject_sampling = {
	.name = "sampling",
	.help = "How often the inputs are read.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, sampling),
	.stride = sizeof(struct settings_sampling),
};

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "label",
		.type = SETTING_TEXT,
		MEMBER(struct settings_converter, label),
		.help = "The label that the device tree gives the converter. Either this or "
			"parent.",
	},
	{
		.key = "parent",
		.type = SETTING_TEXT,
		MEMBER(struct settings_converter, parent),
		.set = TEXT_SET_WORD,
		.help = "The device on its bus, e.g. 1-0048 for address 0x48 on i2c-1. Either this "
			"or "
			"label.",
	},
	{
		.key = "bus",
		.type = SETTING_TEXT,
		MEMBER(struct settings_converter, bus),
		.set = TEXT_SET_WORD,
		.help = "The bus it sits on, e.g. i2c-1. Converters of one bus are read one after "
			"the "
			"other.",
	},
	{
		.key = "data_rate",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_converter, data_rate),
		.fallback = 128,
		.min = 1,
		.max = 1000000,
		.unit = "conversions/s",
		.help = "Conversions a second, as the device tree or a udev rule sets it. Used to "
			"refuse a sampling rate that the converter cannot keep.",
	},
};

const struct subject subject_converters = {
	.name = "converters",
	.help = "Analog-to-digital converters (IIO devices) and how to find them.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.keyed = true,
	.most = CONVERTERS_MAX,
	.count_offset = offsetof(struct settings, n_converters),
	.offset = offsetof(struct settings, converters),
	.stride = sizeof(struct settings_converter),
};

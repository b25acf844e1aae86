// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "name",
		.type = SETTING_TEXT,
		MEMBER(struct settings_site, name),
		.help = "What people call this place. Stands in pages, logs and messages.",
	},
	{
		.key = "location",
		.type = SETTING_TEXT,
		MEMBER(struct settings_site, location),
		.help = "Where it is. SNMP shows it as sysLocation.",
	},
	{
		.key = "contact",
		.type = SETTING_TEXT,
		MEMBER(struct settings_site, contact),
		.help = "Whom to ask. SNMP shows it as sysContact.",
	},
};

const struct subject subject_site = {
	.name = "site",
	.help = "The place where the unit stands.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, site),
	.stride = sizeof(struct settings_site),
};

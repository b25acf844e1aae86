// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "access",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_snmp, access),
		.fallback = SNMP_ACCESS_READ,
		.choice = &snmp_access_choice,
		.access = ACCESS_ADMIN,
		.help = "What SNMP managers may do that snmpd has let in. read-write: they may "
			"switch outputs, change limits and acknowledge alarms too. off: they see "
			"nothing of the unit; notifications go out all the same.",
	},
};

const struct subject subject_snmp = {
	.name = "snmp",
	.help = "How the unit looks to SNMP managers. Who they are, the settings of snmpd say.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, snmp),
	.stride = sizeof(struct settings_snmp),
};

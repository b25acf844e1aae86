// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/agentxd/rmcu.h"
#include "lib/base/util.h"
#include "mib/root.h"

static const struct mib_group *const groups[] = {
	&rmcu_unit,   &rmcu_channels,	  &rmcu_limits, &rmcu_alarm_counts,
	&rmcu_alarms, &rmcu_event_counts, &rmcu_events, &rmcu_outputs,
	&rmcu_serial, &rmcu_daemons,	  &rmcu_agent,
};

static const uint32_t root[] = { RMCU_MIB_ROOT };

const struct mib_tree rmcu_tree = {
	.label = "rmcu",
	.root = { RMCU_MIB_ROOT },
	.n_root = ARRAY_SIZE(root),
	.groups = groups,
	.n_groups = ARRAY_SIZE(groups),
};

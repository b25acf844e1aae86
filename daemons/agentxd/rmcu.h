// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* RMCU-MIB (mib/RMCU-MIB.txt.in): one file a group, and here the tree of them. Pure. */
#include "daemons/agentxd/mib.h"

extern const struct mib_tree rmcu_tree;

extern const struct mib_group rmcu_unit, rmcu_channels, rmcu_limits, rmcu_alarm_counts, rmcu_alarms,
	rmcu_event_counts, rmcu_events, rmcu_outputs, rmcu_serial, rmcu_daemons, rmcu_agent;

/* Enums of the suite begin at 0, those of a MIB at 1. */
static inline int rmcu_enum(struct mib_value *ret, int v)
{
	return mib_number(ret, v + 1);
}

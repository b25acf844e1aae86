// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/model/alarm.h"

#include "lib/model/nametable.h"

static const char *const alarm_priority_names[] = {
	[PRIORITY_LOW] = "low",
	[PRIORITY_MEDIUM] = "medium",
	[PRIORITY_HIGH] = "high",
	[PRIORITY_CRITICAL] = "critical",
};
NAMETABLE(alarm_priority, alarm_priority_names, ALARM_PRIORITY_MAX)

static const char *const alarm_when_names[] = {
	[ALARM_ABOVE] = "above",	 [ALARM_BELOW] = "below",   [ALARM_RISING] = "rising",
	[ALARM_FALLING] = "falling",	 [ALARM_ACTIVE] = "active", [ALARM_INACTIVE] = "inactive",
	[ALARM_QUALITY] = "bad-quality", [ALARM_SILENT] = "silent", [ALARM_LOG] = "log-failed",
};
NAMETABLE(alarm_when, alarm_when_names, ALARM_WHEN_MAX)

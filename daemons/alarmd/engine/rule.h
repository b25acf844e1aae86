// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A rule as the engine runs it: settings with every reference resolved to an index. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/util.h"
#include "lib/model/alarm.h"
#include "lib/model/snapshot.h"

#define RULE_NONE (-1)

struct rule {
	char id[ALARM_ID_MAX];
	char channel_id[CHANNEL_ID_MAX]; /* "" for ALARM_SILENT, ALARM_LOG */
	int channel;			 /* its index in the channel table; RULE_NONE for those */
	enum alarm_when when;
	enum alarm_priority priority;
	int64_t setpoint, recovery; /* millionths */
	int64_t window_us;	    /* rising, falling */
	int64_t on_delay_us, off_delay_us;
	bool latched;
	bool message;	  /* it wants a message when it is raised and cleared */
	uint64_t outputs; /* mask over the channel table: active while the alarm is */
	unsigned group;	  /* first-out groups, numbered from 0 (the site), below ALARMS_MAX */
	int cause;	  /* index of a rule, or RULE_NONE */
};

/* Bounds the memory of each alarm. */
#define RULE_CHATTER_COUNT_MAX 60
#define RULE_CHATTER_US_MAX    (3600 * USEC_PER_SEC)

/* All rules, and what holds for all of them. */
struct rules {
	unsigned n, n_channels, n_groups;
	uint32_t chatter_count; /* more transitions than this; 0: nothing is chattering */
	int64_t chatter_us;	/* within so long */
	struct rule rules[ALARMS_MAX];
};

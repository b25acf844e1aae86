// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Who asked: stands in facts, events and audit lines. */

#define ACTOR_NAME_MAX	  32 /* a login name, or the name of a daemon */
#define ACTOR_ADDRESS_MAX 46 /* INET6_ADDRSTRLEN; "" when local */
#define ACTOR_DOOR_MAX	  16 /* "psctl", "web", "snmp", "panel", "schedule", … */

struct actor {
	char name[ACTOR_NAME_MAX];
	char address[ACTOR_ADDRESS_MAX];
	char door[ACTOR_DOOR_MAX];
};

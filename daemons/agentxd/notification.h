// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What an event says to managers: which notification, and what comes with it. Pure. */
#include <stdbool.h>

#include "daemons/agentxd/mib.h"
#include "daemons/agentxd/world.h"

#define NOTIFICATION_BINDS 9

struct bind {
	struct mib_name name;
	enum mib_type type;
	struct mib_value value;
};

struct notification {
	struct mib_name name;
	unsigned n;
	struct bind binds[NOTIFICATION_BINDS];
};

/*
 * False when managers are not told of such an event. `boot` is the boot that was told last: alarmd
 * starts more often than the unit does.
 */
bool notification_make(const struct world *w, const struct event *e, const uint8_t boot[16],
		       struct notification *ret);

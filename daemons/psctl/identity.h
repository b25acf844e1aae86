// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Which unit this is: from the settings, and from sensord where they cannot be read. */
#include "daemons/psctl/link.h"
#include "lib/settings/settings.h"

struct identity {
	char model[SETTINGS_NAME_MAX];
	char serial[SETTINGS_NAME_MAX];
	char hardware[SETTINGS_NAME_MAX];
};

/* `l` may be NULL. What is not known is "". */
void identity_read(const struct link *l, struct identity *ret_identity);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Between check.c and its parts check_*.c alone. */
#include "lib/settings/check.h"

struct check {
	const struct settings *s;
	const struct layers *layers;
	struct text *mistakes;
	bool mistaken;
};

/* Notes a mistake of the setting `key` of the item `id` ("" where there are no ids). */
void check_refuse(struct check *c, const struct subject *subject, const char *id, const char *key,
		  const char *fmt, ...) PRINTF_LIKE(5, 6);

/* The channel with this id, or NULL. */
const struct settings_channel *check_channel(const struct check *c, const char *id);

void check_device(struct check *c);
/* The part of check_channels that says which channels the profile does not have. */
void check_known_channels(struct check *c);
void check_channels(struct check *c);
void check_wiring(struct check *c);
void check_rate(struct check *c);
void check_interlocks(struct check *c);

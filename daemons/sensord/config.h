// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Which settings are in force: those of the files, or, while these are refused, the last good ones,
 * also over a restart. Without any the board still runs: no channels, and a trouble that says why.
 */
#include <stdbool.h>

#include "lib/base/text.h"
#include "lib/settings/settings.h"

/*
 * Loads the files. When they are refused: the mistakes in *mistakes, and at the start (`current`
 * NULL) the last good settings kept in `folder`, or empty ones. *ret_refused says which it was; on
 * a refusal later *ret_settings is NULL and the current ones stay. Only -ENOMEM fails.
 */
int config_load(const struct settings_paths *paths, const char *folder,
		const struct settings *current, struct settings **ret_settings, bool *ret_refused,
		struct text *mistakes);

/* Keeps these as the last good ones. */
int config_keep(const char *folder, const struct settings *s);

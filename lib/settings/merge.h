// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Layers into settings: defaults, then each layer over the one before. */
#include "lib/settings/layers.h"

/*
 * Merges and cross-checks. 0 and fresh settings with their generation, -EINVAL with mistakes added,
 * or -ENOMEM.
 */
int layers_merge(const struct layers *l, struct settings **ret_settings, struct text *mistakes);

/*
 * For layers whose files have mistakes: adds the mistyped ids, so that all comes in one go. 0,
 * -EINVAL with mistakes added, or -ENOMEM.
 */
int layers_check_ids(const struct layers *l, struct text *mistakes);

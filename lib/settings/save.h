// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Writing the overlay. Only rmcu-settingsd links this. */
#include "lib/settings/layers.h"

/*
 * Replaces settings.conf by these assignments, durably: the text is read back and compared before
 * it takes the old one's place. 0 or a negative errno; on failure the old file stands.
 */
int overlay_save(const struct settings_paths *paths, const struct assignments *a);

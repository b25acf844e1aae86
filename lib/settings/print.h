// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Assignments as a settings file: what read_bytes reads back as the same assignments. */
#include "lib/settings/layers.h"

/* Adds the file's text: sparse, grouped by subject and id. */
void assignments_print(const struct assignments *a, struct text *out);

/* Adds the text of all settings that differ from the built-in defaults: one file that stands alone.
 */
void settings_print(const struct settings *s, struct text *out);

/*
 * Reads what settings_print wrote, without any other layer: a daemon's last good settings. 0,
 * -EINVAL with mistakes, or -ENOMEM.
 */
int settings_parse(const char *name, const char *bytes, size_t len, struct settings **ret_settings,
		   struct text *mistakes);

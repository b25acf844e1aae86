// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* One value as libconfig read it. */
#include <libconfig.h>

#include "lib/settings/schema.h"

/* Adds the value as text for value_parse; false when its type in the file does not fit the row. */
bool scalar_print(const struct setting *row, const config_setting_t *c, struct text *out);

/* What it is, in words for a mistake: "a text", "a group { }". */
const char *scalar_type_words(const config_setting_t *c);

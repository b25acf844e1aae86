// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Walks all settings in the order of the schema. */
#include "lib/settings/path.h"
#include "lib/settings/value.h"

/* Calls `visit` with each setting and its value. */
void settings_each(const struct settings *s,
		   void (*visit)(const struct settings_path *path, const struct value *v,
				 void *arg),
		   void *arg);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Limits that the factory sets where no layer says any: those that follow another setting, and so
 * are no constant default of a row. Who asks where they come from is told: they are defaults.
 */
#include "lib/settings/settings.h"

/* Fills them in; between merging and checking. */
void factory_fill(struct settings *s);

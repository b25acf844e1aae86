// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What no single row can know: whether the merged settings fit together. */
#include "lib/settings/layers.h"

/* 0, or -EINVAL with all mistakes added, each at the place that its setting came from. */
int check_settings(const struct settings *s, const struct layers *l, struct text *mistakes);

/* Only whether the ids are known: what can be told although other mistakes left settings out. */
int check_ids(const struct settings *s, const struct layers *l, struct text *mistakes);

/* Microseconds that the converters of `bus` need for all their channels, once each. */
int64_t check_bus_us(const struct settings *s, const char *bus);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The status for Prometheus: as OpenMetrics 1.0, or in the older text format. Pure. */
#include <stdbool.h>

#include "lib/base/text.h"
#include "lib/present/status.h"

#define METRICS_OPEN_TYPE "application/openmetrics-text; version=1.0.0; charset=utf-8"
#define METRICS_TEXT_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* Whether who asks so reads OpenMetrics; many tools know the older format alone, and do not say. */
bool metrics_open_wanted(const char *accept);

/* Adds all of it, its end mark included; `s` is NULL while sensord does not answer. `alarmd`,
 * `loggerd`: they answer. */
void metrics_write(struct text *out, bool open, const struct present_status *s, bool alarmd,
		   bool loggerd);

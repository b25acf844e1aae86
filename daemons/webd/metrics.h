// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The status as OpenMetrics 1.0, for Prometheus. Pure. */
#include "lib/base/text.h"
#include "lib/present/status.h"

#define METRICS_TYPE "application/openmetrics-text; version=1.0.0; charset=utf-8"

/* Adds all of it, its end mark included; `s` is NULL while sensord does not answer. `alarmd`,
 * `loggerd`: they answer. */
void metrics_write(struct text *out, const struct present_status *s, bool alarmd, bool loggerd);

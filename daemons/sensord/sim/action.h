// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What stands behind "at TIME" in a scenario, and what people type: set, bounce, fail, heal. */
#include <stdbool.h>
#include <stddef.h>

#include "daemons/sensord/sim/mistakes.h"
#include "daemons/sensord/sim/scenario.h"

/* Reads the words of one action; false with a mistake. Leaves the event's time alone. */
bool action_parse(struct mistakes *m, char **words, size_t n, struct scenario_event *e);

/* Reads a span of at most `max` microseconds; false with a mistake. */
bool action_parse_time(struct mistakes *m, const char *word, int64_t max, int64_t *ret);

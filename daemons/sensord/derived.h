// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Channels that are computed from two others. Pure. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/model/snapshot.h"
#include "lib/settings/settings.h"

/*
 * The value of a derived channel from its inputs: their product, or a while b is on (off), else 0
 * (S10: one shunt, two channels, told apart by the mains). An input that is not ok makes the result
 * so too; where b decides that the result is 0, a does not matter.
 */
enum quality derived_value(enum derive derive, const struct sample *a, const struct sample *b,
			   bool b_digital, int64_t on_above, int64_t *ret_value);

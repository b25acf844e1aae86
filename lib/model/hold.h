// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Who holds which output, and why. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"
#include "lib/model/actor.h"
#include "lib/model/names.h"

#define HOLD_REASON_MAX 64 /* an alarm id, a schedule's name, a person's words */

struct hold {
	uint8_t channel; /* index of the output */
	enum holder holder;
	bool active; /* what it wants */
	char reason[HOLD_REASON_MAX];
	struct actor actor;
	int64_t since_wall_us;
};

/* All holders on all outputs: four priorities on 32 outputs. */
#define HOLDS_MAX 128

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What people read about outputs: replies, texts of facts and troubles. Pure. */
#include <stddef.h>
#include <stdint.h>

#include "daemons/sensord/outputs/interlock.h"
#include "lib/base/util.h"

/* Appends to a text in a buffer of `size` bytes; what does not fit is left out. */
void sentence_add(char *text, size_t size, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* A channel's name, or its id when the name is blank. */
const char *sentence_name(const struct settings_channel *ch);

/* "ON/LOW (active)" */
void sentence_add_state(char *text, size_t size, const struct settings_channel *ch, bool active);

/* "500 ms", "60 s", "25 min" */
void sentence_add_span(char *text, size_t size, int64_t us);

/* "interlock battery_while_ac_down: AC Line is below 80 V" */
void sentence_add_veto(char *text, size_t size, const struct settings *s, unsigned output,
		       const struct veto *v, const struct snapshot *snap, int64_t now_us);

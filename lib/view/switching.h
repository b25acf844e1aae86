// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What a word says that an output shall do, and what it did then. Pure. */
#include "lib/base/text.h"
#include "lib/model/channel.h"
#include "lib/wire/msg.h"

/*
 * "active", "inactive", "pulse" and "release" always mean that. Any other word is first one of the
 * output's own state texts (the whole of it, in any case): where "ON" stands for the inactive
 * state, `on` means inactive. Where only one state is called ON or OFF, the other word means the
 * other state. Else on is active, off is inactive. -EINVAL with a sentence added to *why otherwise.
 */
int switching_word(const struct channel *c, const char *word, enum output_action *ret_action,
		   struct text *why);

/* Adds "Power Supply ON/OFF is now OFF (active)"; `verb` is "is now", "is still", "would be". */
void switching_sentence(struct text *out, const struct channel *c, const char *verb, bool active);

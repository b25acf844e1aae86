// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Channels by the names that they had once, before somebody renamed or rewired them: what an old
 * note or label calls them. Pure.
 */
#include "lib/base/text.h"
#include "lib/history/channels.h"

/*
 * The definition to read for a former name. -ENOENT: nothing was ever called so. -EEXIST with a
 * sentence added to *why: several were, or nothing of the one is left.
 */
int history_former(const struct history_channels *c, const char *word,
		   const struct history_channel **ret_channel, struct text *why);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Rules of the engine from settings and a channel table. Pure. */
#include "daemons/alarmd/engine/rule.h"
#include "lib/settings/settings.h"

/* Behind a channel's id: the rule of its quality. A dot, which no id of the settings has. */
#define RULE_QUALITY_SUFFIX ".quality"
#define RULE_SILENT_ID	    "sensord.silent"

/*
 * Rules of the settings that are enabled and whose channel is there and visible, one for the
 * quality of each visible channel that has none of its own, in the channel table's order; the
 * publisher's silence, and the log.
 */
void rules_make(const struct settings *settings, const struct channel *channels, unsigned n,
		struct rules *ret_rules);

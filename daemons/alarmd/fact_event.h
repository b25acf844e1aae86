// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What a fact of sensord is in the journal. Pure. */
#include "lib/model/event.h"
#include "lib/model/fact.h"

/*
 * Fills in the event of a fact about `channel` (NULL for none) and returns true; false for what is
 * no event: edges of contacts that want no message at each change, and missed ticks, which are
 * summed up. `message`: the channel's settings want one at each change.
 */
bool fact_event(const struct fact *f, const struct channel *channel, bool message,
		struct event *ret_event);

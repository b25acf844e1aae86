// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/model/fact.h"

#include "lib/model/nametable.h"

static const char *const fact_kind_names[] = {
	[0] = "",
	[FACT_EDGE] = "edge",
	[FACT_OUTPUT_CHANGED] = "output-changed",
	[FACT_REQUEST_REFUSED] = "request-refused",
	[FACT_TICK_MISSED] = "tick-missed",
	[FACT_CLOCK_STEPPED] = "clock-stepped",
	[FACT_SOURCE_LOST] = "source-lost",
	[FACT_SOURCE_BACK] = "source-back",
	[FACT_HOLD_CHANGED] = "hold-changed",
	[FACT_VETO] = "veto",
	[FACT_CONFIRMED] = "confirmed",
	[FACT_TAKEN_BACK] = "taken-back",
	[FACT_SETTINGS_LOADED] = "settings-loaded",
	[FACT_SETTINGS_REFUSED] = "settings-refused",
	[FACT_STARTED] = "started",
	[FACT_SIM_COMMAND] = "sim-command",
	[FACT_EDGES_LOST] = "edges-lost",
};
NAMETABLE(fact_kind, fact_kind_names, FACT_KIND_MAX)

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The equations of the power system at one moment: who feeds whom with how much. Pure; the time
 * that passes is plant.c's. The two diodes in OR configuration (guide, section 6) are why the load
 * sees no gap when the mains fails (S19): the battery stands behind its diode all the time.
 */
#include <stdint.h>

#include "daemons/sensord/sim/plant.h"

#define FLOW_CHARGER_VOLTS 13800000 /* S18 */
#define FLOW_CHARGER_AMPS  7200000

/* What differs between the models of the guide (S15, S16). */
struct flow_model {
	int64_t rating;		  /* A */
	int64_t overload_percent; /* middle of the range in which its protection operates */
	int64_t over_volts;	  /* the same of its over-voltage protection */
};
const struct flow_model *flow_model(int64_t rating);

/* Derives p->flow from knobs, outputs and state. */
void flow_solve(struct plant *p);

/* The battery is connected to the unit: front switch and battery output (S158), not the LVD. */
bool flow_battery_in(const struct plant *p);

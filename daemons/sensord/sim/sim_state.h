// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the files of the simulator share; nobody else includes it. */
#include "daemons/sensord/sim/sim.h"

#define SIM_PATH_MAX   4096
#define SIM_STATE_FILE "sim.state"
/* A plant with all its numbers is under 3 KiB; ten times that is damage. */
#define SIM_STATE_BYTES_MAX ((size_t)32 * 1024)

bool sim_id_valid(const char *id);

/* Loads a scenario of the folder in place of the present one; untouched on failure. */
int sim_take_scenario(struct sim *s, const char *id, struct text *mistakes);

/*
 * Takes up the saved world without playing what passed since. -ENOENT when there is none, else a
 * negative errno with the reason in `notes`; then clock and plant are as before.
 */
int sim_state_load(struct sim *s, struct instant real, struct text *notes);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the files of the simulator share; beside them only tests include it. */
#include "daemons/sensord/sim/sim.h"

#define SIM_PATH_MAX   4096
#define SIM_STATE_FILE "sim.state"
/* A plant with all its numbers is under 3 KiB; ten times that is damage. */
#define SIM_STATE_BYTES_MAX ((size_t)32 * 1024)

bool sim_id_valid(const char *id);

/* Loads a scenario of the folder in place of the present one; untouched on failure. */
int sim_take_scenario(struct sim *s, const char *id, struct text *mistakes);

/* Writes the state at `real` as the text that is kept. */
void sim_state_write(const struct sim *s, struct instant real, struct text *out);

/*
 * Takes up the world of such a text, which is taken apart; `name` is what notes call it. A negative
 * errno with the reason in `notes`; then clock and plant are as before.
 */
int sim_state_take(struct sim *s, const char *name, char *bytes, struct instant real,
		   struct text *notes);

/*
 * Takes up the saved world without playing what passed since. -ENOENT when there is none, else a
 * negative errno with the reason in `notes`; then clock and plant are as before.
 */
int sim_state_load(struct sim *s, struct instant real, struct text *notes);

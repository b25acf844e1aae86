// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the commands about the simulator share. */
#include "daemons/psctl/cmd.h"

/* Connects and refuses a unit with real hardware in words that say so; an exit code. */
int sim_open(struct link **ret_link);

/* Asks for scenarios, knobs and how many are in the lockstep; an exit code. */
int sim_ask_listing(struct link *l, struct msg_sim_listing *ret);

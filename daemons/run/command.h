// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* One program of the operator's: looked at, started, waited for, ended. */
#include "lib/wire/msg.h"

/* Runs what the message names, and says what became of it. */
void command_run(const struct msg_send *m, struct msg_sent *ret);

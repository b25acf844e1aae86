// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The black boxes of `psctl history`; exit codes. */
#include "daemons/psctl/commands.h"

/* --boxes: all of them. */
int cmd_history_boxes(const struct call *c);

/* --box NUMBER: one at full rate, as CSV. */
int cmd_history_box(const struct call *c);

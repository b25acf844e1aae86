// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A letter as a command's environment and input. Pure. */
#include "daemons/notifyd/letter.h"

/* Writes it for a program of that name; -EINVAL when the name cannot be one. */
int environment_write(const struct letter *l, const char *program, struct msg_send *ret);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the history has, for the completion of the shell. */
#include "daemons/psctl/commands.h"

/* Offers channels, numbers of black boxes or of files; nothing when there is no history. */
void complete_history(const struct call *c, enum argument kind,
		      void (*offer)(void *arg, const char *word), void *arg);

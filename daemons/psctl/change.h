// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A change of settings, which settingsd alone makes. */
#include "daemons/psctl/commands.h"
#include "lib/base/util.h"

/* Adds one to the request; `value` is NULL to unset it. */
void change_add(struct msg_settings_change *m, const char *value, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/*
 * Asks for the changes and tells what became of them, `sentence` when they are saved (NULL:
 * settingsd's own); an exit code.
 */
int change_send(const struct call *c, struct msg_settings_change *m, const char *sentence);

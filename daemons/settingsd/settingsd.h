// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The one writer of settings: a server that takes changes, and is gone when nobody is there. */
#include "lib/daemon/daemon.h"

struct settingsd;

/*
 * Builds the program: socket, settings, idle timer. `idle_s` is how long it stays without clients,
 * 0 for ever. Negative errno after a log line.
 */
int settingsd_new(struct daemon *d, int64_t idle_s, struct settingsd **ret_settingsd);
struct settingsd *settingsd_free(struct settingsd *s);

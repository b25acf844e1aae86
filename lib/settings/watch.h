// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Notices that a settings file changed: a descriptor to poll and a question to ask when it is
 * readable. Folders that are missing are watched for as well. Says "perhaps" rather than "no": load
 * and compare generations after it.
 */
#include <stdbool.h>

#include "lib/settings/settings.h"

struct settings_watch;

/* Watches the folders of all layers; 0 or negative errno. */
int settings_watch_new(const struct settings_paths *paths, struct settings_watch **ret_watch);
struct settings_watch *settings_watch_free(struct settings_watch *w);

/* The descriptor: readable when settings_watch_drain has something to say. */
int settings_watch_fd(const struct settings_watch *w);

/* Takes all waiting notices off the descriptor; true when a settings file may have changed. */
bool settings_watch_drain(struct settings_watch *w);

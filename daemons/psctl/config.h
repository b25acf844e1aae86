// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the `config` commands share. Reading goes to the files and works while no daemon runs. */
#include "lib/settings/layers.h"
#include "lib/settings/settings.h"

struct config {
	struct settings *settings;
	struct layers layers;
};

#define CONFIG_INIT ((struct config){ .settings = NULL })
void config_done(struct config *c);
#define AUTO_CONFIG __attribute__((cleanup(config_done)))

/* Loads the layers; an exit code after having said all mistakes. */
int config_load(struct config *ret_config);

/* True when `prefix` is "" or names this path, its subject or its item. */
bool config_below(const struct settings_path *path, const char *prefix);

/* True when something in the schema can stand below `prefix`; says so otherwise. */
bool config_prefix_known(const struct settings *s, const char *prefix);

/* The exit code for settings that do not load with -errno `r`. */
int config_exit_code(int r);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/settings.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/util.h"

/* meson may say otherwise (prefix). */
#ifndef RMCU_CONFIG_DIR
#define RMCU_CONFIG_DIR "/etc/rmcu"
#endif
#ifndef RMCU_STATE_DIR
#define RMCU_STATE_DIR "/var/lib/rmcu"
#endif
#ifndef RMCU_DATA_DIR
#define RMCU_DATA_DIR "/usr/share/rmcu"
#endif

/* secure: a set-uid or capable program must not be led astray by its environment. */
static const char *folder(const char *variable, const char *builtin)
{
	const char *value = secure_getenv(variable);

	return value && *value ? value : builtin;
}

void settings_paths_default(struct settings_paths *ret_paths)
{
	const char *config = folder("RMCU_CONFIG_DIR", RMCU_CONFIG_DIR);
	const char *state = folder("RMCU_STATE_DIR", RMCU_STATE_DIR);
	const char *data = folder("RMCU_DATA_DIR", RMCU_DATA_DIR);
	struct settings_paths *p = ret_paths;

	(void)snprintf(p->main_file, sizeof(p->main_file), "%s/rmcu.conf", config);
	(void)snprintf(p->state_folder, sizeof(p->state_folder), "%s/settings", state);
	(void)snprintf(p->profile_folders[0], sizeof(p->profile_folders[0]), "%s/profiles", config);
	(void)snprintf(p->profile_folders[1], sizeof(p->profile_folders[1]), "%s/profiles", data);
}

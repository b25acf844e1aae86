// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/folders.h"

#include <stdio.h>
#include <stdlib.h>

#ifndef RMCU_DATA_DIR
#define RMCU_DATA_DIR "/usr/share/rmcu"
#endif

/* $variable/name where it is set, else the installed place with the name behind it. */
static void place(const char *variable, const char *installed, const char *name,
		  char ret_path[FOLDER_MAX])
{
	const char *folder = getenv(variable);

	if (folder && *folder)
		(void)snprintf(ret_path, FOLDER_MAX, "%s%s%s", folder, *name ? "/" : "", name);
	else
		(void)snprintf(ret_path, FOLDER_MAX, "%s%s", installed, name);
}

void folder_runtime(char ret_path[FOLDER_MAX])
{
	place("RMCU_RUNTIME_DIR", "/run/rmcu", "", ret_path);
}

void folder_private_runtime(const char *name, char ret_path[FOLDER_MAX])
{
	place("RMCU_RUNTIME_DIR", "/run/rmcu-", name, ret_path);
}

void folder_state(const char *name, char ret_path[FOLDER_MAX])
{
	place("RMCU_STATE_DIR", "/var/lib/rmcu/", name, ret_path);
}

void folder_data(const char *name, char ret_path[FOLDER_MAX])
{
	place("RMCU_DATA_DIR", RMCU_DATA_DIR "/", name, ret_path);
}

void folder_config(const char *name, char ret_path[FOLDER_MAX])
{
	place("RMCU_CONFIG_DIR", "/etc/rmcu/", name, ret_path);
}

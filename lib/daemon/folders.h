// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Where things lie: the installed places, or those that the environment names (demo, tests):
 * RMCU_RUNTIME_DIR, RMCU_STATE_DIR, RMCU_CONFIG_DIR, RMCU_DATA_DIR.
 */
#define FOLDER_MAX 256

/* Sockets of the suite: /run/rmcu. */
void folder_runtime(char ret_path[FOLDER_MAX]);

/* What a daemon keeps until the next boot: /run/rmcu-NAME. */
void folder_private_runtime(const char *name, char ret_path[FOLDER_MAX]);

/* What a daemon keeps for good: /var/lib/rmcu/NAME. */
void folder_state(const char *name, char ret_path[FOLDER_MAX]);

/* What the package ships: /usr/share/rmcu/NAME. */
void folder_data(const char *name, char ret_path[FOLDER_MAX]);

/* What the site writes by hand: /etc/rmcu/NAME. */
void folder_config(const char *name, char ret_path[FOLDER_MAX]);

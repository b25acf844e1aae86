// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Lists of ids in one text, "alarm_out horn": as files, messages and pages have them. */
#include <stdbool.h>

#include "lib/model/channel.h"

/*
 * Copies the next id of the list at *at and moves on; false at its end. What is no id because it is
 * too long is cut.
 */
bool ids_next(const char **at, char ret_id[CHANNEL_ID_MAX]);

/* True when the list names this id. */
bool ids_have(const char *ids, const char *id);

/* True for ids with exactly one space between, and for an empty list. */
bool ids_valid(const char *ids);

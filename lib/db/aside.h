// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Databases that cannot be read any more: moved out of the way under another name, which says why
 * and when, and kept for whoever looks into it. A database is its file and those that SQLite has
 * beside it.
 */
#include <stdbool.h>
#include <stdint.h>

/* "events.db.damaged-20261123T064700Z" */
#define DB_ASIDE_MAX 64

/* True when something of the database is there, if only its log. */
bool db_there(const char *folder, const char *name);

/*
 * Renames it and what belongs to it, durably. Of those that were set aside before only the newest
 * ones stay, `most` with this one: a card that breaks each hour must not fill itself.
 */
int db_set_aside(const char *folder, const char *name, const char *why, int64_t wall_us,
		 unsigned most, char ret_name[DB_ASIDE_MAX]);

/* Removes it, and what belongs to it; what is not there is no mistake. */
void db_remove(const char *folder, const char *name);

/* Makes renames in the folder durable. */
int db_sync_folder(const char *folder);

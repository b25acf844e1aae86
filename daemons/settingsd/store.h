// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The settings on disk as settingsd sees them: read when something changed, written by a change. */
#include "daemons/settingsd/change.h"

struct store;

int store_new(const struct settings_paths *paths, struct store **ret_store);
struct store *store_free(struct store *s);

/*
 * The settings in force, read anew if a file has changed. -EINVAL when the files are refused; then
 * *ret_mistakes says why. Both results live until the next call.
 */
int store_current(struct store *s, const struct settings **ret_settings, const char **ret_mistakes);

/* Whether somebody can sign in who may do all; true also when that cannot be found out. */
bool store_has_admin(struct store *s);

/*
 * Decides about a change and saves it; results as change_overlay, or a negative errno of the disk.
 * While the files are refused, a change that mends them is taken all the same.
 */
int store_change(struct store *s, const struct change_request *q,
		 struct change_decision *ret_decision);

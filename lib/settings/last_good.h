// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Which settings are in force: those of the files, or, while these are refused, the last good ones,
 * also over a restart. Without these what is known of the files, if that makes sense: a file for
 * another version of the suite. Without any the board still runs: no channels, and a trouble that
 * says why.
 */
#include "lib/base/keeper.h"
#include "lib/base/text.h"
#include "lib/settings/settings.h"

/* Where the settings came from. */
enum settings_from {
	SETTINGS_FROM_FILES,	 /* as written */
	SETTINGS_FROM_LAST_GOOD, /* the files are refused; these were in force before */
	SETTINGS_FROM_KNOWN, /* refused, there are no others, and these are what we know of them */
	SETTINGS_FROM_NOTHING, /* the files are refused and there are no others: no channels */
	SETTINGS_STAY, /* the files are refused; what is in force stays, none were returned */
};

/*
 * Loads the files; what settingsd wrote and we do not know is named in *mistakes and ignored. When
 * they are refused, the mistakes are in *mistakes, and what comes instead says *ret_source: at the
 * start (`current` NULL) the last good settings kept in `folder`, or none; later the current ones
 * stay and *ret_settings is NULL. Only -ENOMEM fails.
 */
int last_good_load(const struct settings_paths *paths, const char *folder,
		   const struct settings *current, struct settings **ret_settings,
		   enum settings_from *ret_source, struct text *mistakes);

/* The keeper of the last good settings, for last_good_keep; the loop may be NULL (keeper_new). */
struct loop;
int last_good_keeper(struct loop *loop, const char *folder, struct keeper **ret_keeper);

/* Keeps these as the last good ones, when the keeper comes to it: it tells what becomes of that. */
int last_good_keep(struct keeper *k, const struct settings *s);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The layers from their files. Programs that only want the values call settings_load (settings.h).
 */
#include "lib/settings/layers.h"

/* The overlay's name in the state folder. */
#define SETTINGS_OVERLAY_NAME "settings.conf"

/*
 * Reads all layers; 0, -EINVAL with all mistakes added, or another negative errno. A setting of the
 * overlay that this program does not know is ignored: with 0 the mistakes name such ones.
 */
int layers_read(const struct settings_paths *paths, struct layers *ret_layers,
		struct text *mistakes);

/* Like layers_read with these assignments in place of the overlay's file: before it is written. */
int layers_read_with(const struct settings_paths *paths, const struct assignments *overlay,
		     struct layers *ret_layers, struct text *mistakes);

/*
 * Like settings_load, and hands out the layers as well, for origins and for what the overlay hides
 * (layers_done). They are handed out on -EINVAL too, as far as they could be read.
 */
int settings_load_layers(const struct settings_paths *paths, struct settings **ret_settings,
			 struct layers *ret_layers, struct text *mistakes);

/* Like settings_load, but what this program does not know is ignored in every file. */
int settings_load_known(const struct settings_paths *paths, struct settings **ret_settings,
			struct text *mistakes);

/* Path of the overlay file. */
void settings_overlay_file(const struct settings_paths *paths, char *ret_path, size_t size);

/* Adds the names of all profiles, sorted, joined by ", ". */
void settings_list_profiles(const struct settings_paths *paths, struct text *out);

/*
 * Adds a line for each setting of rmcu.conf that the overlay hides: "rmcu.conf:12:
 * channels.ac_line.name: hidden by settings.conf:4". Returns how many.
 */
unsigned settings_list_hidden(const struct layers *l, struct text *out);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Paths: "site.name", "channels.volts_battery.name"; get and set one setting as text. */
#include "lib/settings/schema.h"

struct settings_path {
	const struct subject *subject;
	const struct setting *row;
	char id[CHANNEL_ID_MAX]; /* "" when the subject has no ids */
};

/* Reads a path; -ENOENT with "what is wrong, what is near" added to *why when there is no such
 * setting. */
int path_parse(const char *text, struct settings_path *ret_path, struct text *why);

/* Adds the path as text. */
void path_print(const struct settings_path *path, struct text *out);

bool path_equal(const struct settings_path *a, const struct settings_path *b);

/* Adds the canonical text of the setting at `path`; -ENOENT and a sentence in *why when it is not
 * there. */
int settings_get(const struct settings *s, const char *path, struct text *out, struct text *why);

/*
 * Sets the setting at `path` from text, in these settings alone (no file, no cross checks); an item
 * that is not there yet is added with its defaults. Negative errno and a sentence in *why
 * otherwise.
 */
int settings_set(struct settings *s, const char *path, const char *value, struct text *why);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Settings and schema as JSON: `psctl config`, the REST API and the forms of the pages. */
#include "lib/base/json.h"
#include "lib/settings/layers.h"

/*
 * Writes all settings as an object of subjects. With `l` each value becomes {"value", "layer",
 * "file", "line"}, the place that it came from.
 */
void settings_json(struct json *j, const char *key, const struct settings *s,
		   const struct layers *l);

/* Writes one value in its JSON type; an unset decimal is null. */
void settings_json_value(struct json *j, const char *key, const struct settings_path *path,
			 const struct settings *s);

/* Writes the schema: subjects with their rows. */
void schema_json(struct json *j, const char *key);

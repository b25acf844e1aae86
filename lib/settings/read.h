// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Reads one file of settings (libconfig's language) into assignments, with all its mistakes. */
#include "lib/settings/layers.h"

/* Format of the files; a file may say `format = 1`. Rises when an old program could misread a new
 * file. */
#define SETTINGS_FORMAT 1

/* A file that sets everything on 64 channels has about 100 KiB; this bounds what a mistake can
 * cost. */
#define SETTINGS_FILE_MAX (512 * 1024)

/*
 * Adds what the bytes say to `layer`; `file` is the name for origins and mistakes. `include_folder`
 * is where @include looks, NULL where it is not allowed. 0, -EINVAL with mistakes added, or
 * -ENOMEM. `bytes` ends with a NUL at bytes[len].
 */
int read_bytes(struct layers *l, enum layer layer, const char *file, const char *bytes, size_t len,
	       const struct settings_paths *include_paths, struct text *mistakes);

/* The same for a file; -ENOENT when there is none, other negative errno when it cannot be read. */
int read_file(struct layers *l, enum layer layer, const char *file,
	      const struct settings_paths *include_paths, struct text *mistakes);

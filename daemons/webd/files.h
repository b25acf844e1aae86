// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What the pages want beside themselves: a list that is fixed at the start, so no request ever
 * names a file of this machine. Each has its content in its address, and is kept by browsers for
 * good. Ours (www/meson.build) lie packed in the program itself: the system reads them from there
 * when they are wanted, and an upgrade never changes them under a webd that runs.
 */
#include "daemons/webd/http.h"

struct web_file {
	const char *name;
	const char *type;
	const char *path;	/* "/static/0123456789abcdef/style.css" */
	bool packed;		/* gzip, where that is smaller */
	struct http_fixed body; /* as browsers want it */
};

/* Ours; www/pack.py writes them. */
extern const struct web_file web_files[];
extern const size_t n_web_files;

/* The library that draws is Debian's, and may be missing: pages do without it. */
#define FILES_LIBRARY "dygraph.min.js"

/*
 * Takes the library from this folder, as it is now. Packed it is 40 KiB, which are asked for once
 * by each browser: they lie in a file without a name in the other folder, or in memory where that
 * takes none.
 */
void files_load(const char *library_folder, const char *own_folder);
void files_free(void);

/* The file of this path, of this name; NULL. */
const struct web_file *files_find(const char *path);
const struct web_file *files_named(const char *name);

/* The path of a name; "" where it is missing. */
const char *files_path(const char *name);

/* The tag of its bytes, packed or plain: its content's, which the path has, and how it comes. */
void files_tag(const struct web_file *f, bool packed, char ret[ETAG_MAX]);

/* Its content for who takes nothing packed; without memory, or when it cannot be read, the text has
 * failed. */
void files_unpack(const struct web_file *f, struct text *out);

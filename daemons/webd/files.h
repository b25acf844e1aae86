// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What the pages want beside themselves: a list that is fixed at the start, so no request ever
 * names a file of this machine. Each has its content in its address, and is kept by browsers for
 * good.
 */
#include "lib/base/text.h"

struct web_file {
	const char *name; /* below the folder */
	const char *type;
	const char *folder; /* another one, where it may be missing; NULL */
	char path[64];	    /* "/static/0123456789abcdef/style.css" */
	struct text bytes;  /* as browsers want it: gzip, where that is smaller */
	bool packed;
};

/* Reads them from a folder, and the MIB from another; 0 or a negative errno, after a log line. */
int files_load(const char *folder, const char *mib_folder);
void files_free(void);

/* The file of this path, or NULL. */
const struct web_file *files_find(const char *path);

/* RMCU-MIB as people and managers download it, or NULL when it is not installed. */
const struct web_file *files_mib(void);

/* The path of a name of the list; "" where it is missing. */
const char *files_path(const char *name);

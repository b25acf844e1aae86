// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Whole files, in and out. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Replaces folder/name by `len` bytes so that a reader, a crash or a power cut finds the old or the
 * new content and never a mixture: written beside, renamed over. With `durable` the file is synced
 * before and the folder after the rename: that may take a second, so not in a loop that measures.
 * Returns 0 or a negative errno; on failure the old file is untouched.
 */
int file_replace(const char *folder, const char *name, const void *bytes, size_t len, mode_t mode,
		 bool durable);

/*
 * The same for a file that a group may read: it gets the group of this name, where there is one and
 * the process may give it away; in private runs it stays with its owner's.
 */
int file_replace_for(const char *folder, const char *name, const void *bytes, size_t len,
		     mode_t mode, const char *group, bool durable);

/* Writes all of it to a descriptor, however often it takes. */
int file_write(int fd, const void *bytes, size_t len);

/*
 * Reads a whole file of at most `most` bytes into fresh memory with a NUL behind it (owned by the
 * caller). -EFBIG when it is larger.
 */
int file_read(const char *path, size_t most, char **ret_bytes, size_t *ret_len);

/* Makes a folder if it is missing; 0 also when it is there. */
int file_make_folder(const char *path, mode_t mode);

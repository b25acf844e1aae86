// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A file that is written a part at a time and is there as a whole or not at all: without a name
 * while it is written where the file system can do that, else beside it, and renamed over it.
 */
#include <stdbool.h>
#include <stddef.h>

#define OUTFILE_PATH_MAX 4096

struct outfile {
	int fd;			       /* -1: none */
	char path[OUTFILE_PATH_MAX];   /* as it will be called */
	char beside[OUTFILE_PATH_MAX]; /* as it is called meanwhile; "": it has no name yet */
	bool direct;		       /* a device or a pipe: written as it is */
};

#define OUTFILE_INIT ((struct outfile){ .fd = -1 })

/* 0 or a negative errno. */
int outfile_open(struct outfile *f, const char *path);
int outfile_write(struct outfile *f, const char *bytes, size_t len);

/* All was written: from now on it is there, also after a power cut. */
int outfile_keep(struct outfile *f);

/* Throws away what was not kept. */
void outfile_done(struct outfile *f);
#define AUTO_OUTFILE __attribute__((cleanup(outfile_done)))

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The code with which the first administrator is made in the browser, while there is none. It is in
 * a file for root and rmcu-admin, on the console, and nowhere else. Times are microseconds of
 * CLOCK_MONOTONIC.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/daemon/folders.h"

/* Of 40 random bits, which five tries in 15 minutes do not find. */
#define FIRST_CODE_MAX	   10 /* "ABCD-EFGH" with its NUL */
#define FIRST_CODE_LIFE_US (INT64_C(15) * 60 * 1000000)
#define FIRST_CODE_TRIES   5

struct first_code {
	char code[FIRST_CODE_MAX]; /* "": there is none */
	bool ran_out;		   /* there was one: who wants another one asks for it */
	int64_t until_us;
	unsigned tries;
	char folder[FOLDER_MAX]; /* where its file is */
};

/* Draws one and writes its file; 0 or a negative errno. */
int first_code_make(struct first_code *f, int64_t now_us);

/* Forgets it, and removes the file. */
void first_code_end(struct first_code *f);

/* Whether there is one that can still be tried. */
bool first_code_alive(const struct first_code *f, int64_t now_us);

/* Removes the file of one that has run out; true when it did now. */
bool first_code_look(struct first_code *f, int64_t now_us);

/* Whether it is this one, in whatever way it was typed; each wrong one is counted. */
bool first_code_try(struct first_code *f, const char *word, int64_t now_us);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What a command may be, and what its end means. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "lib/wire/msg.h"

/* Enough for the longest sentence, and what comes after it on its line. */
#define LAST_LINE_MAX 512

/* What a command wrote last. Zero-initialise. */
struct last_line {
	char bytes[LAST_LINE_MAX];
	size_t n;
	bool over; /* it ended: the next byte begins another one */
};

/* Takes what it wrote next. */
void last_line_add(struct last_line *l, const char *bytes, size_t n);

/* NULL, or why no program can have this name. */
const char *verdict_on_name(const char *name);

/* NULL, or why the file behind the name is not run by who has `self`. */
const char *verdict_on_file(const struct stat *st, uid_t self);

/* NULL, or why the message cannot become an environment. */
const char *verdict_on_fields(const struct msg_send *m);

/* What the end of a command means: `status` as of waitpid(2), `late` when we ended it. */
void verdict_on_end(int status, bool late, uint32_t limit_ms, const struct last_line *said,
		    struct msg_sent *ret);

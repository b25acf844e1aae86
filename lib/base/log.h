// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Log lines to standard error: with the "<N>" priority prefix of sd-daemon(3) when the journal
 * reads them, plain with a time otherwise. Programs log; lib/ says nothing above debug
 * (ARCHITECTURE.md).
 */
#include <stdint.h>

#include "lib/base/util.h"

/* The levels of syslog(3), RFC 5424 section 6.2.1. */
enum log_level {
	LOG_LEVEL_ERROR = 3,
	LOG_LEVEL_WARNING = 4,
	LOG_LEVEL_NOTICE = 5,
	LOG_LEVEL_INFO = 6,
	LOG_LEVEL_DEBUG = 7,
};

/* Chooses the program's name in each line and the least important level that is still written. */
void log_setup(const char *program, enum log_level most);

/* Level from its name ("error" ... "debug"), or -EINVAL. */
int log_level_from_name(const char *name);

void log_line(enum log_level level, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Writes a line and returns -|error|, for `return log_error_errno(r, "…")`; the reason is appended.
 */
int log_errno(enum log_level level, int error, const char *fmt, ...) PRINTF_LIKE(3, 4);

#define log_error(...)		  log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...)	  log_line(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_notice(...)		  log_line(LOG_LEVEL_NOTICE, __VA_ARGS__)
#define log_info(...)		  log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...)		  log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)
#define log_error_errno(r, ...)	  log_errno(LOG_LEVEL_ERROR, r, __VA_ARGS__)
#define log_warning_errno(r, ...) log_errno(LOG_LEVEL_WARNING, r, __VA_ARGS__)

/* Writes each line of a text as a line of its own, "what: line"; nothing for an empty text. */
void log_lines(enum log_level level, const char *what, const char *text);

/* Lets a line through at most once per interval; counts what it held back. Zero-initialise. */
struct log_limit {
	int64_t next_us;
	uint32_t held_back;
};

/* True when a line may be written now; *ret_held_back is how many were not since the last one. */
int log_limit_pass(struct log_limit *l, int64_t now_us, int64_t interval_us,
		   uint32_t *ret_held_back);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

#include "lib/base/clock.h"

/* One line of the log: longer ones are cut, a peer must not be able to fill the journal. */
#define LINE_MAX_BYTES 1024

static struct {
	const char *program;
	enum log_level most;
	int journal;
} state = { .program = "rmcu", .most = LOG_LEVEL_INFO };

static const char *const level_names[] = {
	[LOG_LEVEL_ERROR] = "error", [LOG_LEVEL_WARNING] = "warning", [LOG_LEVEL_NOTICE] = "notice",
	[LOG_LEVEL_INFO] = "info",   [LOG_LEVEL_DEBUG] = "debug",
};

void log_setup(const char *program, enum log_level most)
{
	state.program = program;
	state.most = most;
	state.journal = getenv("JOURNAL_STREAM") != NULL;
}

int log_level_from_name(const char *name)
{
	for (int i = LOG_LEVEL_ERROR; i <= LOG_LEVEL_DEBUG; i++)
		if (streq(name, level_names[i]))
			return i;
	return -EINVAL;
}

/* Control characters come from peers and files; they must not forge a second line. */
static void defuse(char *text)
{
	for (unsigned char *c = (unsigned char *)text; *c; c++) {
		if (*c < 0x20 || *c == 0x7f)
			*c = '?';
		/* U+0080 to U+009F: a terminal may take them for the start of a command */
		if (c[0] == 0xc2 && c[1] >= 0x80 && c[1] <= 0x9f)
			c[0] = c[1] = '?';
	}
}

/* One write, so that lines of several programs on one file do not mix. */
static void write_line(const char *head, const char *line)
{
	struct iovec parts[] = {
		{ .iov_base = (void *)(uintptr_t)head, .iov_len = strlen(head) },
		{ .iov_base = (void *)(uintptr_t)line, .iov_len = strlen(line) },
		{ .iov_base = (void *)(uintptr_t) "\n", .iov_len = 1 },
	};

	(void)!writev(STDERR_FILENO, parts, ARRAY_SIZE(parts));
}

static void emit(enum log_level level, const char *reason, const char *fmt, va_list ap)
{
	char line[LINE_MAX_BYTES], head[CLOCK_RFC3339_MAX + 48];
	int saved = errno;
	size_t len;

	if (level > state.most)
		return;
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	len = strlen(line);
	if (reason)
		(void)snprintf(line + len, sizeof(line) - len, ": %s", reason);
	defuse(line);
	if (state.journal) {
		(void)snprintf(head, sizeof(head), "<%d>", (int)level);
	} else {
		char when[CLOCK_RFC3339_MAX];

		clock_format_utc(instant_read().wall_us, when);
		(void)snprintf(head, sizeof(head), "%s %s %s: ", when, state.program,
			       level_names[level]);
	}
	write_line(head, line);
	errno = saved;
}

void log_line(enum log_level level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	emit(level, NULL, fmt, ap);
	va_end(ap);
}

int log_errno(enum log_level level, int error, const char *fmt, ...)
{
	int number = abs(error);
	va_list ap;

	va_start(ap, fmt);
	emit(level, strerror(number), fmt, ap);
	va_end(ap);
	return -number;
}

void log_lines(enum log_level level, const char *what, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		log_line(level, "%s: %.*s", what, (int)n, text);
		text += n + (text[n] == '\n');
	}
}

int log_limit_pass(struct log_limit *l, int64_t now_us, int64_t interval_us,
		   uint32_t *ret_held_back)
{
	if (now_us < l->next_us) {
		l->held_back++;
		return 0;
	}
	*ret_held_back = l->held_back;
	l->held_back = 0;
	l->next_us = now_us + interval_us;
	return 1;
}

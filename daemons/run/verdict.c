// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/run/verdict.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "lib/base/utf8.h"
#include "lib/daemon/errand.h"

static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

void last_line_add(struct last_line *l, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n' || bytes[i] == '\r') {
			/* an empty line at the end hides none */
			l->over = true;
			continue;
		}
		if (l->over)
			l->n = 0;
		l->over = false;
		if (l->n < sizeof(l->bytes))
			l->bytes[l->n++] = bytes[i];
	}
}

const char *verdict_on_name(const char *name)
{
	if (!*name || *name == '.' || *name == '-' || name[strspn(name, plain)])
		return "a command is the name of a file in the folder of commands: letters, "
		       "digits, '.', '_' and '-', and a letter, a digit or '_' first";
	return NULL;
}

const char *verdict_on_file(const struct stat *st, uid_t self)
{
	if (S_ISLNK(st->st_mode))
		return "it is a link: the program itself has to be in the folder";
	if (!S_ISREG(st->st_mode))
		return "it is no file";
	if (st->st_uid != 0 && st->st_uid != self)
		return "it is not root's";
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return "others than its owner can write it";
	if (!(st->st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)))
		return "it is not executable";
	return NULL;
}

const char *verdict_on_fields(const struct msg_send *m)
{
	for (unsigned i = 0; i < m->n_fields; i++) {
		const char *name = m->fields[i].name;

		if (strncmp(name, "RMCU_", 5) != 0 || !name[5] || name[strspn(name, upper)])
			return "the name of a variable is not RMCU_ and capital letters";
		if (!utf8_printable(m->fields[i].value))
			return "a variable has a control character, or is no UTF-8";
	}
	return NULL;
}

/* With what it wrote last behind it, if it wrote anything. */
static void say(struct msg_sent *ret, enum delivery_outcome outcome, unsigned code,
		const char *what, const struct last_line *said)
{
	char line[WIRE_SENTENCE_MAX];

	errand_clean(line, sizeof(line), said->bytes, said->n);
	if (*line)
		errand_says(ret, outcome, code, "%s: %s", what, line);
	else
		errand_says(ret, outcome, code, "%s", what);
}

/* Killed by the kernel for want of memory, or by who shuts down: that is not its own fault. */
static bool from_outside(int sig)
{
	return sig == SIGKILL || sig == SIGTERM || sig == SIGHUP || sig == SIGINT;
}

void verdict_on_end(int status, bool late, uint32_t limit_ms, const struct last_line *said,
		    struct msg_sent *ret)
{
	char what[64];

	if (late) {
		(void)snprintf(what, sizeof(what), "it did not end within %u.%u s and was ended",
			       limit_ms / 1000, limit_ms % 1000 / 100);
		say(ret, OUTCOME_TEMPORARY, 0, what, said);
		return;
	}
	if (WIFSIGNALED(status)) {
		(void)snprintf(what, sizeof(what), "it was ended by signal %d", WTERMSIG(status));
		say(ret, from_outside(WTERMSIG(status)) ? OUTCOME_TEMPORARY : OUTCOME_PERMANENT,
		    (unsigned)(128 + WTERMSIG(status)), what, said);
		return;
	}
	(void)snprintf(what, sizeof(what), "it ended with %d", WEXITSTATUS(status));
	if (WEXITSTATUS(status) == 0)
		say(ret, OUTCOME_DELIVERED, 0, "it ended well", said);
	else
		say(ret, WEXITSTATUS(status) == EX_TEMPFAIL ? OUTCOME_TEMPORARY : OUTCOME_PERMANENT,
		    (unsigned)WEXITSTATUS(status), what, said);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * What reads the history or hashes a password, in the program that does not: it becomes
 * psctl-history, which is psctl with SQLite, libcrypt and all commands. Loading SQLite with each
 * start would make `psctl status` a fifth slower.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/complete_history.h"

#define PROGRAM "psctl-history"

/* Beside this program in a build's folder, else where the package has it. */
static void find_program(char ret_path[PATH_MAX])
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *slash;

	if (n > 0) {
		self[n] = '\0';
		slash = strrchr(self, '/');
		(void)snprintf(ret_path, PATH_MAX, "%.*s/" PROGRAM, (int)(slash - self), self);
		if (access(ret_path, X_OK) == 0)
			return;
	}
	(void)snprintf(ret_path, PATH_MAX, RMCU_LIBEXEC_DIR "/" PROGRAM);
}

/* Returns only when it did not work. */
static int go_on_there(const struct call *c)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	char path[PATH_MAX];

	find_program(path);
	(void)execv(path, c->argv);
	text_printf(&why, "%s does not start (%s): install the package again", path,
		    strerror(errno));
	complain(text_get(&why));
	return EX_UNAVAILABLE;
}

int cmd_history(const struct call *c)
{
	return go_on_there(c);
}

int cmd_log_files(const struct call *c)
{
	return go_on_there(c);
}

int cmd_log_export(const struct call *c)
{
	return go_on_there(c);
}

int cmd_user_list(const struct call *c)
{
	return go_on_there(c);
}

int cmd_user_add(const struct call *c)
{
	return go_on_there(c);
}

int cmd_user_passwd(const struct call *c)
{
	return go_on_there(c);
}

int cmd_user_role(const struct call *c)
{
	return go_on_there(c);
}

int cmd_user_remove(const struct call *c)
{
	return go_on_there(c);
}

int cmd_user_code(const struct call *c)
{
	return go_on_there(c);
}

int cmd_token_list(const struct call *c)
{
	return go_on_there(c);
}

int cmd_token_add(const struct call *c)
{
	return go_on_there(c);
}

int cmd_token_remove(const struct call *c)
{
	return go_on_there(c);
}

int cmd_config_secret(const struct call *c)
{
	return go_on_there(c);
}

/* Nothing was written yet: the other one begins the completion anew. */
void complete_history(const struct call *c, enum argument kind,
		      void (*offer)(void *arg, const char *word), void *arg)
{
	(void)kind;
	(void)offer;
	(void)arg;
	(void)go_on_there(c);
}

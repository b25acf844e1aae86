// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/password.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "daemons/psctl/cmd.h"
#include "lib/base/utf8.h"

/* Room to see that one is too long. */
#define LINE_SIZE (PASSWORD_MOST + 3)

static int refuse(const char *why)
{
	complain(why);
	return EX_DATAERR;
}

static bool read_line(char line[LINE_SIZE])
{
	if (!fgets(line, LINE_SIZE, stdin))
		return false;
	line[strcspn(line, "\n")] = '\0';
	return true;
}

/* Shows the question and hides the answer. */
static bool ask(const char *question, char line[LINE_SIZE])
{
	struct termios before, hidden;
	bool any;

	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return false;
	hidden = before;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	(void)fprintf(stderr, "%s: ", question);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	any = read_line(line);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	(void)fputc('\n', stderr);
	return any;
}

static int ask_twice(char line[LINE_SIZE])
{
	char again[LINE_SIZE];
	const char *why;
	bool same;

	if (!ask("New password", line))
		return refuse("no password was given");
	why = password_refused(line);
	if (why)
		return refuse(why);
	same = ask("Again", again) && secret_equal(line, again);
	secret_wipe(again, sizeof(again));
	return same ? EX_OK : refuse("the two passwords are not the same");
}

static int read_once(char line[LINE_SIZE])
{
	const char *why;

	if (!read_line(line))
		return refuse("no password was given: it is the first line of the input");
	why = password_refused(line);
	return why ? refuse(why) : EX_OK;
}

int password_ask(char ret_hash[SECRET_HASH_MAX])
{
	char line[LINE_SIZE];
	int code = isatty(STDIN_FILENO) ? ask_twice(line) : read_once(line);

	if (code == EX_OK && secret_hash_password(line, ret_hash) < 0)
		code = refuse("the password cannot be hashed");
	secret_wipe(line, sizeof(line));
	return code;
}

int password_ask_plain(char *ret_word, size_t size)
{
	char line[LINE_SIZE];
	bool any = isatty(STDIN_FILENO) ? ask("Secret", line) : read_line(line);
	int code = EX_OK;

	if (!any)
		return refuse("nothing was given: it is the first line of the input");
	if (strlen(line) >= size)
		code = refuse("it is too long");
	else if (!utf8_printable(line))
		code = refuse("only UTF-8 without control characters is kept");
	else
		memcpy(ret_word, line, strlen(line) + 1);
	secret_wipe(line, sizeof(line));
	return code;
}

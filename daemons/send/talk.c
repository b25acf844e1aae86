// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/send/talk.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lib/base/util.h"
#include "lib/daemon/errand.h"

static const struct {
	const char *begins;
	enum talk_step step;
} commands[] = {
	{ "EHLO", STEP_HELLO }, { "HELO", STEP_HELLO },	    { "STARTTLS", STEP_STARTTLS },
	{ "AUTH", STEP_AUTH },	{ "MAIL FROM", STEP_FROM }, { "RCPT TO", STEP_TO },
	{ "DATA", STEP_DATA },
};

static bool begins(const char *line, size_t n, const char *word)
{
	return n >= strlen(word) && strncasecmp(line, word, strlen(word)) == 0;
}

/* The last word of what is said while signing in: the password in some form, or the method. */
static void remember_secret(struct talk *t, const char *line, size_t n)
{
	size_t begin;

	while (n > 0 && strchr("\r\n ", line[n - 1]))
		n--;
	for (begin = n; begin > 0 && line[begin - 1] != ' '; begin--)
		continue;
	memcpy(t->secrets[0], t->secrets[1], sizeof(t->secrets[0]));
	(void)snprintf(t->secrets[1], sizeof(t->secrets[1]), "%.*s", (int)(n - begin),
		       line + begin);
}

static void remember_address(struct talk *t, const char *line, size_t n)
{
	const char *begin = memchr(line, '<', n);
	const char *end = begin ? memchr(begin, '>', n - (size_t)(begin - line)) : NULL;

	if (end)
		(void)snprintf(t->about, sizeof(t->about), "%.*s", (int)(end - begin - 1),
			       begin + 1);
}

void talk_said(struct talk *t, const char *line, size_t n)
{
	bool known = false;

	/* a farewell is part of no outcome: the library says it after an error too */
	if (t->over || begins(line, n, "QUIT")) {
		t->over = true;
		return;
	}
	/* within AUTH lines are no commands: one in base64 may look like one */
	for (size_t i = 0; i < ARRAY_SIZE(commands) && !known; i++) {
		known = begins(line, n, commands[i].begins) &&
			!(t->step == STEP_AUTH && t->answered && t->code == 334);
		if (known)
			t->step = commands[i].step;
	}
	if (t->step == STEP_AUTH)
		remember_secret(t, line, n);
	if (t->step == STEP_TO)
		remember_address(t, line, n);
	t->answered = false;
	t->code = 0;
}

void talk_sent_message(struct talk *t)
{
	t->step = STEP_MESSAGE;
	t->answered = false;
	t->code = 0;
}

void talk_hide(char *text, const char *secret)
{
	size_t n = strlen(secret);

	for (char *p = text; n > 0 && (p = strstr(p, secret)); p += n)
		memset(p, '*', n);
}

static void count_recipient(struct talk *t)
{
	size_t at = strlen(t->refusals);

	if (t->code < 400) {
		t->accepted++;
		return;
	}
	t->refused++;
	t->later += t->code < 500;
	(void)snprintf(t->refusals + at, sizeof(t->refusals) - at, "%s%s (%s)", at ? ", " : "",
		       t->about, t->words);
}

void talk_heard(struct talk *t, const char *line, size_t n)
{
	unsigned code = 0;

	if (n < 3 || t->over)
		return;
	for (size_t i = 0; i < 3; i++) {
		if (line[i] < '0' || line[i] > '9')
			return;
		code = code * 10 + (unsigned)(line[i] - '0');
	}
	/* more lines of the same answer follow */
	if (n > 3 && line[3] == '-')
		return;
	if (t->step < STEP_GREETING)
		t->step = STEP_GREETING;
	t->code = code;
	t->answered = true;
	errand_clean(t->words, sizeof(t->words), line, n);
	for (size_t i = 0; i < ARRAY_SIZE(t->secrets); i++)
		if (strlen(t->secrets[i]) >= 8) /* no name of a method */
			talk_hide(t->words, t->secrets[i]);
	if (t->step == STEP_TO)
		count_recipient(t);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/cmd.h"

#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/psctl/find.h"
#include "daemons/psctl/terminal.h"
#include "lib/present/event_filter.h"

int cmd_write(const struct text *out)
{
	AUTO_TEXT struct text sentence = TEXT_INIT;
	int r = terminal_write(out);

	if (r >= 0)
		return EX_OK;
	text_printf(&sentence, "cannot write the answer: %s", strerror(-r));
	complain(text_get(&sentence));
	return EX_IOERR;
}

void cmd_json(struct json *j, struct text *out)
{
	json_begin(j, out, isatty(STDOUT_FILENO));
}

int cmd_json_write(const struct text *out)
{
	AUTO_TEXT struct text line = TEXT_INIT;

	text_add_n(&line, text_get(out), out->len);
	text_add_char(&line, '\n');
	line.failed |= out->failed;
	return cmd_write(&line);
}

int cmd_sentence(const struct call *c, const char *sentence)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	if (!c->json) {
		text_printf(&out, "%s\n", sentence);
		return cmd_write(&out);
	}
	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_string(&j, "sentence", sentence);
	json_object_end(&j);
	return cmd_json_write(&out);
}

int cmd_channel(const struct link *l, const char *word, bool outputs)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	int i = find_channel(l->hello.channels, l->hello.n_channels, word, outputs, &why);

	if (i < 0)
		complain(text_get(&why));
	return i;
}

int cmd_open_both(struct link *l, struct alarm_link *a)
{
	int dialled = link_dial(l, "sensord");
	int code, r;

	alarm_link_dial(a);
	code = link_finish(l, dialled);
	if (code != EX_OK)
		return code;
	r = link_read(l, LINK_STATE_US);
	if (r < 0)
		return link_lost(l, r);
	(void)alarm_link_finish(a);
	return EX_OK;
}

struct present_status cmd_status_of(const struct link *l, struct alarm_link *a)
{
	struct present_status s = link_status(l);

	s.alarms = alarm_link_shown(a);
	return s;
}

int cmd_check_since(const char *word)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	int64_t us;

	if (event_filter_since(word, 0, &us) >= 0)
		return EX_OK;
	text_printf(&why,
		    "--since '%s' is no time: 2026-11-25, \"2026-11-25 14:00\", or 2h for the last "
		    "two hours",
		    word);
	complain(text_get(&why));
	return EX_USAGE;
}

int cmd_no_memory(void)
{
	complain("out of memory");
	return EX_OSERR;
}

struct actor cmd_actor(void)
{
	return (struct actor){ .door = "psctl" };
}

int cmd_refuse(const char *word, const char *what)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	text_printf(&why, "'%s' %s", word, what);
	complain(text_get(&why));
	return EX_USAGE;
}

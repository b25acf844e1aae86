// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl log append|clear|delete: what people ask of loggerd. */
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/log_link.h"
#include "lib/base/parse.h"

static int ask(const struct call *c, struct log_link *l, enum msg_type type, uint32_t file)
{
	struct msg_log_request m = { .file = file, .actor = cmd_actor() };
	uint32_t id = client_next_id(&l->link.client);
	uint8_t packet[WIRE_REQUEST_MAX];
	struct msg_reply reply;
	int code;

	code = link_request(&l->link, packet,
			    msg_log_request_put(packet, sizeof(packet), type, id, &m), id, &reply);
	return code == EX_OK ? cmd_sentence(c, *reply.sentence ? reply.sentence : "done") : code;
}

/* Connects and asks; until loggerd has told its status it is not ready to be asked. */
static int open_and_ask(const struct call *c, enum msg_type type, uint32_t file)
{
	AUTO_LOG_LINK struct log_link *l = NULL;
	int code;

	if (log_link_new(&l) < 0)
		return cmd_no_memory();
	code = log_link_open(l);
	return code == EX_OK ? ask(c, l, type, file) : code;
}

int cmd_log_append(const struct call *c)
{
	return open_and_ask(c, MSG_LOG_APPEND, 0);
}

int cmd_log_delete(const struct call *c)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	uint64_t file;

	if (parse_u64(c->args[0], &file) == 0 && file > 0 && file <= UINT32_MAX)
		return open_and_ask(c, MSG_LOG_DELETE, (uint32_t)file);
	text_printf(&why, "'%s' is no number of a file: psctl log files lists them", c->args[0]);
	complain(text_get(&why));
	return EX_USAGE;
}

/* True when the person at the terminal says yes (S71). */
static bool confirmed(const struct msg_log_status *m)
{
	AUTO_TEXT struct text question = TEXT_INIT;
	char answer[16];

	text_printf(&question, "Clear log? All %" PRIu64 " rows in %" PRIu32 " file%s go. [y/N] ",
		    m->rows, m->files, m->files == 1 ? "" : "s");
	if (write(STDERR_FILENO, text_get(&question), question.len) < 0)
		return false;
	return fgets(answer, sizeof(answer), stdin) &&
	       (streq(answer, "y\n") || streq(answer, "yes\n"));
}

int cmd_log_clear(const struct call *c)
{
	AUTO_LOG_LINK struct log_link *l = NULL;
	bool sure = call_option(c, "yes");
	int code;

	if (!sure && !isatty(STDIN_FILENO)) {
		complain("'log clear' empties the log, and nobody is there to confirm: --yes");
		return EX_USAGE;
	}
	if (log_link_new(&l) < 0)
		return cmd_no_memory();
	code = log_link_open(l);
	if (code != EX_OK)
		return code;
	if (sure || confirmed(&l->status))
		return ask(c, l, MSG_LOG_CLEAR, 0);
	complain("the log stays as it is");
	return EX_TEMPFAIL;
}

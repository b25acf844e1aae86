// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl status: is all well, and every value, once. */
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/log_link.h"
#include "daemons/psctl/screen.h"
#include "lib/present/status_json.h"

int cmd_status(const struct call *c)
{
	AUTO_ALARM_LINK struct alarm_link *a = NULL;
	AUTO_TEXT struct text out = TEXT_INIT;
	AUTO_LOG_LINK struct log_link *log = NULL;
	AUTO_LINK struct link *l = NULL;
	struct present_status s;
	struct terminal t;
	struct json j;
	int code, dialled;

	if (link_new(&l) < 0 || alarm_link_new(&a) < 0 || log_link_new(&log) < 0)
		return cmd_no_memory();
	/* it answers while the others are read */
	dialled = log_link_dial(log);
	code = cmd_open_both(l, a);
	if (code != EX_OK)
		return code;
	s = cmd_status_of(l, a);
	s.log_health = log_link_health(log, dialled);
	if (c->json) {
		cmd_json(&j, &out);
		present_status_json(&j, &s);
		return cmd_json_write(&out);
	}
	terminal_look(c->plain, &t);
	screen_status(&out, &s, &t, &(struct screen_state){ 0 });
	return cmd_write(&out);
}

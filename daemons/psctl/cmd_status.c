// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl status: is all well, and every value, once. */
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/screen.h"
#include "lib/present/status_json.h"

int cmd_status(const struct call *c)
{
	AUTO_ALARM_LINK struct alarm_link *a = NULL;
	AUTO_TEXT struct text out = TEXT_INIT;
	AUTO_LINK struct link *l = NULL;
	struct present_status s;
	struct terminal t;
	struct json j;
	int code;

	if (link_new(&l) < 0 || alarm_link_new(&a) < 0)
		return cmd_no_memory();
	code = cmd_open_both(l, a);
	if (code != EX_OK)
		return code;
	s = cmd_status_of(l, a);
	if (c->json) {
		cmd_json(&j, &out);
		present_status_json(&j, &s);
		return cmd_json_write(&out);
	}
	terminal_look(c->plain, &t);
	screen_status(&out, &s, &t, &(struct screen_state){ 0 });
	return cmd_write(&out);
}

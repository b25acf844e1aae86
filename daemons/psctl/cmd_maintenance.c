// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl maintenance: nobody is told of any alarm for a while. */
#include <stddef.h>
#include <sysexits.h>

#include "daemons/psctl/alarm_request.h"

static int begin(const struct call *c)
{
	struct msg_alarm_request m = { 0 };
	int code;

	/* nothing is silenced for a time that nobody named */
	if (!call_option(c, "for")) {
		complain("'maintenance on' wants a time: --for 2h");
		return EX_USAGE;
	}
	code = alarm_request_for(c, "", &m);
	if (code == EX_OK)
		code = alarm_request_note(c, "reason", &m);
	return code == EX_OK ? alarm_request(c, MSG_MAINTENANCE, NULL, &m) : code;
}

static int end(const struct call *c)
{
	struct msg_alarm_request m = { 0 };

	if (call_option(c, "for") || call_option(c, "reason")) {
		complain("'maintenance off' ends it now: it has neither --for nor --reason");
		return EX_USAGE;
	}
	return alarm_request(c, MSG_MAINTENANCE, NULL, &m);
}

int cmd_maintenance(const struct call *c)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	if (streq(c->args[0], "on"))
		return begin(c);
	if (streq(c->args[0], "off"))
		return end(c);
	text_printf(&why, "'%s' is neither on nor off", c->args[0]);
	complain(text_get(&why));
	return EX_USAGE;
}

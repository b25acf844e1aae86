// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl shelve, unshelve: nobody is told of an alarm for a while. */
#include <stddef.h>
#include <sysexits.h>

#include "daemons/psctl/alarm_request.h"

int cmd_shelve(const struct call *c)
{
	struct msg_alarm_request m = { 0 };
	int code = alarm_request_for(c, "1h", &m);

	if (code == EX_OK)
		code = alarm_request_note(c, "reason", &m);
	return code == EX_OK ? alarm_request(c, MSG_ALARM_SHELVE, c->args[0], &m) : code;
}

int cmd_unshelve(const struct call *c)
{
	struct msg_alarm_request m = { 0 };

	return alarm_request(c, MSG_ALARM_UNSHELVE, c->n_args ? c->args[0] : NULL, &m);
}

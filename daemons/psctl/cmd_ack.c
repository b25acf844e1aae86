// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl ack: somebody has seen an alarm, or all of them. */
#include <stddef.h>
#include <sysexits.h>

#include "daemons/psctl/alarm_request.h"

int cmd_ack(const struct call *c)
{
	struct msg_alarm_request m = { 0 };
	int code = alarm_request_note(c, "note", &m);

	if (code != EX_OK)
		return code;
	return alarm_request(c, MSG_ALARM_ACKNOWLEDGE, c->n_args ? c->args[0] : NULL, &m);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl reset: a latched alarm whose cause is over ends. */
#include <stddef.h>

#include "daemons/psctl/alarm_request.h"

int cmd_reset(const struct call *c)
{
	struct msg_alarm_request m = { 0 };

	return alarm_request(c, MSG_ALARM_RESET, c->n_args ? c->args[0] : NULL, &m);
}

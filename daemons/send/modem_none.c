// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Built without libsystemd: there is no way to a modem. */
#include <stdio.h>

#include "daemons/send/carrier.h"
#include "lib/daemon/errand.h"

void modem_deliver(const struct msg_send *m, struct msg_sent *ret)
{
	(void)m;
	errand_says(ret, OUTCOME_PERMANENT, 0,
		    "this rmcu-send was built without texts by modem (libsystemd)");
}

void modem_ask(uint32_t limit_ms, struct msg_modem *ret)
{
	(void)limit_ms;
	*ret = (struct msg_modem){ 0 };
	(void)snprintf(ret->why, sizeof(ret->why),
		       "this rmcu-send was built without a way to modems (libsystemd)");
}

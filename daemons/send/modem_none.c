// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Built without libsystemd: there is no way to a modem. */
#include "daemons/send/carrier.h"
#include "lib/daemon/errand.h"

void modem_deliver(const struct msg_send *m, struct msg_sent *ret)
{
	(void)m;
	errand_says(ret, OUTCOME_PERMANENT, 0,
		    "this rmcu-send was built without texts by modem (libsystemd)");
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcu-send: delivers one message over the network, and says what became of it. */
#include "daemons/send/carrier.h"
#include "daemons/send/look.h"
#include "lib/daemon/errand.h"

static void deliver(const struct msg_send *m, struct msg_sent *ret)
{
	const char *wrong = look_at(m);

	if (wrong)
		errand_says(ret, OUTCOME_PERMANENT, 0, "%s", wrong);
	else if (m->by == DELIVERY_EMAIL || m->by == DELIVERY_TEXT_EMAIL)
		mail_deliver(m, ret);
	else if (m->by == DELIVERY_TEXT_MODEM)
		modem_deliver(m, ret);
	else
		request_deliver(m, ret);
}

int main(int argc, char *argv[])
{
	static const struct errand errand = {
		.name = "rmcu-send",
		.summary = "delivers one message over the network",
		.deliver = deliver,
		.ask_modem = modem_ask,
		.over = carrier_over,
	};

	return errand_main(&errand, argc, argv);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/send/modem_state.h"

#include <stdio.h>

#include "lib/base/util.h"

/* MMModemState: registered; what is above it is connected as well. */
#define STATE_REGISTERED 8

/* MMModem3gppRegistrationState: at home or roaming, for all, for texts alone, or without calls. */
static const uint32_t registrations[] = { 1, 5, 6, 7, 9, 10 };

static bool registered(const struct modem_state *m)
{
	if (m->state < STATE_REGISTERED)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(registrations); i++)
		if (m->registration == registrations[i])
			return true;
	/* of other networks its state is all that there is */
	return !m->cellular;
}

bool modem_sends(const struct modem_state *m)
{
	return m->there && m->texts && m->state >= STATE_REGISTERED;
}

bool modem_better(const struct modem_state *m, const struct modem_state *than)
{
	return m->there && (!than->there || (modem_sends(m) && !modem_sends(than)));
}

void modem_tells(const struct modem_state *m, struct msg_modem *ret)
{
	*ret = (struct msg_modem){ .there = m->there };
	if (!m->there) {
		(void)snprintf(ret->why, sizeof(ret->why), "ModemManager knows no modem");
		return;
	}
	ret->registered = registered(m);
	ret->recent = m->recent;
	ret->signal = (uint8_t)MIN(m->quality, (uint32_t)MSG_MODEM_SIGNAL_MAX);
}

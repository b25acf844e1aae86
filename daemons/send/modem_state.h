// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* How a modem is, out of what ModemManager says of it. Pure. */
#include "lib/wire/msg.h"

/* Properties of one object of ModemManager's. */
struct modem_state {
	bool there; /* it is a modem */
	bool texts; /* and can send any */
	int32_t state;
	bool cellular; /* it has a registration of 3GPP networks */
	uint32_t registration;
	uint32_t quality; /* of its signal, per cent */
	bool recent;
};

/* True when a text goes by this one. */
bool modem_sends(const struct modem_state *m);

/* Which of two is the unit's: one that sends before one that does not, else the earlier. */
bool modem_better(const struct modem_state *m, const struct modem_state *than);

/* What is told of it; of none, that there is none. */
void modem_tells(const struct modem_state *m, struct msg_modem *ret);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/modem.h"

#include "lib/base/util.h"

static bool too_old(const struct modem *m, int64_t mono_us)
{
	return mono_us - m->since_us > MODEM_VALID_S * USEC_PER_SEC;
}

void modem_start(struct modem *m, int64_t mono_us)
{
	*m = (struct modem){ .since_us = mono_us };
}

void modem_again(struct modem *m, int64_t mono_us)
{
	if (too_old(m, mono_us))
		modem_start(m, mono_us);
}

void modem_take(struct modem *m, const struct msg_modem *told, int64_t mono_us)
{
	*m = (struct modem){ .told = true, .since_us = mono_us, .last = *told };
}

bool modem_lost(const struct modem *m, int64_t mono_us, const char **ret_why)
{
	bool old = too_old(m, mono_us);

	*ret_why = old ? "nobody says how the modem is: does rmcu-notifyd run?" : m->last.why;
	return old || (m->told && !m->last.there);
}

enum quality modem_value(const struct modem *m, enum modem_value which, int64_t mono_us,
			 int64_t *ret_value)
{
	const char *why;

	*ret_value = 0;
	if (modem_lost(m, mono_us, &why))
		return QUALITY_FAULT;
	if (!m->told)
		return QUALITY_STALE;
	switch (which) {
	case MODEM_SIGNAL:
		*ret_value = m->last.signal * MICRO;
		/* one that ModemManager only remembers is no measurement */
		return m->last.recent ? QUALITY_OK : QUALITY_STALE;
	case MODEM_REGISTERED:
		*ret_value = m->last.registered ? MICRO : 0;
		return QUALITY_OK;
	case MODEM_NOTHING:
	case MODEM_VALUE_MAX:
		break;
	}
	return QUALITY_FAULT;
}

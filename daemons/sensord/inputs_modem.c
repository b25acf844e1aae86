// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The modem's channels: what notifyd tells of it, and that it tells nothing any more. */
#include "daemons/sensord/sensord.h"
#include "lib/base/util.h"

static bool is_modem(const struct sensord *s, unsigned i)
{
	return s->channels.run[i].set->info.source == SOURCE_MODEM;
}

static void show(struct sensord *s, int64_t mono_us)
{
	for (unsigned i = 0; i < s->channels.n; i++) {
		const struct settings_channel *set = s->channels.run[i].set;
		enum quality quality;
		int64_t value;

		if (!is_modem(s, i))
			continue;
		quality = modem_value(&s->modem, set->modem, mono_us, &value);
		if (set->info.kind == CHANNEL_ANALOG_IN)
			channels_analog(&s->channels, i, quality, value, mono_us);
		else if (quality == QUALITY_OK)
			inputs_level(s, i, value != 0, mono_us);
		else
			channels_fail(&s->channels, i, quality, mono_us);
	}
}

void inputs_modem_tick(struct sensord *s, int64_t mono_us)
{
	const char *why;
	bool lost = modem_lost(&s->modem, mono_us, &why);

	if (lost == s->modem_lost)
		return;
	s->modem_lost = lost;
	show(s, mono_us);
	for (unsigned i = 0; i < s->channels.n; i++)
		if (is_modem(s, i))
			inputs_presence(s, i, !lost, why);
}

void inputs_modem(struct sensord *s, const struct msg_modem *told, int64_t mono_us)
{
	modem_take(&s->modem, told, mono_us);
	show(s, mono_us);
	inputs_modem_tick(s, mono_us);
	s->edge_waits = true;
}

void inputs_modem_configure(struct sensord *s, bool rewired)
{
	int64_t mono_us = sensord_now(s, mono_read_us()).mono_us;

	if (!rewired)
		return;
	/* each channel is told of for itself */
	s->modem_lost = false;
	modem_again(&s->modem, mono_us);
	show(s, mono_us);
}

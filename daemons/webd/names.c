// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/names.h"

#include "daemons/webd/webd.h"

static struct present_table of_settings(const struct settings *s)
{
	/* memory that is used only while sensord is away */
	static struct channel channels[CHANNELS_MAX];

	for (unsigned i = 0; i < s->n_channels; i++)
		channels[i] = s->channels[i].info;
	return (struct present_table){
		.channels = channels,
		.n_channels = s->n_channels,
		.style = { .fahrenheit = s->device.temperature_unit == TEMPERATURE_FAHRENHEIT },
	};
}

struct present_table names_now(const struct webd *w)
{
	if (!w->view.any)
		return of_settings(w->live.now);
	return (struct present_table){
		.channels = w->view.table.channels,
		.n_channels = w->view.table.n_channels,
		.style = { .fahrenheit = w->view.table.fahrenheit },
	};
}

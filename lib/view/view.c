// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/view/view.h"

void view_sensor_lost(struct view *v)
{
	v->any = false;
	v->holds.n = 0;
	v->sensor_health.n_troubles = 0;
}

void view_alarms_lost(struct view *v)
{
	v->alarmd = false;
	alarm_book_clear(&v->book);
	v->alarm_health.n_troubles = 0;
}

static const struct present_alarms *alarms(struct view *v)
{
	if (v->alarmd && alarm_book_complete(&v->book, false))
		return alarm_book_shown(&v->book, &v->alarm_health);
	return alarm_book_unwatched(&v->book, v->alarmd ? "rmcu-alarmd has not told its alarms yet"
							: "rmcu-alarmd does not answer");
}

const struct present_status *view_status(struct view *v)
{
	if (!v->any)
		return NULL;
	v->status = (struct present_status){
		.version = v->table.version,
		.site = v->table.site,
		.model = v->table.model,
		.instance = v->table.instance,
		.generation = v->table.generation,
		.simulated = v->table.simulated,
		.fahrenheit = v->table.fahrenheit,
		.channels = v->table.channels,
		.n_channels = v->table.n_channels,
		.holds = v->holds.holds,
		.n_holds = v->holds.n,
		.snapshot = &v->snapshot,
		.health = &v->sensor_health,
		.log_health = v->loggerd ? &v->log_health : NULL,
		.alarms = alarms(v),
	};
	return &v->status;
}

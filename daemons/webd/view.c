// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/view.h"

#include <stdio.h>
#include <stdlib.h>

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

/* ------------------------------------------------------------------ without names */

static const struct health *health_without(const struct health *from, struct health *to)
{
	if (!from)
		return NULL;
	*to = *from;
	for (unsigned i = 0; i < to->n_troubles; i++)
		(void)snprintf(to->troubles[i].text, sizeof(to->troubles[i].text),
			       "sign in to read what is the matter");
	return to;
}

static int make_room(struct nameless *n, unsigned wanted)
{
	struct alarm *list;
	const struct alarm **order;

	if (wanted <= n->room)
		return 0;
	list = realloc(n->list, wanted * sizeof(*list));
	if (!list)
		return -1;
	n->list = list;
	order = realloc(n->order, wanted * sizeof(const struct alarm *));
	if (!order)
		return -1;
	n->order = order;
	n->room = wanted;
	return 0;
}

static int alarms_without(struct nameless *n, const struct present_alarms *from)
{
	n->shown = *from;
	n->shown.maintenance_by = n->shown.maintenance_reason = "";
	n->shown.health = health_without(from->health, &n->alarms);
	if (make_room(n, from->list ? from->n : 0) < 0)
		return -1;
	for (unsigned i = 0; from->list && i < from->n; i++) {
		n->list[i] = *from->list[i];
		n->list[i].by[0] = n->list[i].note[0] = '\0';
		n->order[i] = &n->list[i];
	}
	if (from->list)
		n->shown.list = n->order;
	return 0;
}

const struct present_status *view_nameless(struct view *v)
{
	struct nameless *n = &v->nameless;

	if (!view_status(v) || alarms_without(n, v->status.alarms) < 0)
		return NULL;
	for (unsigned i = 0; i < v->status.n_holds; i++) {
		n->holds[i] = v->status.holds[i];
		n->holds[i].actor = (struct actor){ 0 };
		/* what an alarm or a schedule gave as its reason is its name; a person wrote his */
		if (n->holds[i].holder == HOLDER_MANUAL)
			n->holds[i].reason[0] = '\0';
	}
	v->status.holds = n->holds;
	v->status.alarms = &n->shown;
	v->status.health = health_without(v->status.health, &n->sensor);
	v->status.log_health = health_without(v->status.log_health, &n->logger);
	return &v->status;
}

void view_done(struct view *v)
{
	free(v->nameless.list);
	free(v->nameless.order);
	v->nameless = (struct nameless){ 0 };
}

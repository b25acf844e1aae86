// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/agentxd/world.h"

#include <errno.h>
#include <stdio.h>

#include "daemons/agentxd/ups.h"
#include "lib/base/util.h"

_Static_assert(WIRE_ALARM_PAGES *WIRE_ALARMS_PAGE <= UINT8_MAX, "a number of an alarm is a byte");

static const struct alarm *alarm_at(const struct world *w, unsigned number)
{
	return &w->alarms[number / WIRE_ALARMS_PAGE][number % WIRE_ALARMS_PAGE];
}

void world_settings(struct world *w, const struct settings *settings)
{
	w->settings = settings;
	w->n_limits = 0;
	/* sorted in: there are a few dozen, and it happens with a change of settings alone */
	for (unsigned i = 0; i < settings->n_alarms; i++) {
		unsigned at = w->n_limits++;

		for (; at > 0 &&
		       strcmp(settings->alarms[w->limits[at - 1]].id, settings->alarms[i].id) > 0;
		     at--)
			w->limits[at] = w->limits[at - 1];
		w->limits[at] = (uint8_t)i;
	}
}

/* The outputs that have a name, in the order of their channels: the snapshot's may be another. */
static void list_outputs(struct world *w)
{
	w->n_outputs = 0;
	for (unsigned i = 0; i < w->snapshot.n_outputs; i++) {
		unsigned channel = w->snapshot.outputs[i].channel;
		unsigned at;

		if (channel >= w->table.n_channels || channel_hidden(&w->table.channels[channel]))
			continue;
		at = w->n_outputs++;
		for (; at > 0 && w->snapshot.outputs[w->outputs[at - 1]].channel > channel; at--)
			w->outputs[at] = w->outputs[at - 1];
		w->outputs[at] = (uint8_t)i;
	}
}

void world_table(struct world *w)
{
	w->any = false;
	w->n_outputs = 0;
	w->n_visible = 0;
	for (unsigned i = 0; i < w->table.n_channels; i++)
		if (!channel_hidden(&w->table.channels[i]))
			w->visible[w->n_visible++] = (uint8_t)i;
}

int world_snapshot(struct world *w)
{
	/* of an older table: HELLO comes first, so this cannot be */
	if (w->snapshot.n_samples != w->table.n_channels)
		return -EBADMSG;
	w->any = true;
	list_outputs(w);
	ups_follow(w);
	return 0;
}

void world_health(struct world *w, enum world_daemon_id id, const struct health *h)
{
	struct world_daemon *d = &w->daemons[id];

	*d = (struct world_daemon){
		.here = true,
		.started_wall_us = h->started_wall_us,
		.ticks = h->ticks,
		.missed_ticks = h->missed_ticks,
		.published = h->snapshots,
		.skipped = h->skipped,
		.dropped = h->dropped_clients,
		.refused = h->refused_clients,
		.clients = h->clients,
		.troubles = (uint32_t)h->n_troubles + h->troubles_left_out,
	};
	if (h->n_troubles)
		(void)snprintf(d->trouble, sizeof(d->trouble), "%s", h->troubles[0].text);
}

void world_sensor_lost(struct world *w)
{
	w->any = false;
	w->n_outputs = 0;
	w->daemons[WORLD_SENSORD].here = false;
	ups_follow(w);
}

static void list_standing(struct world *w)
{
	w->n_standing = 0;
	for (unsigned page = 0; page < w->n_pages; page++) {
		for (unsigned i = 0; i < w->page_n[page]; i++) {
			unsigned number = page * WIRE_ALARMS_PAGE + i;
			const struct alarm *a = alarm_at(w, number);
			unsigned at;

			if (!alarm_standing(a) || w->n_standing == ALARMS_MAX)
				continue;
			at = w->n_standing++;
			for (; at > 0 && world_standing(w, at - 1)->occurrence > a->occurrence;
			     at--)
				w->standing[at] = w->standing[at - 1];
			w->standing[at] = (uint8_t)number;
		}
	}
}

void world_alarms(struct world *w, const struct msg_alarms *page)
{
	w->n_pages = page->pages;
	if (page->page < WIRE_ALARM_PAGES) {
		w->page_n[page->page] = page->n;
		memcpy(w->alarms[page->page], page->alarms, page->n * sizeof(page->alarms[0]));
	}
	list_standing(w);
	ups_follow(w);
}

void world_alarms_lost(struct world *w)
{
	w->watched = false;
	w->n_pages = 0;
	memset(w->page_n, 0, sizeof(w->page_n));
	w->n_standing = 0;
	w->daemons[WORLD_ALARMD].here = false;
	ups_follow(w);
}

const struct alarm *world_standing(const struct world *w, unsigned row)
{
	return alarm_at(w, w->standing[row]);
}

int world_channel(const struct world *w, const char *id)
{
	return channel_find(w->table.channels, w->table.n_channels, id);
}

const struct sample *world_sample(const struct world *w, unsigned channel)
{
	return w->any && channel < w->snapshot.n_samples ? &w->snapshot.samples[channel] : NULL;
}

struct present_table world_present(const struct world *w)
{
	return (struct present_table){ .channels = w->table.channels,
				       .n_channels = w->table.n_channels };
}

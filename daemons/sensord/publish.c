// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Snapshots, health, holds and HELLO for the socket. */
#include <stdio.h>

#include "daemons/sensord/sensord.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/base/version.h"

/* A clock before this was never set: 2026-01-01, older than any release of this program. */
#define WALL_SANE_US (INT64_C(1767225600) * USEC_PER_SEC)
/* How often counters are told although nothing is wrong. */
#define HEALTH_EVERY_US (10 * USEC_PER_SEC)

/* A digital output's sample is what was commanded; its line is not read back for it. */
static void fill_output_samples(struct snapshot *snap)
{
	for (unsigned i = 0; i < snap->n_outputs; i++) {
		const struct output_state *o = &snap->outputs[i];
		struct sample *sample = &snap->samples[o->channel];

		if (sample->quality == QUALITY_DISABLED)
			continue;
		sample->quality = o->fault ? QUALITY_FAULT : QUALITY_OK;
		sample->value = o->active && !o->fault ? MICRO : 0;
		sample->mono_us = snap->now.mono_us;
	}
}

static void fill_outputs(struct sensord *s)
{
	s->snapshot.n_outputs = (uint8_t)outputs_states(s->outputs, s->snapshot.outputs);
	fill_output_samples(&s->snapshot);
}

void publish_fill_samples(struct sensord *s, struct instant now)
{
	struct snapshot *snap = &s->snapshot;

	snap->now = now;
	snap->n_outputs = 0;
	snap->n_samples = (uint8_t)s->channels.n;
	for (unsigned i = 0; i < s->channels.n; i++)
		channels_sample(&s->channels, i, now.mono_us, &snap->samples[i]);
}

void publish_fill(struct sensord *s, struct instant now, bool edge)
{
	struct snapshot *snap = &s->snapshot;

	publish_fill_samples(s, now);
	snap->rate_milli = s->sim ? sim_source_sim(s->sim)->clock.rate_milli : 1000;
	snap->wall_sane = s->sim || now.wall_us >= WALL_SANE_US;
	snap->edge = edge;
	snap->missed_ticks = s->grid.missed;
	fill_outputs(s);
}

void publish_snapshot(struct sensord *s)
{
	int len;

	/* What outputs_run changed belongs to this snapshot. */
	fill_outputs(s);
	s->snapshot.number++;
	s->edge_waits = false;
	len = msg_snapshot_put(s->packet, sizeof(s->packet), &s->snapshot);
	if (len < 0 || !s->server)
		return;
	server_publish(s->server, TOPIC_SNAPSHOT, s->packet, (size_t)len);
	s->snapshots++;
}

/* Writes the HEALTH of this moment into s->packet; returns its length or a negative errno. */
static int write_health(struct sensord *s)
{
	struct server_counts counts = server_counts(s->server);
	struct health h = {
		.started_wall_us = s->started_wall_us,
		.ticks = s->ticks,
		.missed_ticks = s->grid.missed,
		.snapshots = s->snapshots,
		.skipped = counts.skipped,
		.dropped_clients = counts.dropped,
		.refused_clients = counts.refused,
		.clients = counts.peers,
		.tick_us = (uint32_t)s->grid.period_us,
	};

	troubles_copy(&s->troubles, &h);
	return msg_health_put(s->packet, sizeof(s->packet), &h);
}

static void publish_health(struct sensord *s)
{
	int len = write_health(s);

	s->troubles.changed = false;
	if (len > 0)
		server_publish(s->server, TOPIC_HEALTH, s->packet, (size_t)len);
}

void publish_newcomer(void *ctx)
{
	struct sensord *s = ctx;
	int len = write_health(s);

	if (len > 0)
		server_refresh(s->server, TOPIC_HEALTH, s->packet, (size_t)len);
}

static void publish_holds(struct sensord *s)
{
	struct msg_holds holds;
	int len;

	outputs_holds(s->outputs, &holds);
	len = msg_holds_put(s->packet, sizeof(s->packet), &holds);
	if (len > 0)
		server_publish(s->server, TOPIC_HOLDS, s->packet, (size_t)len);
}

void publish_state(struct sensord *s, int64_t own_us)
{
	if (!s->server)
		return;
	if (s->holds_changed)
		publish_holds(s);
	s->holds_changed = false;
	if (!s->troubles.changed && s->missed_told == s->grid.missed && own_us < s->health_due_us)
		return;
	s->missed_told = s->grid.missed;
	publish_health(s);
	s->health_due_us = own_us + HEALTH_EVERY_US;
}

void publish_starved(void *ctx, bool starved)
{
	struct sensord *s = ctx;

	sensord_trouble(s, "descriptors",
			starved ? "no descriptors left for clients: raise LimitNOFILE= of the unit"
				: NULL);
	/* Before the last client gets in, so that he is told. */
	publish_state(s, mono_read_us());
}

int publish_hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	const struct sensord *s = ctx;
	static struct msg_hello m; /* 20 KiB: too large for the stack of a small board */

	m = (struct msg_hello){
		.protocol = WIRE_PROTOCOL,
		.version = RMCU_VERSION,
		.service = "sensord",
		.instance = s->instance,
		.generation = s->settings->generation,
		.simulated = s->sim != NULL,
		.rights = (uint8_t)rights,
		.fahrenheit = s->settings->device.temperature_unit == TEMPERATURE_FAHRENHEIT,
		.n_channels = (uint8_t)s->settings->n_channels,
	};
	boot_id_read(m.boot_id);
	(void)snprintf(m.site, sizeof(m.site), "%s", s->settings->site.name);
	(void)snprintf(m.model, sizeof(m.model), "%s", s->settings->device.model);
	for (unsigned i = 0; i < s->settings->n_channels; i++)
		m.channels[i] = s->settings->channels[i].info;
	return msg_hello_put(buf, size, &m);
}

int publish_fact(void *ctx, uint64_t *at, void *buf, size_t size)
{
	const struct sensord *s = ctx;

	return facts_packet(s->facts, at, buf, size);
}

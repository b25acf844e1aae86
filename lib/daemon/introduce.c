// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/introduce.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/version.h"

void introduce_start(struct introduction *i, const char *service)
{
	*i = (struct introduction){
		.service = service,
		.started_wall_us = instant_read().wall_us,
	};
	boot_id_read(i->boot_id);
	if (getrandom(&i->instance, sizeof(i->instance), 0) != (ssize_t)sizeof(i->instance))
		i->instance = (uint64_t)i->started_wall_us;
}

int introduce_hello(const struct introduction *i, const struct live_settings *l,
		    const struct msg_hello *table, unsigned rights, void *buf, size_t size)
{
	/* 20 KiB: too large for the stack of a small board */
	AUTO_FREE struct msg_hello *m = malloc(sizeof(*m));

	if (!m)
		return -ENOMEM;
	/* the channels are sensord's; the rest is our own */
	*m = *table;
	m->protocol = WIRE_PROTOCOL;
	(void)snprintf(m->version, sizeof(m->version), "%s", RMCU_VERSION);
	(void)snprintf(m->service, sizeof(m->service), "%s", i->service);
	memcpy(m->boot_id, i->boot_id, sizeof(m->boot_id));
	m->instance = i->instance;
	m->generation = l->now->generation;
	m->simulated = l->simulated;
	m->rights = (uint8_t)rights;
	m->fahrenheit = l->now->device.temperature_unit == TEMPERATURE_FAHRENHEIT;
	(void)snprintf(m->site, sizeof(m->site), "%s", l->now->site.name);
	(void)snprintf(m->model, sizeof(m->model), "%s", l->now->device.model);
	return msg_hello_put(buf, size, m);
}

int introduce_health(const struct introduction *i, const struct server *s,
		     const struct troubles *troubles, void *buf, size_t size)
{
	struct server_counts counts = server_counts(s);
	struct health h = {
		.started_wall_us = i->started_wall_us,
		.skipped = counts.skipped,
		.dropped_clients = counts.dropped,
		.refused_clients = counts.refused,
		.clients = counts.peers,
	};

	troubles_copy(troubles, &h);
	return msg_health_put(buf, size, &h);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/agentxd/agentxd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* However quiet the world is: the watchdog wants to be fed. */
#define WORK_AT_LEAST_US (1 * USEC_PER_SEC)

static void trouble(void *ctx, const char *subject, const char *text)
{
	struct agentxd *s = ctx;
	struct world_daemon *d = &s->world->daemons[WORLD_AGENTXD];

	(void)troubles_set(&s->troubles, subject, text, instant_read().wall_us);
	d->troubles = s->troubles.n;
	(void)snprintf(d->trouble, sizeof(d->trouble), "%s",
		       s->troubles.n ? s->troubles.list[0].text : "");
}

static void taken(void *ctx, const struct settings *old)
{
	struct agentxd *s = ctx;

	(void)old;
	world_settings(s->world, s->live.now);
	if (!s->sensor.hello) {
		live_settings_table(&s->live, &s->world->table);
		world_table(s->world);
	}
}

static void looked(void *ctx)
{
	(void)ctx;
}

static int load_settings(struct agentxd *s)
{
	static const struct live_settings_calls calls = { trouble, taken, looked };
	int r;

	folder_state("agentxd", s->state_folder);
	/* Made by systemd where it starts us; here for private runs. */
	(void)file_make_folder(s->state_folder, 0750);
	r = live_settings_start(&s->live, s->loop, s->state_folder, &calls, s);
	if (r < 0)
		return log_error_errno(r, "cannot load any settings");
	world_settings(s->world, s->live.now);
	/* until sensord says so itself */
	live_settings_table(&s->live, &s->world->table);
	world_table(s->world);
	return 0;
}

static void work_due(void *ctx, int64_t now_us)
{
	(void)now_us;
	agentxd_work(ctx);
}

void agentxd_work(struct agentxd *s)
{
	notifications_run(s);
	publish_changes(s);
	daemon_progress(s->daemon);
	loop_arm(s->loop, &s->work, mono_read_us() + WORK_AT_LEAST_US, work_due, s);
}

void agentxd_soon(struct agentxd *s)
{
	loop_arm(s->loop, &s->work, 0, work_due, s);
}

int agentxd_take_health(struct agentxd *s, enum world_daemon_id id, struct cursor *body)
{
	struct health h;
	int r = msg_health_get(body, &h);

	if (r == 0)
		world_health(s->world, id, &h);
	return r;
}

/* A serial that no manager has read before this start (RFC 2579, TestAndIncr). */
static void draw_serial(struct world *w)
{
	if (getrandom(&w->serial, sizeof(w->serial), 0) != (ssize_t)sizeof(w->serial))
		w->serial = (uint32_t)mono_read_us();
	w->serial &= INT32_MAX;
}

int agentxd_start(struct daemon *d, const char *master_socket)
{
	struct agentxd *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return -ENOMEM;
	d->ctx = s;
	s->daemon = d;
	s->loop = d->loop;
	s->master = master_socket;
	s->world = calloc(1, sizeof(*s->world));
	if (!s->world)
		return -ENOMEM;
	draw_serial(s->world);
	s->world->daemons[WORLD_AGENTXD] = (struct world_daemon){
		.here = true,
		.started_wall_us = instant_read().wall_us,
	};
	r = load_settings(s);
	if (r == 0)
		r = notifications_start(s);
	if (r == 0)
		r = publish_start(s);
	if (r == 0)
		r = master_start(s, master_socket);
	if (r < 0)
		return r;
	sensor_start(s);
	alarms_start(s);
	logger_start(s);
	agentxd_work(s);
	return 0;
}

void agentxd_stop(struct daemon *d)
{
	struct agentxd *s = d->ctx;

	if (!s)
		return;
	if (s->sensor.calls) {
		link_stop(&s->sensor);
		link_stop(&s->alarms);
		link_stop(&s->logger);
		master_stop();
	}
	loop_disarm(s->loop, &s->work);
	s->server = server_free(s->server);
	notifications_stop(s);
	live_settings_stop(&s->live);
	free(s->world);
	free(s);
	d->ctx = NULL;
}

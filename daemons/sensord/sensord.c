// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sensord.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sysexits.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/base/version.h"

/* A change of wall minus monotonic beyond this is a step; slewing stays below 0.5 ms a second. */
#define STEP_US (500 * USEC_PER_MSEC)

struct instant sensord_now(const struct sensord *s, int64_t own_us)
{
	return s->sim ? sim_now(sim_source_sim(s->sim), own_us) : instant_read();
}

void sensord_fact(struct sensord *s, const struct fact *fact)
{
	struct fact f = *fact;

	if (f.now.mono_us == 0)
		f.now = sensord_now(s, mono_read_us());
	facts_add(s->facts, &f);
	if (s->server)
		server_stream_more(s->server);
}

void sensord_trouble(struct sensord *s, const char *subject, const char *text)
{
	/* in the time that readers of the snapshots live in */
	(void)troubles_set(&s->troubles, subject, text, sensord_now(s, mono_read_us()).wall_us);
}

/* Where outputs and the simulator's speed put the next deadline, as a wait from now. */
static int64_t wait_for(const struct sensord *s, int64_t mono_us, int64_t own_us)
{
	if (mono_us == INT64_MAX)
		return INT64_MAX;
	if (s->sim)
		return simclock_wait_us(&sim_source_sim(s->sim)->clock, mono_us, own_us);
	return MAX(mono_us - own_us, 0);
}

static void work_due(void *ctx, int64_t now_us)
{
	(void)now_us;
	sensord_work(ctx);
}

void sensord_work_soon(struct sensord *s)
{
	loop_arm(s->loop, &s->work, mono_read_us(), work_due, s);
}

static void schedule(struct sensord *s, int64_t own_us)
{
	int64_t due_us = MIN(channels_settle_due(&s->channels), s->outputs_due_us);
	int64_t wait_us;

	if (!lockstep_active(&s->lockstep))
		due_us = MIN(due_us, s->grid.next_us);
	if (s->sim)
		due_us = MIN(due_us, sim_next_us(sim_source_sim(s->sim)));
	wait_us = wait_for(s, due_us, own_us);
	if (s->edge_waits)
		wait_us = MIN(wait_us, s->edge_allowed_us - own_us);
	if (lockstep_deadline(&s->lockstep) != INT64_MAX)
		wait_us = MIN(wait_us, lockstep_deadline(&s->lockstep) - own_us);
	/* the watchdog wants to hear of us although nobody steps */
	if (lockstep_active(&s->lockstep))
		wait_us = MIN(wait_us, USEC_PER_SEC);
	/* the health topic must move although nothing else does */
	wait_us = MIN(wait_us, s->health_due_us - own_us);
	loop_arm(s->loop, &s->work, own_us + MAX(wait_us, 0), work_due, s);
}

/* A step of the wall clock changes no delay; it is told, because records are dated by it. */
static void watch_wall_clock(struct sensord *s, struct instant now)
{
	int64_t offset_us = now.wall_us - now.mono_us;
	int64_t step_us = offset_us - s->wall_offset_us;

	s->wall_offset_us = offset_us;
	if (s->ticks == 0 || (step_us < STEP_US && step_us > -STEP_US))
		return;
	sensord_fact(s, &(struct fact){ .kind = FACT_CLOCK_STEPPED,
					.now = now,
					.channel = FACT_NO_CHANNEL,
					.value = step_us });
}

void sensord_tick(struct sensord *s, struct instant now, uint64_t missed)
{
	if (missed)
		sensord_fact(s, &(struct fact){ .kind = FACT_TICK_MISSED,
						.now = now,
						.channel = FACT_NO_CHANNEL,
						.value = (int64_t)missed });
	watch_wall_clock(s, now);
	inputs_tick(s, now, mono_read_us());
	publish_fill(s, now, false);
	s->outputs_due_us = outputs_run(s->outputs, now, &s->snapshot);
	publish_snapshot(s);
	s->ticks++;
	daemon_progress(s->daemon);
}

static void drop_overdue_steppers(struct sensord *s, int64_t own_us)
{
	const void *peer;

	while ((peer = lockstep_overdue(&s->lockstep, own_us))) {
		const struct peer *info = server_peer_info(peer);

		log_warning("lockstep goes on without '%s' (pid %d): no STEP for %d s", info->name,
			    (int)info->pid, (int)(LOCKSTEP_TIMEOUT_US / USEC_PER_SEC));
	}
	if (!lockstep_active(&s->lockstep) && s->sim)
		sim_set_lockstep(sim_source_sim(s->sim), false, own_us);
}

/* A tick of the lockstep, when everybody is ready for it. */
static bool lockstep_tick(struct sensord *s, int64_t own_us)
{
	int64_t step_us;
	struct instant now;

	/* Standing still because we are told to is being alive. */
	daemon_progress(s->daemon);
	if (!lockstep_take(&s->lockstep, own_us, &step_us))
		return false;
	(void)sim_step(sim_source_sim(s->sim), step_us);
	now = sensord_now(s, own_us);
	sim_source_play(s->sim, now.mono_us);
	inputs_settle(s, now.mono_us);
	sensord_tick(s, now, 0);
	/* The grid comes along: when the lockstep ends, nothing was missed. */
	grid_set_period(&s->grid, s->grid.period_us, now.mono_us);
	return true;
}

void sensord_work(struct sensord *s)
{
	int64_t own_us = mono_read_us();
	struct instant now;
	int64_t tick_us;
	uint64_t missed;

	if (lockstep_active(&s->lockstep)) {
		drop_overdue_steppers(s, own_us);
		(void)lockstep_tick(s, own_us);
	}
	now = sensord_now(s, own_us);
	if (s->sim)
		sim_source_play(s->sim, now.mono_us);
	inputs_settle(s, now.mono_us);
	if (!lockstep_active(&s->lockstep) && grid_take(&s->grid, now.mono_us, &tick_us, &missed)) {
		sensord_tick(s, now, missed);
	} else if (s->edge_waits &&
		   (own_us >= s->edge_allowed_us || lockstep_active(&s->lockstep))) {
		publish_fill(s, now, true);
		s->outputs_due_us = outputs_run(s->outputs, now, &s->snapshot);
		publish_snapshot(s);
		s->edge_allowed_us = own_us + EDGE_PAUSE_US;
	} else if (now.mono_us >= s->outputs_due_us) {
		s->outputs_due_us = outputs_run(s->outputs, now, &s->snapshot);
	}
	reload_tell_kept(s);
	publish_state(s, own_us);
	schedule(s, own_us);
}

static void on_output_fact(void *ctx, const struct fact *f)
{
	sensord_fact(ctx, f);
}

static void on_outputs_changed(void *ctx)
{
	struct sensord *s = ctx;

	s->holds_changed = true;
	s->edge_waits = true;
}

static int on_drive_sim(void *ctx, unsigned channel, bool active)
{
	struct sensord *s = ctx;
	const char *text;
	int r;

	if (!s->sim)
		return -ENODEV;
	/* It acts from now on, not from the last tick. */
	sim_source_play(s->sim, sensord_now(s, mono_read_us()).mono_us);
	r = sim_source_drive(s->sim, channel, active);
	sim_source_keep(s->sim, &text);
	sensord_trouble(s, "simulator", text);
	return r;
}

static void on_output_trouble(void *ctx, const char *subject, const char *text)
{
	sensord_trouble(ctx, subject, text);
}

static int start_outputs(struct sensord *s)
{
	static const struct outputs_calls calls = {
		.fact = on_output_fact,
		.changed = on_outputs_changed,
		.drive_sim = on_drive_sim,
		.trouble = on_output_trouble,
	};
	struct outputs_places places = {
		.runtime_folder = s->runtime_folder,
		.state_folder = s->state_folder,
		.dev_folder = "/dev",
		.loop = s->loop,
		.simulated = s->sim != NULL,
	};
	struct instant now = sensord_now(s, mono_read_us());
	int r;

	boot_id_read(places.boot_id);
	r = outputs_new(&calls, s, &places, &s->daemon->passed, &s->outputs);
	if (r < 0)
		return log_error_errno(r, "cannot make the outputs");
	publish_fill(s, now, false);
	/* Lines in the store stay there until settings of real hardware say what they are. */
	s->daemon->keep_passed = s->outputs_wait || s->sim ? "line." : NULL;
	if (s->outputs_wait)
		return 0;
	return outputs_configure(s->outputs, s->settings, now, &s->snapshot, true);
}

static int start_server(struct sensord *s)
{
	static const struct server_calls calls = {
		.hello = publish_hello,
		.request = requests_handle,
		.stream = publish_fact,
		.newcomer = publish_newcomer,
		.gone = requests_gone,
		.denied = requests_denied,
		.starved = publish_starved,
		.bulk_topic = TOPIC_SNAPSHOT,
	};
	int fd, r;

	r = daemon_listen(s->daemon, "sensor", &fd);
	if (r < 0)
		return r;
	r = server_new(s->loop, fd, &calls, s, &s->server);
	return r < 0 ? log_error_errno(r, "cannot serve the socket") : 0;
}

static void make_folders(struct sensord *s)
{
	folder_private_runtime("sensord", s->runtime_folder);
	folder_state("sensord", s->state_folder);
	/* Made by systemd where it starts us; here for private runs. Failing shows when they are
	 * used. */
	(void)file_make_folder(s->runtime_folder, 0700);
	(void)file_make_folder(s->state_folder, 0700);
}

static int start(struct sensord *s)
{
	struct instant now;
	int r;

	if (getrandom(&s->instance, sizeof(s->instance), 0) != (ssize_t)sizeof(s->instance))
		s->instance = (uint64_t)instant_read().wall_us;
	make_folders(s);
	r = facts_new(s->instance, &s->facts);
	if (r < 0)
		return log_error_errno(r, "cannot make the ring of facts");
	r = reload_start(s);
	if (r < 0)
		return log_error_errno(r, "cannot load any settings");
	r = inputs_start(s);
	if (r < 0)
		return r;
	now = sensord_now(s, mono_read_us());
	s->started_wall_us = now.wall_us;
	reload_tell_start(s);
	modem_start(&s->modem, now.mono_us);
	channels_configure(&s->channels, s->settings, now.mono_us);
	grid_start(&s->grid, USEC_PER_SEC / s->settings->sampling.rate_hz, now.mono_us);
	r = start_outputs(s);
	if (r < 0)
		return r;
	inputs_configure(s);
	sensord_fact(s, &(struct fact){ .kind = FACT_STARTED,
					.channel = FACT_NO_CHANNEL,
					.text = RMCU_VERSION });
	r = start_server(s);
	if (r < 0)
		return r;
	log_info("%u channels of profile '%s'%s, %d Hz", s->settings->n_channels,
		 s->settings->device.profile, s->sim ? " (simulated)" : "",
		 (int)s->settings->sampling.rate_hz);
	/* The first clients find a snapshot, not a hole. */
	sensord_tick(s, sensord_now(s, mono_read_us()), 0);
	sensord_work(s);
	return 0;
}

int sensord_start(struct daemon *d, int64_t past_us)
{
	struct sensord *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	s->daemon = d;
	s->loop = d->loop;
	s->past_us = past_us;
	d->ctx = s;
	return start(s);
}

void sensord_stop(struct daemon *d)
{
	struct sensord *s = d->ctx;

	if (!s)
		return;
	server_free(s->server);
	/* behind the server: peers that go ask for work */
	loop_disarm(s->loop, &s->work);
	inputs_stop(s);
	outputs_free(s->outputs);
	sim_source_free(s->sim);
	reload_stop(s);
	facts_free(s->facts);
	free(s);
	d->ctx = NULL;
}

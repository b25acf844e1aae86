// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/sim.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "daemons/sensord/sim/sim_state.h"

/*
 * A restarted sensord must measure again within a second. Ten days of a world that moves take 0.3
 * s, as do a million events and edges of a loop.
 */
#define CATCH_UP_MAX_US (INT64_C(10) * 86400 * USEC_PER_SEC)
#define CATCH_UP_WORK	1000000

/*
 * Puts the id's file under the scenario folder; false for what is no id (it could leave the
 * folder), and where there is no such file.
 */
static bool scenario_path(const struct sim *s, const char *id, char path[SIM_PATH_MAX])
{
	int n;

	if (!sim_id_valid(id))
		return false;
	n = snprintf(path, SIM_PATH_MAX, "%s/%s.scn", s->config.scenario_folder, id);
	return n > 0 && n < SIM_PATH_MAX && access(path, F_OK) == 0;
}

bool sim_id_valid(const char *id)
{
	size_t len = strlen(id);

	return len > 0 && len < SIM_ID_MAX &&
	       strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

int sim_take_scenario(struct sim *s, const char *id, struct text *mistakes)
{
	char path[SIM_PATH_MAX];
	struct scenario fresh;
	int r;

	if (!scenario_path(s, id, path)) {
		text_printf(mistakes, "'%s' is no scenario: psctl sim list shows them\n", id);
		return -ENOENT;
	}
	r = scenario_read(path, &fresh, mistakes);
	if (r < 0)
		return r;
	scenario_done(&s->scenario);
	s->scenario = fresh;
	(void)snprintf(s->id, sizeof(s->id), "%s", id);
	return 0;
}

/* Does all events of the scenario up to the plant's present time. */
static void play_due_events(struct sim *s)
{
	const struct scenario *sc = &s->scenario;

	for (;;) {
		while (s->next_event < sc->n_events &&
		       s->round_us + sc->events[s->next_event].at_us <= s->plant.now_us)
			scenario_apply(&sc->events[s->next_event++], &s->plant);
		if (!sc->loop || s->plant.now_us < s->round_us + sc->end_us)
			return;
		s->round_us += sc->end_us;
		s->next_event = 0;
	}
}

/* The plant time of the next event, or of the next round of a loop, or INT64_MAX. */
static int64_t next_event_us(const struct sim *s)
{
	const struct scenario *sc = &s->scenario;

	if (s->next_event < sc->n_events)
		return s->round_us + sc->events[s->next_event].at_us;
	return sc->loop ? s->round_us + sc->end_us : INT64_MAX;
}

bool sim_advance(struct sim *s, int64_t mono_us, struct plant_edge *ret_edge)
{
	int64_t to_us = mono_us - s->origin_us;

	for (;;) {
		int64_t stop = MIN(to_us, next_event_us(s));

		if (plant_advance(&s->plant, stop, ret_edge)) {
			ret_edge->at_us += s->origin_us;
			return true;
		}
		if (next_event_us(s) > to_us)
			return false;
		play_due_events(s);
	}
}

int64_t sim_next_us(const struct sim *s)
{
	int64_t next = MIN(next_event_us(s), plant_next_us(&s->plant));

	return next == INT64_MAX ? next : next + s->origin_us;
}

/* A fresh plant from `mono_us` on, with the outputs and the contacts' last reports of the old one.
 */
static void begin_world(struct sim *s, int64_t mono_us)
{
	struct plant_config config = {
		.seed = s->config.seed ? s->config.seed : s->scenario.seed,
		.ac_nominal = s->config.ac_nominal,
		.rating = s->config.rating,
	};
	struct plant old = s->plant;

	s->origin_us = mono_us;
	s->round_us = 0;
	s->next_event = 0;
	plant_init(&s->plant, &config);
	for (int i = 0; i < PLANT_OUTPUT_MAX; i++)
		plant_output(&s->plant, (enum plant_output)i, old.outputs[i] != 0);
	/* What differs from what was said last is an edge; at the very first there was nothing. */
	for (int i = 0; old.config.rating && i < PLANT_CONTACTS; i++)
		s->plant.contacts[i].reported = old.contacts[i].reported;
	play_due_events(s);
}

int sim_run(struct sim *s, const char *id, struct text *mistakes)
{
	int64_t now_us = s->origin_us + s->plant.now_us;
	int r;

	r = sim_take_scenario(s, id, mistakes);
	if (r < 0)
		return r;
	begin_world(s, now_us);
	return 0;
}

/* How much may be played at the start; beyond it the world stood still meanwhile. */
static int64_t catch_up_most_us(const struct sim *s)
{
	const struct scenario *sc = &s->scenario;
	int64_t work = 1;

	if (!sc->loop)
		return CATCH_UP_MAX_US;
	for (size_t i = 0; i < sc->n_events; i++)
		work += sc->events[i].verb == SCENARIO_BOUNCE ? sc->events[i].value + 1 : 1;
	return MIN(CATCH_UP_MAX_US / sc->end_us, CATCH_UP_WORK / work) * sc->end_us + sc->end_us;
}

/* Plays what passed while nobody was there; those edges are history. */
static void catch_up(struct sim *s, int64_t mono_us)
{
	int64_t gap = mono_us - s->origin_us - s->plant.now_us;
	struct plant_edge edge;

	s->origin_us += MAX(gap - catch_up_most_us(s), INT64_C(0));
	while (sim_advance(s, mono_us, &edge))
		;
}

/* The scenario that a new world begins with; one that cannot be read is no reason to have none. */
static int take_first(struct sim *s, struct text *notes)
{
	const char *wanted = s->config.first_scenario;
	int r = -ENOENT;

	if (wanted && *wanted)
		r = sim_take_scenario(s, wanted, notes);
	return r < 0 && r != -ENOMEM ? sim_take_scenario(s, SIM_FIRST_SCENARIO, notes) : r;
}

int sim_start(struct sim *s, const struct sim_config *config, struct instant real,
	      struct text *notes)
{
	int r;

	*s = (struct sim){ .config = *config, .scenario = { .seed = 1 } };
	simclock_start(&s->clock, real, 0);
	r = sim_state_load(s, real, notes);
	if (r == -ENOENT)
		simclock_start(&s->clock, real, config->past_us);
	else if (config->past_us)
		text_add(notes, "a simulation was kept: its past is not played again\n");
	if (r == 0) {
		catch_up(s, simclock_now(&s->clock, real.mono_us).mono_us);
		return 0;
	}
	if (r == -ENOMEM)
		return r;
	r = take_first(s, notes);
	if (r == -ENOMEM)
		return r;
	begin_world(s, simclock_now(&s->clock, real.mono_us).mono_us);
	return 0;
}

void sim_done(struct sim *s)
{
	scenario_done(&s->scenario);
}

struct instant sim_now(const struct sim *s, int64_t own_us)
{
	return simclock_now(&s->clock, own_us);
}

enum quality sim_read(const struct sim *s, enum plant_signal signal, int64_t *ret_micro)
{
	return plant_read(&s->plant, signal, ret_micro);
}

void sim_output(struct sim *s, enum plant_output output, bool active)
{
	plant_output(&s->plant, output, active);
}

int sim_do(struct sim *s, const char *action, struct text *mistake)
{
	struct scenario_event e;
	int r;

	r = scenario_parse_action(action, &e, mistake);
	if (r < 0)
		return r;
	scenario_apply(&e, &s->plant);
	return 0;
}

int sim_set(struct sim *s, const char *knob, const char *value, struct text *mistake)
{
	char action[SCENARIO_LINE_MAX];
	int n = snprintf(action, sizeof(action), "set %s %s", knob, value);

	if (n < 0 || (size_t)n >= sizeof(action)) {
		text_add(mistake, "the words are too long");
		return -EINVAL;
	}
	return sim_do(s, action, mistake);
}

int sim_speed(struct sim *s, uint32_t rate_milli, int64_t own_us)
{
	return simclock_set_rate(&s->clock, rate_milli, own_us);
}

void sim_set_lockstep(struct sim *s, bool lockstep, int64_t own_us)
{
	simclock_set_lockstep(&s->clock, lockstep, own_us);
}

int sim_step(struct sim *s, int64_t step_us)
{
	return simclock_step(&s->clock, step_us);
}

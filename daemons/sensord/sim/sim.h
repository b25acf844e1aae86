// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The simulator: a plant, the scenario that is played to it, and their clock. No event loop:
 * sensord asks sim_now, goes on with sim_advance, reads. All times are simulated monotonic
 * microseconds unless they are called own.
 *
 * Its state is saved as a text: the scenario's name, where in it the world stands, the plant, and
 * the clock. A killed and restarted sensord loads it and plays what was between. Playing costs
 * nothing in a settled world and some 30 ms a simulated day in one that moves; it begins at the
 * last save, so sensord saves after each command and at least once a simulated day. Commands are
 * not kept: the plant's state is all that they left behind, and it does not grow. At most ten
 * days are played: before them the world stood still.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/text.h"
#include "daemons/sensord/sim/plant.h"
#include "daemons/sensord/sim/scenario.h"
#include "daemons/sensord/sim/simclock.h"

#define SIM_ID_MAX	   32  /* file name of a scenario without .scn: [a-z0-9-] */
#define SIM_SCENARIOS_MAX  100 /* a list that a person still reads */
#define SIM_FIRST_SCENARIO "steady"

struct sim_config {
	const char *scenario_folder; /* of *.scn; not copied, outlives the simulator */
	const char *state_folder;    /* not copied; NULL: nothing is kept */
	const char *first_scenario;  /* id; not copied; NULL or "": SIM_FIRST_SCENARIO */
	uint64_t seed;		     /* 0: as each scenario says */
	int64_t past_us;	     /* the wall clock of a first world begins so long ago */
	int64_t ac_nominal, rating;  /* as in struct plant_config */
	uint8_t boot_id[16];	     /* own monotonic time means something within one boot only */
};

struct sim {
	struct sim_config config;
	struct simclock clock;
	struct plant plant;
	struct scenario scenario;
	char id[SIM_ID_MAX];
	int64_t origin_us; /* simulated monotonic time at which this world began */
	int64_t round_us;  /* plant time at which the running round of a loop began */
	size_t next_event;
};

/* A row of sim_list. */
struct sim_entry {
	char id[SIM_ID_MAX];
	char name[SCENARIO_NAME_MAX];
	bool running;
};

/*
 * Takes up the saved world and plays it to the present, or begins the first scenario at `real`, or
 * in the past where nothing was ever saved: a past that was played once is not played again. Why a
 * saved one was not taken, and mistakes of a scenario, go to `notes`; without any readable
 * scenario the plant runs with nothing happening to it. -ENOMEM is the only failure.
 */
int sim_start(struct sim *s, const struct sim_config *config, struct instant real,
	      struct text *notes);
void sim_done(struct sim *s);

/* Simulated time at this own monotonic time. */
struct instant sim_now(const struct sim *s, int64_t own_us);

/*
 * Goes on to `mono_us`, or only to the next movement of a contact: then returns true with the edge
 * (its at_us is simulated monotonic) and wants to be called again.
 */
bool sim_advance(struct sim *s, int64_t mono_us, struct plant_edge *ret_edge);

/* When something is known to happen next, so that its edge can be published at once, or INT64_MAX.
 */
int64_t sim_next_us(const struct sim *s);

enum quality sim_read(const struct sim *s, enum plant_signal signal, int64_t *ret_micro);

/* Commands: they hold from where sim_advance went to; call it first. */
void sim_output(struct sim *s, enum plant_output output, bool active);
/* An action in the words of scenarios ("fail battery_volts broken-wire"); a sentence if refused. */
int sim_do(struct sim *s, const char *action, struct text *mistake);
int sim_set(struct sim *s, const char *knob, const char *value, struct text *mistake);
/* A new world with this scenario; outputs stay as commanded, the clock goes on. */
int sim_run(struct sim *s, const char *id, struct text *mistakes);
/* Speed, and standing still between steps: see simclock.h. */
int sim_speed(struct sim *s, uint32_t rate_milli, int64_t own_us);
void sim_set_lockstep(struct sim *s, bool lockstep, int64_t own_us);
int sim_step(struct sim *s, int64_t step_us);

/* Scenarios of the folder, sorted by id; a broken one has its id as name. Number of rows, or
 * -errno. */
int sim_list(const struct sim *s, struct sim_entry *ret_rows, unsigned most);

/* Writes the state into the state folder (atomic, without fsync); 0, or -errno. */
int sim_save(const struct sim *s, struct instant real);

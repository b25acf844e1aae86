// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/*
 * The kept state of the simulator: what is refused says why, what is taken up is written and taken
 * up again as the same world, and goes on with every command in its usual time, without harm.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemons/sensord/sim/sim_state.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"

/* The corpus was written at this moment, in the boot of 16 zeros. */
static const struct instant written = { .wall_us = INT64_C(1800000000000000),
					.mono_us = INT64_C(5000000000) };
/* The present: a little later, so that the clock has something to add. */
static const struct instant now = { .wall_us = INT64_C(1800000005000000),
				    .mono_us = INT64_C(5005000000) };

/* A world that lives near the end of time may be refused the next time: later than this. */
#define LATE_US (INT64_C(280000000000) * USEC_PER_SEC)
/* As in the other target of the simulator: a year of it would be a benchmark. */
#define GO_ON_US  (INT64_C(600) * USEC_PER_SEC)
#define EDGES_MAX 1000

/* What a saved world can be in the middle of: names as in the corpus. */
static const struct {
	const char *name, *text;
} scenarios[] = {
	{ "steady.scn", "name \"Steady\"\n" },
	{ "fail.scn", "name \"Failure\"\nat 5s set ac_present off\nat 5s bounce alarm_in 5 over "
		      "40ms\nat 90s fail battery_volts stuck\nend at 200s\n" },
	{ "round.scn", "name \"Round\"\nat 1s set di3 on\nat 2s set di3 off\nend at 4s\nloop\n" },
};

static char folder[] = "/tmp/rmcu-fuzz-sim-XXXXXX";

static void remove_folder(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(scenarios); i++) {
		char path[64];

		(void)snprintf(path, sizeof(path), "%s/%s", folder, scenarios[i].name);
		(void)unlink(path);
	}
	(void)rmdir(folder);
}

static void make_folder(void)
{
	static bool made;

	if (made)
		return;
	if (!mkdtemp(folder))
		abort();
	made = true;
	(void)atexit(remove_folder);
	for (size_t i = 0; i < ARRAY_SIZE(scenarios); i++)
		if (file_replace(folder, scenarios[i].name, scenarios[i].text,
				 strlen(scenarios[i].text), 0600, false) < 0)
			abort();
}

/* Takes the text up into a fresh simulator. It is taken apart: a copy. */
static int take(struct sim *s, const char *bytes, size_t size)
{
	AUTO_TEXT struct text notes = TEXT_INIT;
	AUTO_FREE char *copy = malloc(size + 1);
	int r;

	if (!copy)
		abort();
	memcpy(copy, bytes, size);
	copy[size] = '\0';
	*s = (struct sim){ .config = { .scenario_folder = folder,
				       .ac_nominal = 115 * MICRO,
				       .rating = 22 * MICRO } };
	simclock_start(&s->clock, written, 0);
	r = sim_state_take(s, "fuzz", copy, now, &notes);
	if (r < 0 && notes.len == 0)
		abort();
	return r;
}

/* The same world whoever takes it up, and however often. */
static void write_again(const struct sim *s)
{
	AUTO_TEXT struct text first = TEXT_INIT, second = TEXT_INIT;
	struct instant sim = sim_now(s, now.mono_us);
	struct sim again;

	if (sim.wall_us > LATE_US || sim.mono_us > LATE_US)
		return;
	sim_state_write(s, now, &first);
	if (!text_ok(&first) || take(&again, text_get(&first), first.len) < 0)
		abort();
	sim_state_write(&again, now, &second);
	if (!text_ok(&second) || strcmp(text_get(&first), text_get(&second)) != 0)
		abort();
	sim_done(&again);
}

static void play(struct sim *s)
{
	int64_t to_us = s->origin_us + s->plant.now_us + GO_ON_US;
	struct plant_edge edge;

	for (int i = 0; i < EDGES_MAX && sim_advance(s, to_us, &edge); i++)
		;
	for (int i = 0; i < PLANT_SIGNAL_MAX; i++) {
		int64_t value;

		(void)sim_read(s, (enum plant_signal)i, &value);
	}
	(void)sim_next_us(s);
}

static void go_on(struct sim *s)
{
	play(s);
	for (int i = 0; i < PLANT_OUTPUT_MAX; i++)
		sim_output(s, (enum plant_output)i, !s->plant.outputs[i]);
	play(s);
	for (int i = 0; i < KNOB_MAX; i++)
		(void)plant_set(&s->plant, (enum plant_knob)i,
				plant_knob_info((enum plant_knob)i)->max);
	for (int i = 0; i < PLANT_CONTACTS; i++)
		(void)plant_bounce(&s->plant, (enum plant_signal)(PLANT_CONTACT_FIRST + i), 3,
				   USEC_PER_SEC);
	play(s);
}

static void try(const char *bytes, size_t size)
{
	struct sim s;

	if (take(&s, bytes, size) == 0) {
		write_again(&s);
		go_on(&s);
	}
	sim_done(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *numbers;

	/* more than the file may have */
	if (size > SIM_STATE_BYTES_MAX)
		return 0;
	make_folder();
	try((const char *)data, size);
	/* Most changed bytes make a line that is not understood: as digits they get behind that. */
	numbers = malloc(size + 1);
	if (!numbers)
		abort();
	for (size_t i = 0; i < size; i++)
		numbers[i] = data[i] && strchr("\n -._abcdefghijklmnopqrstuvwxyz", data[i])
				     ? (char)data[i]
				     : (char)('0' + data[i] % 10);
	try(numbers, size);
	free(numbers);
	return 0;
}

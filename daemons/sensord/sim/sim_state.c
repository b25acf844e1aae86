// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/sim_state.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/parse.h"

/*
 * sim.state: lines "KEY VALUE". The first names the format; another one (a newer or older plant) is
 * not read, and a new world begins.
 */
#define FORMAT	   "rmcu-sim 1"
#define BOOT_CHARS 33 /* 16 bytes in hex and the NUL */

/* What the file says, before any of it is believed. */
struct saved {
	char scenario[SIM_ID_MAX];
	char boot[BOOT_CHARS];
	int64_t real_wall_us, own_us, sim_wall_us, sim_mono_us, rate_milli, lockstep;
	int64_t origin_us, round_us, next_event, seed, ac_nominal, rating;
	struct plant plant;
	bool complete;
};

static const struct {
	const char *key;
	size_t offset;
} numbers[] = {
	{ "real_wall_us", offsetof(struct saved, real_wall_us) },
	{ "own_us", offsetof(struct saved, own_us) },
	{ "sim_wall_us", offsetof(struct saved, sim_wall_us) },
	{ "sim_mono_us", offsetof(struct saved, sim_mono_us) },
	{ "rate_milli", offsetof(struct saved, rate_milli) },
	{ "lockstep", offsetof(struct saved, lockstep) },
	{ "origin_us", offsetof(struct saved, origin_us) },
	{ "round_us", offsetof(struct saved, round_us) },
	{ "next_event", offsetof(struct saved, next_event) },
	{ "seed", offsetof(struct saved, seed) },
	{ "ac_nominal", offsetof(struct saved, ac_nominal) },
	{ "rating", offsetof(struct saved, rating) },
};

/* Times beyond the year 11 000 and rates beyond any are damage, and sums of these stay within
 * int64. */
#define TIME_MAX (INT64_C(286000000000) * USEC_PER_SEC)

static void boot_text(const struct sim *s, char ret[BOOT_CHARS])
{
	for (int i = 0; i < 16; i++)
		(void)snprintf(ret + 2 * i, 3, "%02x", s->config.boot_id[i]);
}

void sim_state_write(const struct sim *s, struct instant real, struct text *out)
{
	struct instant sim = simclock_now(&s->clock, real.mono_us);
	struct saved v = {
		.real_wall_us = real.wall_us,
		.own_us = real.mono_us,
		.sim_wall_us = sim.wall_us,
		.sim_mono_us = sim.mono_us,
		.rate_milli = s->clock.rate_milli,
		.lockstep = s->clock.lockstep,
		.origin_us = s->origin_us,
		.round_us = s->round_us,
		.next_event = (int64_t)s->next_event,
		.seed = (int64_t)s->plant.config.seed,
		.ac_nominal = s->plant.config.ac_nominal,
		.rating = s->plant.config.rating,
	};

	boot_text(s, v.boot);
	text_printf(out, FORMAT "\nscenario %s\nboot %s\n", s->id[0] ? s->id : "-", v.boot);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		text_printf(out, "%s %" PRId64 "\n", numbers[i].key,
			    *(const int64_t *)(const void *)((const char *)&v + numbers[i].offset));
	plant_save(&s->plant, out);
	text_add(out, "end -\n");
}

int sim_save(const struct sim *s, struct instant real)
{
	AUTO_TEXT struct text t = TEXT_INIT;

	if (!s->config.state_folder)
		return 0;
	sim_state_write(s, real, &t);
	if (!text_ok(&t))
		return -ENOMEM;
	return file_replace(s->config.state_folder, SIM_STATE_FILE, t.bytes, t.len, 0640, false);
}

static int copy_word(char *to, size_t room, const char *value)
{
	size_t len = strlen(value);

	if (len >= room)
		return -EINVAL;
	memcpy(to, value, len + 1);
	return 0;
}

static int load_pair(struct saved *v, const char *key, const char *value)
{
	static const char plant_prefix[] = "plant.";

	if (strncmp(key, plant_prefix, strlen(plant_prefix)) == 0)
		return plant_load_line(&v->plant, key + strlen(plant_prefix), value);
	if (streq(key, "scenario"))
		return copy_word(v->scenario, sizeof(v->scenario), value);
	if (streq(key, "boot"))
		return copy_word(v->boot, sizeof(v->boot), value);
	if (streq(key, "end")) {
		v->complete = true;
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (streq(key, numbers[i].key))
			return parse_i64(value, (void *)((char *)v + numbers[i].offset));
	return -EINVAL;
}

/* Reads the lines; the number of the first that is wrong, or 0. */
static unsigned load_lines(struct saved *v, char *bytes)
{
	unsigned line = 1;
	char *rest;

	for (char *p = strtok_r(bytes, "\n", &rest); p; p = strtok_r(NULL, "\n", &rest), line++) {
		char *blank = strchr(p, ' ');

		if (line == 1 && !streq(p, FORMAT))
			return line;
		if (line == 1)
			continue;
		if (!blank)
			return line;
		*blank = '\0';
		if (load_pair(v, p, blank + 1) < 0)
			return line;
	}
	return v->complete ? 0 : line;
}

static bool sane(const struct saved *v)
{
	const int64_t times[] = { v->real_wall_us, v->own_us,	 v->sim_wall_us,
				  v->sim_mono_us,  v->origin_us, v->round_us };

	for (size_t i = 0; i < ARRAY_SIZE(times); i++)
		if (times[i] < 0 || times[i] > TIME_MAX)
			return false;
	return v->rate_milli >= SIMCLOCK_RATE_MIN && v->rate_milli <= SIMCLOCK_RATE_MAX &&
	       v->next_event >= 0 && v->next_event <= SCENARIO_EVENTS_MAX &&
	       v->round_us <= v->plant.now_us && v->origin_us + v->plant.now_us <= v->sim_mono_us;
}

/* The clock as it was, so much later as passed in this boot, or by the wall clock since another. */
static void restore_clock(struct sim *s, const struct saved *v, struct instant real)
{
	char boot[BOOT_CHARS];

	boot_text(s, boot);
	s->clock = (struct simclock){
		.own_us = v->own_us,
		.sim = { .wall_us = v->sim_wall_us, .mono_us = v->sim_mono_us },
		.rate_milli = (uint32_t)v->rate_milli,
		.lockstep = v->lockstep != 0,
	};
	if (!streq(boot, v->boot) || real.mono_us < v->own_us)
		s->clock.own_us = real.mono_us - MAX(real.wall_us - v->real_wall_us, INT64_C(0));
}

/*
 * Of a loop whose rounds have ended since the saved one began only the last is still played: more
 * of them would be a file that became shorter, or damage that asks for more rounds than a start has
 * time for.
 */
static void skip_rounds(struct sim *s)
{
	const struct scenario *sc = &s->scenario;
	int64_t ended = sc->loop ? (s->plant.now_us - s->round_us) / sc->end_us : 0;

	if (ended > 1)
		s->round_us += (ended - 1) * sc->end_us;
}

/* The saved world belongs to this plant, and its scenario can still be read. */
static int take_over(struct sim *s, struct saved *v, struct instant real, struct text *notes)
{
	int r;

	if (plant_load_end(&v->plant) < 0 || !sane(v)) {
		text_add(notes, "the saved simulation makes no sense, a new one begins\n");
		return -EINVAL;
	}
	if (v->ac_nominal != s->config.ac_nominal || v->rating != s->config.rating) {
		text_add(notes, "the saved simulation is of another model, a new one begins\n");
		return -ESTALE;
	}
	r = sim_take_scenario(s, v->scenario, notes);
	/* -ENOENT is for a world that never was */
	if (r < 0)
		return r == -ENOENT ? -ESTALE : r;
	s->plant = v->plant;
	s->origin_us = v->origin_us;
	s->round_us = v->round_us;
	/* The file may have become shorter; what it says for later times still happens. */
	s->next_event = MIN((size_t)v->next_event, s->scenario.n_events);
	skip_rounds(s);
	restore_clock(s, v, real);
	return 0;
}

int sim_state_take(struct sim *s, const char *name, char *bytes, struct instant real,
		   struct text *notes)
{
	struct saved v = { 0 };
	struct plant_config config = { .ac_nominal = s->config.ac_nominal,
				       .rating = s->config.rating };
	unsigned line;

	plant_init(&v.plant, &config);
	line = load_lines(&v, bytes);
	if (line) {
		text_printf(notes, "%s:%u: not understood, a new simulation begins\n", name, line);
		return -EINVAL;
	}
	v.plant.config.seed = (uint64_t)v.seed;
	return take_over(s, &v, real, notes);
}

int sim_state_load(struct sim *s, struct instant real, struct text *notes)
{
	AUTO_FREE char *bytes = NULL;
	char path[SIM_PATH_MAX];
	size_t len;
	int r;

	if (!s->config.state_folder)
		return -ENOENT;
	r = snprintf(path, sizeof(path), "%s/" SIM_STATE_FILE, s->config.state_folder);
	if (r < 0 || r >= SIM_PATH_MAX)
		return -ENAMETOOLONG;
	r = file_read(path, SIM_STATE_BYTES_MAX, &bytes, &len);
	if (r == -ENOENT || r == -ENOMEM)
		return r;
	if (r < 0) {
		text_printf(notes, "%s: cannot be read: %s, a new simulation begins\n", path,
			    strerror(-r));
		return r;
	}
	return sim_state_take(s, path, bytes, real, notes);
}

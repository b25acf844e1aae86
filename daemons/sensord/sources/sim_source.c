// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sources/sim_source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/util.h"

/* A day of simulated time is played again in some 10 ms after a restart; more is kept before. */
#define KEEP_EVERY_US (INT64_C(6) * 3600 * USEC_PER_SEC)

struct sim_source {
	struct sim sim;
	struct sim_calls calls;
	void *ctx;
	char scenario_folder[256], state_folder[256], first_scenario[SETTINGS_NAME_MAX];
	int64_t played_us; /* simulated time up to which the world was played */
	int64_t kept_us;   /* simulated time of the last save */
	unsigned n;
	int signal[CHANNELS_MAX]; /* of the plant, or -1 */
	int output[CHANNELS_MAX]; /* of the plant, or -1 */
};

bool sim_source_wanted(const struct settings *s)
{
	for (unsigned i = 0; i < s->n_channels; i++)
		if (s->channels[i].info.source == SOURCE_SIM)
			return true;
	return false;
}

void sim_source_configure(struct sim_source *src, const struct settings *s)
{
	src->n = s->n_channels;
	for (unsigned i = 0; i < s->n_channels; i++) {
		const struct settings_channel *c = &s->channels[i];
		bool out = c->info.kind == CHANNEL_DIGITAL_OUT;
		bool ours = c->info.source == SOURCE_SIM;

		src->signal[i] = ours && !out ? plant_signal_from_name(c->signal) : -1;
		src->output[i] = ours && out ? plant_output_from_name(c->signal) : -1;
	}
}

int sim_source_new(const struct settings *s, const char *scenario_folder, const char *state_folder,
		   int64_t past_us, const struct sim_calls *calls, void *ctx, struct text *notes,
		   struct sim_source **ret_source)
{
	struct sim_source *src = calloc(1, sizeof(*src));
	struct sim_config config = { 0 };
	int r;

	if (!src)
		return -ENOMEM;
	src->calls = *calls;
	src->ctx = ctx;
	(void)snprintf(src->scenario_folder, sizeof(src->scenario_folder), "%s", scenario_folder);
	(void)snprintf(src->state_folder, sizeof(src->state_folder), "%s", state_folder);
	config.scenario_folder = src->scenario_folder;
	config.state_folder = src->state_folder;
	(void)snprintf(src->first_scenario, sizeof(src->first_scenario), "%s", s->sim.scenario);
	config.first_scenario = src->first_scenario;
	config.seed = (uint64_t)s->sim.seed;
	config.past_us = past_us;
	config.ac_nominal = s->device.ac_nominal * MICRO;
	config.rating = s->device.rated_amps;
	boot_id_read(config.boot_id);
	r = sim_start(&src->sim, &config, instant_read(), notes);
	if (r < 0) {
		free(src);
		return r;
	}
	/* Whoever stepped it was connected to the one that was killed. */
	sim_set_lockstep(&src->sim, false, mono_read_us());
	src->played_us = src->kept_us = sim_now(&src->sim, mono_read_us()).mono_us;
	/* Where a past begins is decided once. */
	if (past_us)
		(void)sim_save(&src->sim, instant_read());
	sim_source_configure(src, s);
	*ret_source = src;
	return 0;
}

struct sim_source *sim_source_free(struct sim_source *src)
{
	if (!src)
		return NULL;
	(void)sim_save(&src->sim, instant_read());
	sim_done(&src->sim);
	free(src);
	return NULL;
}

struct sim *sim_source_sim(struct sim_source *src)
{
	return &src->sim;
}

void sim_source_keep(struct sim_source *src, const char **ret_text)
{
	struct instant real = instant_read();

	src->kept_us = sim_now(&src->sim, real.mono_us).mono_us;
	*ret_text = sim_save(&src->sim, real) < 0
			    ? "the simulated world cannot be kept: is the disk full or read-only?"
			    : NULL;
}

/* Hands an edge to every channel that listens to its contact. */
static void hand_edge(struct sim_source *src, const struct plant_edge *edge)
{
	for (unsigned i = 0; i < src->n; i++)
		if (src->signal[i] == (int)edge->signal)
			src->calls.level(src->ctx, i, edge->closed, edge->at_us, true);
}

void sim_source_play(struct sim_source *src, int64_t mono_us)
{
	struct plant_edge edge;
	const char *ignored;

	while (sim_advance(&src->sim, mono_us, &edge)) {
		src->calls.until(src->ctx, edge.at_us);
		hand_edge(src, &edge);
	}
	src->played_us = MAX(src->played_us, mono_us);
	if (mono_us - src->kept_us >= KEEP_EVERY_US)
		sim_source_keep(src, &ignored);
}

/* A contact's level counts as read anew: it finds edges that a fault had hidden. */
static void read_contact(struct sim_source *src, unsigned index)
{
	int64_t value;
	enum quality quality = sim_read(&src->sim, (enum plant_signal)src->signal[index], &value);

	if (quality == QUALITY_OK)
		src->calls.level(src->ctx, index, value != 0, src->played_us, false);
	else
		src->calls.fail(src->ctx, index, quality, src->played_us);
}

static bool is_contact(const struct sim_source *src, unsigned index)
{
	return src->signal[index] >= 0 && plant_is_contact((enum plant_signal)src->signal[index]);
}

void sim_source_reread(struct sim_source *src)
{
	for (unsigned i = 0; i < src->n; i++)
		if (is_contact(src, i))
			read_contact(src, i);
}

void sim_source_read(struct sim_source *src)
{
	sim_source_reread(src);
	for (unsigned i = 0; i < src->n; i++) {
		int64_t value;
		enum quality quality;

		if (src->signal[i] < 0 || is_contact(src, i))
			continue;
		quality = sim_read(&src->sim, (enum plant_signal)src->signal[i], &value);
		/* A silent sensor delivers nothing: its last sample grows stale by itself. */
		if (quality != QUALITY_STALE)
			src->calls.reading(src->ctx, i, quality, value, src->played_us);
	}
}

int sim_source_drive(struct sim_source *src, unsigned index, bool active)
{
	if (index >= src->n || src->output[index] < 0)
		return -ENOENT;
	sim_output(&src->sim, (enum plant_output)src->output[index], active);
	return 0;
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What sources call: readings, edges, losses. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemons/sensord/sensord.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* How long the end of sensord waits for readers: a pass at the slowest data rate. */
#define READERS_END_US (1 * USEC_PER_SEC)

static void tell_change(struct sensord *s, const struct channel_change *change)
{
	struct instant now = sensord_now(s, mono_read_us());

	/* The edge is dated when the contact moved, not when we heard of it. */
	now.wall_us -= now.mono_us - change->mono_us;
	now.mono_us = change->mono_us;
	sensord_fact(s, &(struct fact){ .kind = FACT_EDGE,
					.now = now,
					.channel = (uint8_t)change->channel,
					.value = change->active ? MICRO : 0 });
	s->edge_waits = true;
}

static void on_reading(void *ctx, unsigned index, enum quality quality, int64_t input,
		       int64_t mono_us)
{
	struct sensord *s = ctx;

	channels_analog(&s->channels, index, quality, input, mono_us);
}

static void on_level(void *ctx, unsigned index, bool active, int64_t mono_us, bool edge)
{
	struct sensord *s = ctx;
	struct channel_change change;
	bool changed = edge ? channels_edge(&s->channels, index, active, mono_us, &change)
			    : channels_reread(&s->channels, index, active, mono_us, &change);

	if (changed)
		tell_change(s, &change);
	/* An edge acts at once; the simulator's and the first levels are part of a larger step. */
	if (edge && !s->sim)
		sensord_work(s);
}

void inputs_level(struct sensord *s, unsigned index, bool active, int64_t mono_us)
{
	on_level(s, index, active, mono_us, false);
}

static void on_fail(void *ctx, unsigned index, enum quality quality, int64_t mono_us)
{
	struct sensord *s = ctx;

	channels_fail(&s->channels, index, quality, mono_us);
}

static void on_until(void *ctx, int64_t mono_us)
{
	inputs_settle(ctx, mono_us);
}

void inputs_presence(struct sensord *s, unsigned index, bool present, const char *text)
{
	struct fact f = { .kind = present ? FACT_SOURCE_BACK : FACT_SOURCE_LOST,
			  .channel = (uint8_t)index,
			  .quality = present ? QUALITY_OK : QUALITY_FAULT };

	(void)snprintf(f.text, sizeof(f.text), "%.95s", text ? text : "");
	sensord_fact(s, &f);
}

static void on_iio_presence(void *ctx, unsigned index, bool present)
{
	inputs_presence(ctx, index, present, NULL);
}

static void on_iio_trouble(void *ctx, const char *bus, const char *text)
{
	sensord_trouble(ctx, bus, text);
}

static void on_gpio_presence(void *ctx, unsigned index, bool present, const char *text)
{
	struct sensord *s = ctx;
	if (!present)
		channels_fail(&s->channels, index, QUALITY_FAULT, mono_read_us());
	inputs_presence(s, index, present, text);
	s->edge_waits = true;
}

static void on_gpio_trouble(void *ctx, const char *id, const char *text)
{
	sensord_trouble(ctx, id, text);
}

static void on_gpio_lost(void *ctx, unsigned index, uint32_t edges)
{
	sensord_fact(ctx, &(struct fact){ .kind = FACT_EDGES_LOST,
					  .channel = (uint8_t)index,
					  .value = edges });
}

/* Everything that decides which hardware a source must open, in one number. */
static uint64_t wiring_hash(const struct settings *s, enum source_kind kind)
{
	uint64_t hash = HASH_FNV1A_START;

	for (unsigned i = 0; i < s->n_channels; i++) {
		const struct settings_channel *c = &s->channels[i];

		if (c->info.source != kind)
			continue;
		hash = hash_fnv1a(hash, &i, sizeof(i));
		hash = hash_fnv1a(hash, c->info.id, strlen(c->info.id) + 1);
		hash = hash_fnv1a(hash, c->converter, strlen(c->converter) + 1);
		hash = hash_fnv1a(hash, c->input, strlen(c->input) + 1);
		hash = hash_fnv1a(hash, c->chip, strlen(c->chip) + 1);
		hash = hash_fnv1a(hash, c->line, strlen(c->line) + 1);
		hash = hash_fnv1a(hash, &c->bias, sizeof(c->bias));
		hash = hash_fnv1a(hash, &c->info.active_low, sizeof(c->info.active_low));
		hash = hash_fnv1a(hash, &c->info.kind, sizeof(c->info.kind));
		hash = hash_fnv1a(hash, &c->modem, sizeof(c->modem));
	}
	if (kind != SOURCE_IIO)
		return hash;
	hash = hash_fnv1a(hash, &s->sampling.rate_hz, sizeof(s->sampling.rate_hz));
	return hash_fnv1a(hash, s->converters, sizeof(s->converters[0]) * s->n_converters);
}

static void configure_iio(struct sensord *s)
{
	static const struct iio_calls calls = { on_reading, on_iio_trouble, on_iio_presence };
	uint64_t wiring = wiring_hash(s->settings, SOURCE_IIO);
	int r;

	if (wiring == s->iio_wiring)
		return;
	s->iio_wiring = wiring;
	s->iio = iio_source_free(s->iio, 0);
	r = iio_source_new(s->loop, s->settings, &calls, s, &s->iio);
	sensord_trouble(s, "iio", r < 0 ? "no reader thread can be started: out of memory?" : NULL);
}

static void configure_gpio(struct sensord *s)
{
	static const struct gpio_calls calls = { on_level, on_gpio_presence, on_gpio_trouble,
						 on_gpio_lost };
	uint64_t wiring = wiring_hash(s->settings, SOURCE_GPIO);
	int r;

	if (wiring == s->gpio_wiring) {
		if (s->gpio)
			gpio_source_settings(s->gpio, s->settings);
		return;
	}
	s->gpio_wiring = wiring;
	s->gpio = gpio_source_free(s->gpio);
	r = gpio_source_new(s->loop, s->settings, &calls, s, &s->gpio);
	sensord_trouble(s, "gpio", r < 0 ? "no inputs can be opened: out of memory?" : NULL);
}

static void configure_modem(struct sensord *s)
{
	uint64_t wiring = wiring_hash(s->settings, SOURCE_MODEM);
	bool rewired = wiring != s->modem_wiring;

	s->modem_wiring = wiring;
	inputs_modem_configure(s, rewired);
}

void inputs_configure(struct sensord *s)
{
	configure_modem(s);
	configure_iio(s);
	configure_gpio(s);
	if (s->sim)
		sim_source_configure(s->sim, s->settings);
}

int inputs_start(struct sensord *s)
{
	static const struct sim_calls calls = { on_reading, on_level, on_fail, on_until };
	AUTO_TEXT struct text notes = TEXT_INIT;
	char scenarios[FOLDER_MAX];
	size_t len = strlen(s->state_folder);
	int r;

	if (!sim_source_wanted(s->settings) && s->past_us) {
		log_error("--past is for a simulator, and nothing is simulated here: profile '%s' "
			  "is of real hardware",
			  s->settings->device.profile);
		return -EOPNOTSUPP;
	}
	if (!sim_source_wanted(s->settings))
		return 0;
	/* Simulated state has its own folder: the two worlds never mix. */
	(void)snprintf(s->state_folder + len, sizeof(s->state_folder) - len, "/sim");
	(void)file_make_folder(s->state_folder, 0700);
	folder_data("scenarios", scenarios);
	r = sim_source_new(s->settings, scenarios, s->state_folder, s->past_us, &calls, s, &notes,
			   &s->sim);
	log_lines(LOG_LEVEL_NOTICE, "simulator", text_get(&notes));
	return r < 0 ? log_error_errno(r, "cannot start the simulator") : 0;
}

void inputs_stop(struct sensord *s)
{
	s->gpio = gpio_source_free(s->gpio);
	/* Libraries are torn down after this: better that no reader is inside one. */
	s->iio = iio_source_free(s->iio, READERS_END_US);
}

void inputs_settle(struct sensord *s, int64_t mono_us)
{
	struct channel_change change;

	while (channels_settle(&s->channels, mono_us, &change))
		tell_change(s, &change);
}

void inputs_tick(struct sensord *s, struct instant now, int64_t own_us)
{
	if (s->sim)
		sim_source_read(s->sim);
	if (s->iio)
		iio_source_tick(s->iio, own_us);
	inputs_modem_tick(s, now.mono_us);
	channels_derive(&s->channels, now.mono_us);
}

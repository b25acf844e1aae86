// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/channels.h"

#include <string.h>

#include "daemons/sensord/derived.h"
#include "lib/base/util.h"

static bool same_wiring(const struct settings_channel *a, const struct settings_channel *b)
{
	return streq(a->info.id, b->info.id) && a->info.kind == b->info.kind &&
	       a->info.source == b->info.source && streq(a->converter, b->converter) &&
	       streq(a->input, b->input) && streq(a->chip, b->chip) && streq(a->line, b->line) &&
	       streq(a->signal, b->signal) && a->info.active_low == b->info.active_low &&
	       a->info.unit == b->info.unit && a->modem == b->modem;
}

static const struct channel_run *find_old(const struct channels *old,
					  const struct settings_channel *set)
{
	for (unsigned i = 0; i < old->n; i++)
		if (same_wiring(old->run[i].set, set))
			return &old->run[i];
	return NULL;
}

static void set_conditioning(struct channel_run *run)
{
	const struct settings_channel *set = run->set;

	run->conditioning = (struct conditioning){
		.scale = set->scale,
		.offset = set->offset,
		.range_min = set->info.range_min,
		.range_max = set->info.range_max,
		.detect_broken = set->broken_below != SETTINGS_UNSET,
		.broken_below = set->broken_below,
	};
}

void channels_configure(struct channels *c, const struct settings *s, int64_t mono_us)
{
	const struct channels old = *c;

	c->n = s->n_channels;
	c->stale_us = 2 * USEC_PER_SEC / s->sampling.rate_hz;
	for (unsigned i = 0; i < c->n; i++) {
		const struct settings_channel *set = &s->channels[i];
		const struct channel_run *known = find_old(&old, set);
		struct channel_run *run = &c->run[i];

		if (known) {
			*run = *known;
			average_set_window(&run->average, set->info.averaging);
			debounce_set_hold(&run->debounce, set->debounce_ms * USEC_PER_MSEC);
		} else {
			*run = (struct channel_run){ 0 };
			run->sample.quality = QUALITY_STALE;
			run->sample.mono_us = mono_us;
			average_start(&run->average, set->info.averaging);
		}
		run->set = set;
		set_conditioning(run);
	}
}

void channels_analog(struct channels *c, unsigned index, enum quality quality, int64_t input,
		     int64_t mono_us)
{
	struct channel_run *run = &c->run[index];
	int64_t value = 0;

	if (quality == QUALITY_OK)
		quality = conditioning_run(&run->conditioning, input, &value);
	run->sample.value = average_add(&run->average, quality, value);
	run->sample.quality = quality;
	run->sample.mono_us = mono_us;
}

static void accept(struct channel_run *run, const struct debounce_change *change)
{
	run->sample.value = change->level ? MICRO : 0;
	run->sample.quality = QUALITY_OK;
	run->sample.mono_us = change->mono_us;
}

/* Takes the first level there is (true), and makes a sample good again that could not be read. */
static bool begin(struct channel_run *run, bool active, int64_t mono_us)
{
	if (run->known) {
		if (run->sample.quality != QUALITY_OK)
			accept(run, &(struct debounce_change){ run->debounce.stable, mono_us });
		return false;
	}
	/* The first level there is: a state, not a change of one. */
	debounce_start(&run->debounce, run->set->debounce_ms * USEC_PER_MSEC, active);
	run->known = true;
	accept(run, &(struct debounce_change){ active, mono_us });
	return true;
}

static bool tell(struct channels *c, unsigned index, const struct debounce_change *change,
		 struct channel_change *ret_change)
{
	accept(&c->run[index], change);
	*ret_change = (struct channel_change){ index, change->level, change->mono_us };
	return true;
}

bool channels_edge(struct channels *c, unsigned index, bool active, int64_t mono_us,
		   struct channel_change *ret_change)
{
	struct channel_run *run = &c->run[index];
	struct debounce_change change;

	if (begin(run, active, mono_us) || !debounce_edge(&run->debounce, active, mono_us, &change))
		return false;
	return tell(c, index, &change, ret_change);
}

bool channels_reread(struct channels *c, unsigned index, bool active, int64_t mono_us,
		     struct channel_change *ret_change)
{
	struct channel_run *run = &c->run[index];
	struct debounce_change change;

	if (begin(run, active, mono_us) ||
	    !debounce_reread(&run->debounce, active, mono_us, &change))
		return false;
	return tell(c, index, &change, ret_change);
}

void channels_fail(struct channels *c, unsigned index, enum quality quality, int64_t mono_us)
{
	c->run[index].sample.quality = quality;
	c->run[index].sample.mono_us = mono_us;
}

void channels_fresh(struct channels *c, unsigned index, int64_t mono_us)
{
	if (c->run[index].known && c->run[index].sample.quality == QUALITY_OK)
		c->run[index].sample.mono_us = mono_us;
}

static bool settles(const struct channel_run *run)
{
	return run->known && run->set->info.kind == CHANNEL_DIGITAL_IN;
}

bool channels_settle(struct channels *c, int64_t now_us, struct channel_change *ret_change)
{
	struct debounce_change change;

	for (unsigned i = 0; i < c->n; i++) {
		struct channel_run *run = &c->run[i];

		if (settles(run) && debounce_run(&run->debounce, now_us, &change))
			return tell(c, i, &change, ret_change);
	}
	return false;
}

int64_t channels_settle_due(const struct channels *c)
{
	int64_t due = INT64_MAX;

	for (unsigned i = 0; i < c->n; i++)
		if (settles(&c->run[i]))
			due = MIN(due, debounce_due_us(&c->run[i].debounce));
	return due;
}

void channels_derive(struct channels *c, int64_t mono_us)
{
	for (unsigned i = 0; i < c->n; i++) {
		struct channel_run *run = &c->run[i];
		struct sample a, b;
		int ia, ib;
		int64_t value;
		enum quality quality;

		if (run->set->derive == DERIVE_NONE)
			continue;
		ia = channels_find(c, run->set->input_a);
		ib = channels_find(c, run->set->input_b);
		if (ia < 0 || ib < 0)
			continue;
		channels_raw_sample(c, (unsigned)ia, mono_us, &a);
		channels_raw_sample(c, (unsigned)ib, mono_us, &b);
		quality = derived_value(run->set->derive, &a, &b,
					channel_digital(&c->run[ib].set->info), run->set->on_above,
					&value);
		channels_analog(c, i, quality, value, mono_us);
	}
}

int channels_find(const struct channels *c, const char *id)
{
	for (unsigned i = 0; i < c->n; i++)
		if (streq(c->run[i].set->info.id, id))
			return (int)i;
	return -1;
}

void channels_raw_sample(const struct channels *c, unsigned index, int64_t now_us,
			 struct sample *ret_sample)
{
	const struct channel_run *run = &c->run[index];

	*ret_sample = run->sample;
	/* A level that stands is fresh as long as its source lives, and so is what is told of the
	 * modem now and then (modem.h); only other analog values age. */
	if (run->set->info.kind == CHANNEL_ANALOG_IN && run->sample.quality == QUALITY_OK &&
	    run->set->info.source != SOURCE_MODEM && now_us - run->sample.mono_us > c->stale_us)
		ret_sample->quality = QUALITY_STALE;
}

void channels_sample(const struct channels *c, unsigned index, int64_t now_us,
		     struct sample *ret_sample)
{
	channels_raw_sample(c, index, now_us, ret_sample);
	if (channel_hidden(&c->run[index].set->info))
		ret_sample->quality = QUALITY_DISABLED;
	/* Nobody may mistake the last number for a present one. */
	if (ret_sample->quality != QUALITY_OK)
		ret_sample->value = 0;
}

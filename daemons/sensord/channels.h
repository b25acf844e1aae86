// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The running side of the channel table: conditioning, averaging and debouncing of each channel,
 * and its latest sample. Sources put readings in, the publisher takes samples out. No I/O.
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/sensord/signal/average.h"
#include "daemons/sensord/signal/conditioning.h"
#include "daemons/sensord/signal/debounce.h"
#include "lib/model/snapshot.h"
#include "lib/settings/settings.h"

struct channel_run {
	const struct settings_channel *set; /* in the settings in force */
	struct conditioning conditioning;
	struct average average;
	struct debounce debounce;
	struct sample sample;
	bool known; /* a digital input whose level was read at least once */
};

/* An accepted change of a digital input, for the fact that tells it. */
struct channel_change {
	unsigned channel;
	bool active;
	int64_t mono_us;
};

struct channels {
	unsigned n;
	struct channel_run run[CHANNELS_MAX];
	int64_t stale_us; /* a sample older than this is stale: two periods */
};

/*
 * Takes over a channel table. Channels that keep id, kind and wiring keep what they know; all
 * others begin as QUALITY_STALE, unknown until their source speaks.
 */
void channels_configure(struct channels *c, const struct settings *s, int64_t mono_us);

/* A reading of an analog channel, millionths at the input, or a quality that says why there is
 * none. */
void channels_analog(struct channels *c, unsigned index, enum quality quality, int64_t input,
		     int64_t mono_us);

/*
 * An edge of a digital input. True when the channel's state changed now; a change that must settle
 * first comes out of channels_settle().
 */
bool channels_edge(struct channels *c, unsigned index, bool active, int64_t mono_us,
		   struct channel_change *ret_change);

/* Its level read anew: an edge only if it is another one, so that reading does not prolong a
 * bouncing. */
bool channels_reread(struct channels *c, unsigned index, bool active, int64_t mono_us,
		     struct channel_change *ret_change);

/* A digital input cannot be read. */
void channels_fail(struct channels *c, unsigned index, enum quality quality, int64_t mono_us);

/* A digital input was seen to be alive and unchanged at this time. */
void channels_fresh(struct channels *c, unsigned index, int64_t mono_us);

/* The next input whose bouncing ended by `now_us`; call it until it returns false. */
bool channels_settle(struct channels *c, int64_t now_us, struct channel_change *ret_change);

/* When channels_settle() has work, or INT64_MAX. */
int64_t channels_settle_due(const struct channels *c);

/* Computes the derived channels from the others; once per tick, after all readings are in. */
void channels_derive(struct channels *c, int64_t mono_us);

/* Index of a channel, or -1. */
int channels_find(const struct channels *c, const char *id);

/* The sample as it is, hidden or not; stale when it is old. */
void channels_raw_sample(const struct channels *c, unsigned index, int64_t now_us,
			 struct sample *ret_sample);

/* The sample to show at `now_us`: stale when it is old, disabled when the channel is hidden. */
void channels_sample(const struct channels *c, unsigned index, int64_t now_us,
		     struct sample *ret_sample);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A snapshot: every channel and every output at one tick or edge. Level-triggered: a slow reader
 * may skip some and has missed nothing that still holds.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"
#include "lib/model/channel.h"

/* The uAPI lets one request hold 64 lines; the units of this kind have 4 outputs. */
#define OUTPUTS_MAX 32

/* One reading. Unit and name stand in the channel table at the same index. */
struct sample {
	int64_t value;	      /* millionths of the unit; digital: MICRO when active, else 0 */
	int64_t mono_us;      /* when it was taken */
	enum quality quality; /* the value means something only when QUALITY_OK */
};

/* The state of one output. */
struct output_state {
	uint8_t channel;    /* index in the channel table */
	enum holder holder; /* who decides at the moment */
	bool active;	    /* as commanded; a line is not read back for it */
	bool pulsing;	    /* returns at until_us */
	bool unconfirmed;   /* is taken back at until_us unless confirmed */
	bool vetoed;	    /* an interlock keeps it from what its holder wants */
	bool fault;	    /* the line could not be driven */
	int64_t until_us;   /* monotonic; 0 when neither pulsing nor unconfirmed */
};

/* In rate_milli: a second of its time is one of everybody's. */
#define SNAPSHOT_RATE_REAL 1000

struct snapshot {
	uint64_t number;       /* from 1 since the start of sensord, without holes */
	struct instant now;    /* the publisher's time */
	uint32_t rate_milli;   /* SNAPSHOT_RATE_REAL on hardware, more in a faster simulator */
	bool wall_sane;	       /* false on a board whose clock was never set */
	bool edge;	       /* published for an edge, between ticks */
	uint64_t missed_ticks; /* since the start of sensord */
	uint8_t n_samples;
	uint8_t n_outputs;
	struct sample samples[CHANNELS_MAX];
	struct output_state outputs[OUTPUTS_MAX];
};

static inline bool sample_active(const struct sample *s)
{
	return s->value != 0;
}

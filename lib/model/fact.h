// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Facts: what happened in sensord, once each, numbered without holes. They wait in a ring and are
 * asked for from a cursor; what has left the ring is told as a gap with its size.
 */
#include <stdint.h>

#include "lib/base/clock.h"
#include "lib/model/actor.h"
#include "lib/model/names.h"

#define FACT_TEXT_MAX 96 /* one short sentence */

/* Numbers are on the wire and never reused. */
enum fact_kind {
	FACT_EDGE = 1, /* a debounced input changed; now.mono_us is the kernel's time of it */
	FACT_OUTPUT_CHANGED = 2,  /* an output moved: active, holder, reason, actor */
	FACT_REQUEST_REFUSED = 3, /* a request about an output was refused, text says why */
	FACT_TICK_MISSED = 4,	  /* value: how many */
	FACT_CLOCK_STEPPED = 5,	  /* value: microseconds, positive is forwards */
	FACT_SOURCE_LOST = 6,
	FACT_SOURCE_BACK = 7,
	FACT_HOLD_CHANGED = 8, /* a holder came or went without moving the output */
	FACT_VETO = 9,	       /* an interlock delayed or refused a change; text names it */
	FACT_CONFIRMED = 10,
	FACT_TAKEN_BACK = 11,	    /* an unconfirmed change reached its deadline */
	FACT_SETTINGS_LOADED = 12,  /* text: generation */
	FACT_SETTINGS_REFUSED = 13, /* the last good ones stay in force */
	FACT_STARTED = 14,
	FACT_SIM_COMMAND = 15,
	FACT_EDGES_LOST = 16, /* value: kernel events that overflowed its queue */
	FACT_KIND_MAX = 17,
};

/* "no channel" in a fact. */
#define FACT_NO_CHANNEL 0xff

struct fact {
	uint64_t number; /* from 1 since the start of sensord */
	enum fact_kind kind;
	struct instant now;
	uint8_t channel; /* index, or FACT_NO_CHANNEL */
	enum quality quality;
	enum holder holder;
	int64_t value; /* the new state in millionths, or as the kind says */
	struct actor actor;
	char text[FACT_TEXT_MAX];
};

const char *fact_kind_to_name(enum fact_kind v);
int fact_kind_from_name(const char *name);

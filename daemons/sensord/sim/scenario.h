// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* clang-format off */
/*
 * Scenarios: what happens to the plant and when, as a text file.
 *
 *	name "Mains failure"			what people call it; must be there
 *	seed 42					of the noise; 1 if it is not said
 *	at 30s set KNOB VALUE			a number, or on and off
 *	at 30s bounce CONTACT N over SPAN	toggles N times; an odd N leaves it changed
 *	at 90s fail SIGNAL FAULT		broken-wire, stuck, no-answer, silent, open
 *	at 90s fail SIGNAL value NUMBER
 *	at 100s heal SIGNAL
 *	end at 700s				how long it is; no event may come later
 *	loop					begins anew at the end; the plant goes on as it is
 *
 * Spans are numbers with ms, s, min, h or d. Events stand in the order of time. # begins a comment.
 */
/* clang-format on */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/text.h"
#include "daemons/sensord/sim/plant.h"

#define SCENARIO_BYTES_MAX     ((size_t)64 * 1024) /* ten times the longest that ships */
#define SCENARIO_EVENTS_MAX    1000		   /* a day with an event every 90 seconds */
#define SCENARIO_LINE_MAX      256		   /* five words and a comment */
#define SCENARIO_NAME_MAX      64
#define SCENARIO_LOOP_MIN_US   USEC_PER_SEC /* a shorter one would only burn time */
#define SCENARIO_LENGTH_MAX_US (INT64_C(366) * 86400 * USEC_PER_SEC)

enum scenario_verb {
	SCENARIO_SET,
	SCENARIO_BOUNCE,
	SCENARIO_FAIL,
	SCENARIO_HEAL,
	SCENARIO_VERB_MAX,
};

struct scenario_event {
	int64_t at_us; /* since the start of the scenario */
	enum scenario_verb verb;
	enum plant_knob knob;	  /* set */
	enum plant_signal signal; /* bounce, fail, heal */
	enum plant_fault fault;	  /* fail */
	int64_t value;		  /* set, fail value: millionths; bounce: number of edges */
	int64_t span_us;	  /* bounce */
};

struct scenario {
	char name[SCENARIO_NAME_MAX];
	uint64_t seed;
	int64_t end_us; /* 0: not said */
	bool loop;
	struct scenario_event *events; /* owned, in the order of time */
	size_t n_events;
};

/*
 * Reads a whole text. `file` stands in the mistakes, which are added to `mistakes` as lines
 * "file:line: what is wrong, what is allowed". -EINVAL with at least one mistake, -ENOMEM, or 0;
 * *ret is untouched unless 0.
 */
int scenario_parse(const char *file, const char *bytes, size_t len, struct scenario *ret,
		   struct text *mistakes);

/* The same from a file; -errno when it cannot be read, with a sentence in `mistakes`. */
int scenario_read(const char *path, struct scenario *ret, struct text *mistakes);

/*
 * One action as it stands behind "at TIME" ("set load_watts 120"): for commands that people type.
 * -EINVAL with one sentence without a place in `mistake`.
 */
int scenario_parse_action(const char *line, struct scenario_event *ret, struct text *mistake);

/* Does to the plant what the event says; what was parsed cannot fail. */
void scenario_apply(const struct scenario_event *e, struct plant *p);

void scenario_done(struct scenario *s);
#define AUTO_SCENARIO __attribute__((cleanup(scenario_done)))

const char *scenario_verb_to_name(enum scenario_verb v);
int scenario_verb_from_name(const char *name);

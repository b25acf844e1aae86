// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* How an output stands, who holds it and for how long, in words. */
#include "lib/base/text.h"
#include "lib/model/channel.h"
#include "lib/model/hold.h"
#include "lib/model/snapshot.h"

/* Adds a span with its two largest units: "0.4 s", "42 s", "5 min 42 s", "12 d 7 h". */
void present_span(struct text *out, int64_t us);

/* Adds how long ago something began, without seconds beyond the first minute: "7 s", "5 min". */
void present_age(struct text *out, int64_t us);

/* Adds what is left of a time as a clock shows it, rounded up: "0:42", "1:00:00". */
void present_countdown(struct text *out, int64_t us);

/* The hold that decides about an output at the moment; NULL when nobody holds it. */
const struct hold *present_hold(const struct output_state *o, const struct hold *holds, unsigned n);

/* Adds who holds an output and why: "manual, by ops: battery test"; "" when nobody does. */
void present_holder(struct text *out, const struct output_state *o, const struct hold *holds,
		    unsigned n);

/*
 * Adds what is special about an output at the moment: "returns to ON in 0:42 unless confirmed",
 * "pulse ends in 0.4 s"; "" when nothing is. `now_us` is the publisher's monotonic time.
 */
void present_output_note(struct text *out, const struct channel *c, const struct output_state *o,
			 int64_t now_us);

/*
 * Adds what is special about a reading: why there is no value and since when, or that it is
 * approximate; "" when nothing is.
 */
void present_reading_note(struct text *out, const struct channel *c, const struct sample *s,
			  int64_t now_us);

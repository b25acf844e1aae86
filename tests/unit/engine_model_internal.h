// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Between the files of the model. */
#include "tests/unit/engine_model.h"

/* engine_model.c */
void model_tell(struct model *m, enum event_kind kind, int rule, struct instant now, int64_t value,
		enum quality quality, uint16_t flags, struct transitions *ret);
/* With the channel's value as the last step saw it. */
void model_tell_seen(struct model *m, enum event_kind kind, int rule, struct instant now,
		     uint16_t flags, struct transitions *ret);
void model_show_words(struct model_alarm *a);
void model_over(struct model_alarm *a, struct instant now);
void model_take_off(struct model *m, int rule, struct instant now, struct transitions *ret);

/* engine_model_look.c */
enum seen_as model_see(struct model_alarm *a, const struct engine_input *in);
/* The condition: the last definite answer. */
bool model_holds(const struct model_alarm *a);
/* The first yes after the last no. */
int64_t model_held_since_us(const struct model_alarm *a);
/* Since when it is known to be over, without a break in which nobody knew. */
int64_t model_over_since_us(const struct model_alarm *a);
/* Some episode of the condition began before the time, and had not ended 10 s before it. */
bool model_came_first(const struct model_alarm *cause, int64_t onset_us);

/* engine_model_cascade.c */
bool model_comes_before(const struct model *m, int a, int64_t a_us, int b, int64_t b_us);
void model_join(struct model *m, int rule);
void model_end_cascades(struct model *m);
/* After a restart or other rules: who has the mark, by what the alarms still say. */
void model_inherit(struct model *m);

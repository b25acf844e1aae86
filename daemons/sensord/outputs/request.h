// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A person's request about an output: what would come of it, or why it is refused. Pure, so that a
 * dry run answers exactly what would happen.
 */
#include "daemons/sensord/outputs/control.h"
#include "lib/wire/msg.h"

struct request_plan {
	struct control after; /* the output when it is done; meaningless when refused */
	bool moves;	      /* `commanded` is different */
	bool vetoed;	      /* refused by an interlock */
	char sentence[WIRE_SENTENCE_MAX];
};

/*
 * Plans `m` for an output that stands as `before`; `fault` says why its line cannot be driven, NULL
 * when it can. Returns 0 or a positive errno for the reply.
 */
int request_plan(const struct control_view *v, const struct control *before, const char *fault,
		 const struct msg_output_set *m, const struct actor *actor,
		 struct request_plan *ret_plan);

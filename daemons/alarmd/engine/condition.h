// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Does what a rule watches hold at this moment? */
#include "daemons/alarmd/engine/rate.h"
#include "daemons/alarmd/engine/rule.h"

enum answer {
	ANSWER_NO,
	ANSWER_YES,
	ANSWER_BETWEEN, /* setpoint and recovery: whatever it was */
	ANSWER_UNKNOWN, /* there is no value to say it by, which is never "no" */
	ANSWER_HIDDEN,	/* of a channel with a blank name: a no without any delay (S64) */
	ANSWER_MAX,
};

/* What is known of the log. */
enum log_stand {
	LOG_UNKNOWN, /* nobody has said anything yet */
	LOG_FINE,
	LOG_FAILING,
};

/*
 * `sample` of the rule's channel, NULL when there is none; `silent`: sensord is; `log` how it
 * stands. `rate` is the
 * window of a rule about rising or falling, and takes the value in.
 */
enum answer condition_ask(const struct rule *rule, const struct sample *sample, bool silent,
			  enum log_stand log, struct rate *rate);

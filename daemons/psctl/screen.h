// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The picture of the status: one for `status` and for `watch`. */
#include "daemons/psctl/terminal.h"
#include "lib/present/status.h"

struct screen_state {
	const char *lost; /* headline when the connection is gone: the values are old; else NULL */
	const char *note; /* the last line of the foot; or NULL */
};

void screen_status(struct text *out, const struct present_status *status, const struct terminal *t,
		   const struct screen_state *state);

/* The ink of an active alarm. */
enum ink screen_priority_ink(enum alarm_priority priority);

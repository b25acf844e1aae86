// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What is wrong with a daemon at the moment: the list behind HEALTH. Pure but for the log line. */
#include <stdbool.h>

#include "lib/model/health.h"

struct troubles {
	struct trouble list[TROUBLES_MAX];
	unsigned n;
	unsigned left_out; /* did not fit since the list was last empty enough */
	bool changed;	   /* since it was told last: whoever tells it resets this */
};

/*
 * Begins, rewords or (text NULL) ends the trouble of a subject. A new one and its end are logged
 * once. True when the list changed.
 */
bool troubles_set(struct troubles *t, const char *subject, const char *text, int64_t wall_us);

/* Copies the list into a health message. */
void troubles_copy(const struct troubles *t, struct health *ret_health);

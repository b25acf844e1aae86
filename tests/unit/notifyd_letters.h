// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Letters of a small unit: what notifyd's builders are tested with, and what tests/e2e reads back.
 */
#include "daemons/notifyd/letter.h"
#include "tests/unit/test_present_status.h"

enum sample_letter {
	SAMPLE_RAISED,	     /* battery low, with consequences */
	SAMPLE_CLEARED,	     /* its end */
	SAMPLE_ACKNOWLEDGED, /* by anna, with a note */
	SAMPLE_AGAIN,
	SAMPLE_ESCALATED,
	SAMPLE_FEW,    /* three, whole */
	SAMPLE_DIGEST, /* twenty, a line each */
	SAMPLE_STATUS,
	SAMPLE_BOOT,
	SAMPLE_LAST_WORDS,
	SAMPLE_TEST,
	SAMPLE_UNICODE, /* site and channel in UTF-8 */
	SAMPLE_HOSTILE, /* names, notes and ids that want to be something else */
	SAMPLE_MAX,
};

#define SAMPLE_NOTICES_MAX 200

struct sample_room {
	struct fixture unit;
	struct settings settings;
	struct present_table table;
	struct notice notices[SAMPLE_NOTICES_MAX];
	struct letter letter;
};

/* "raised", "digest", … */
const char *sample_name(enum sample_letter which);

/* Makes it; times are of the zone CET-1. */
void sample_letter(struct sample_room *room, enum sample_letter which);

/* A recipient of that id, with an address for his door. */
struct settings_recipient sample_recipient(enum delivery by, enum hook_form form);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Interlocks: rules of the settings that veto a change of an output, whoever asks. They judge
 * changes only and never move an output themselves. Pure: rules, snapshot, the output's own past
 * and `now` in, a veto out.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/model/snapshot.h"
#include "lib/settings/settings.h"

/* Exact for so many changes to on in an hour; more are merged in pairs and count too long. */
#define CYCLES_MAX 64

struct cycle {
	int64_t us;
	uint32_t n;
};

/* What an output did since the board booted. */
struct past {
	bool known;	    /* false until it moved for the first time */
	int64_t changed_us; /* when it last moved */
	uint32_t n_cycles;
	struct cycle cycles[CYCLES_MAX]; /* changes to on, oldest first */
};

enum veto_kind {
	VETO_NONE,
	VETO_CONDITION,	 /* while the rule's condition holds */
	VETO_UNREADABLE, /* while the rule's channel cannot be read */
	VETO_MIN_ON,	 /* until until_us */
	VETO_MIN_OFF,
	VETO_CYCLES,
	VETO_KIND_MAX,
};

struct veto {
	enum veto_kind kind;
	const struct settings_interlock *rule; /* NULL for VETO_NONE */
	int64_t until_us;		       /* monotonic; INT64_MAX where no time ends it */
};

/* The output with this index in the settings moved. */
void past_note(struct past *p, bool active, int64_t now_us);

/* May the output `channel` become `active` now? snap may be NULL: then nothing can be read. */
struct veto interlock_check(const struct settings *s, unsigned channel, bool active,
			    const struct past *past, const struct snapshot *snap, int64_t now_us);

/* Index of a channel in the settings, or -ENOENT. */
int interlock_channel(const struct settings *s, const char *id);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The first thing that every door says: is all well, and if not, what is there to look at. Alarms
 * come first; then what a status shows by itself, unless an alarm says it: the power path, readings
 * that are not there, contacts and outputs in a state that the settings colour red, and the
 * troubles of sensord, alarmd and loggerd.
 */
#include "lib/base/text.h"
#include "lib/present/status.h"

enum finding_kind {
	FINDING_UNWATCHED, /* alarmd does not answer */
	FINDING_ALARM,	   /* active and not shelved: `index` in the list of alarms */
	FINDING_MAINS,	   /* no mains; on battery when the battery's current says so */
	FINDING_BATTERY,   /* something cuts it off (battery_path.h) */
	FINDING_TROUBLE,   /* of sensord: `index` in its list */
	FINDING_ALARMD,	   /* a trouble of alarmd: `index` in its list */
	FINDING_LOGGERD,   /* a trouble of loggerd: `index` in its list */
	FINDING_QUALITY,   /* no value: `index` of the channel */
	FINDING_OUTPUT,	   /* cannot be driven, or an interlock keeps it: `index` in the snapshot */
	FINDING_STATE,	   /* a digital channel in a red state: `index` of the channel */
	FINDING_UNCONFIRMED, /* only waits for a person: `index` in the snapshot */
	FINDING_KIND_MAX,
};

struct finding {
	enum finding_kind kind;
	unsigned index;
};

/* Every alarm, channel, output and trouble, the mains, the battery and alarmd: none is left out. */
#define FINDINGS_MAX (3 + ALARMS_MAX + 3 * TROUBLES_MAX + CHANNELS_MAX + OUTPUTS_MAX)

struct verdict {
	unsigned n; /* none: all is well */
	struct finding findings[FINDINGS_MAX];
};

/* What there is to look at, the most important first. */
void present_verdict(const struct present_status *s, struct verdict *ret_verdict);

/*
 * Adds one finding as a sentence without a full stop: "Volts Battery: broken wire", "Volts Battery
 * below 12.00 V, since 5 min".
 */
void present_finding(struct text *out, const struct present_status *s, const struct finding *f);

/* True when a reading of the mains says that there are none. */
bool present_mains_failed(const struct present_status *s);

/* True when a reading is there and by itself a reason to look: a red state, no mains. */
bool present_reading_bad(const struct channel *c, const struct sample *s);

/* Adds the headline's words: "all is well", "on battery, mains failed", "on battery, 2 alarms", "3
 * things to look at". */
void present_headline(struct text *out, const struct present_status *s, const struct verdict *v);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The history as JSON, from what a worker has read and what the loop knew when it was asked. */
#include "daemons/webd/history_query.h"
#include "lib/history/boxes.h"
#include "lib/history/marks.h"
#include "lib/settings/settings.h"

/* Of the loop, as a worker may not look at its settings and its snapshot. */
struct history_fact {
	char channel[CHANNEL_ID_MAX];
	int64_t below, above; /* limits, millionths; SETTINGS_UNSET */
	char now[64];	      /* "13.80 V" */
};

struct history_rule {
	char alarm[ALARM_ID_MAX], channel[CHANNEL_ID_MAX];
	enum alarm_priority priority;
	bool below;
};

struct history_facts {
	bool fahrenheit;
	unsigned n, n_rules;
	struct history_fact channels[CHANNELS_MAX];
	struct history_rule rules[ALARM_RULES_MAX];
};

const struct history_fact *history_fact_of(const struct history_facts *f, const char *channel);
const struct history_rule *history_rule_of(const struct history_facts *f, const char *alarm);

/* Lowest, mean, highest of each step; null where there was no value. */
void history_body_series(struct text *out, const struct history_report *r,
			 const struct history_facts *f);

/* The mean of each step alone; with NULL, that there is none. */
void history_body_hour(struct text *out, const struct history_report *r);

/* `channels` tells which alarm is about the mains. */
void history_body_marks(struct text *out, const struct history_marks *m,
			const struct history_facts *f, const struct history_channels *channels);

void history_body_boxes(struct text *out, const struct history_box *boxes, unsigned n);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What alarmd says, as every door shows it: how many alarms stand, and which. */
#include "lib/base/json.h"
#include "lib/model/alarm.h"
#include "lib/model/health.h"
#include "lib/present/value.h"

struct present_alarms {
	bool watched;	     /* alarmd answers, and what is below holds */
	const char *why_not; /* else: what is the matter and what to do, a sentence */
	unsigned active, unacknowledged, shelved;
	bool silent;		      /* sensord says nothing to alarmd */
	bool may_raise;		      /* false outside the logging schedule */
	const char *log_trouble;      /* why nothing is logged, "" while all is well */
	int64_t maintenance_until_us; /* wall clock; 0 when there is none */
	const char *maintenance_reason, *maintenance_by;
	uint64_t head;			 /* number of the last event on the disk */
	const struct alarm *const *list; /* in present_alarm_order; NULL when nothing stands */
	unsigned n;
	const struct health *health; /* of alarmd; NULL when it was not heard */
};

/*
 * Adds one line: "2 active, 1 not acknowledged, 1 shelved; maintenance until 15:00 by ops: battery
 * test", "no alarm stands". `now_us` is wall time.
 */
void present_alarms_headline(struct text *out, const struct present_alarms *a, int64_t now_us);

/* Adds what this one of the list is about: of the log also what is the matter with it. */
void present_alarms_what(struct text *out, const struct present_alarms *list, const struct alarm *a,
			 const struct present_table *t);

/* The same, and its id where another one that calls for a person
 * says the same: two rules about one state. */
void present_alarms_subject(struct text *out, const struct present_alarms *list,
			    const struct alarm *a, const struct present_table *t);

/* True when there is more to say than that no alarm stands. */
bool present_alarms_any(const struct present_alarms *a);

/* An object of all this with the alarms that stand or are shelved, with `all` every one. */
void present_alarms_json(struct json *j, const char *key, const struct present_alarms *a,
			 const struct present_table *t, int64_t now_us, bool all);

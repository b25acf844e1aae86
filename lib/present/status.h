// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What a status shows: everything that sensord and alarmd tell a new subscriber, in one place. */
#include "lib/model/channel.h"
#include "lib/model/health.h"
#include "lib/model/hold.h"
#include "lib/model/snapshot.h"
#include "lib/present/alarms.h"

struct present_status {
	const char *version; /* of sensord */
	const char *site, *model;
	uint64_t instance; /* of sensord: new with each start */
	uint64_t generation;
	bool simulated, fahrenheit;
	bool ascii; /* texts are for a place without Unicode */
	const struct channel *channels;
	unsigned n_channels;
	const struct hold *holds;
	unsigned n_holds;
	const struct snapshot *snapshot;
	const struct health *health;
	const struct health *log_health;     /* of loggerd; NULL when it was not heard */
	const struct present_alarms *alarms; /* NULL: this door does not ask for them */
};

/* Readings that there are both a channel and a sample for. */
static inline unsigned present_n_readings(const struct present_status *s)
{
	return s->n_channels < s->snapshot->n_samples ? s->n_channels : s->snapshot->n_samples;
}

/* The same table for texts of alarms and events. */
static inline struct present_table present_status_table(const struct present_status *s)
{
	return (struct present_table){
		.channels = s->channels,
		.n_channels = s->n_channels,
		.style = { .fahrenheit = s->fahrenheit, .ascii = s->ascii },
	};
}

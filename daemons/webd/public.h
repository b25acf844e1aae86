// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What may be shown to somebody who has not signed in: values, alarms and the journal, but neither
 * people nor their words, addresses or settings. Pure.
 */
#include "lib/model/event.h"
#include "lib/present/status.h"

struct public
{
	struct present_status status;
	struct present_alarms alarms;
	struct alarm rows[ALARMS_MAX];
	const struct alarm *list[ALARMS_MAX];
	struct hold holds[HOLDS_MAX];
	struct health sensor, alarmd, logger;
};

/* The same status without them, in *p; valid as long as the status is. */
const struct present_status *public_status(struct public *p, const struct present_status *s);

/* Takes them out of an event; what is left of its text is what a daemon of the suite said. */
void public_event(struct event *e);

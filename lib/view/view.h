// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What is known of the unit: every page and every answer is made from it. Pure. */
#include "lib/present/status.h"
#include "lib/view/alarm_book.h"
#include "lib/wire/msg.h"

struct view {
	/* sensord's */
	struct msg_hello table;
	bool any; /* a snapshot of that table came on this connection */
	struct snapshot snapshot;
	struct msg_holds holds;
	struct health sensor_health;
	/* alarmd's */
	bool alarmd; /* there is a connection */
	struct alarm_book book;
	struct health alarm_health;
	/* loggerd's */
	bool loggerd; /* it has told its health */
	struct health log_health;
	/* our own answer to view_status() */
	struct present_status status;
};

/* sensord, alarmd are gone: nothing of what they told holds. */
void view_sensor_lost(struct view *v);
void view_alarms_lost(struct view *v);

/* What lib/present shows; NULL while there is no snapshot. Valid until something else is taken in.
 */
const struct present_status *view_status(struct view *v);

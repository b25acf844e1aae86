// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Who changed what, from where: a log line for each setting that really changed, and for a refusal.
 */
#include "daemons/settingsd/change.h"
#include "lib/model/actor.h"
#include "lib/model/event.h"

/* Logs the outcome; `r` is 0 or a negative errno. */
void audit_log(const struct actor *actor, int r, const struct change_decision *d);

/* Adds the line of one change: "'anna' (web, 192.0.2.7) changed site.name: 'old' is now 'new'". */
void audit_print(const struct actor *actor, const struct change_audit *a, struct text *out);

/* The same as an event for the journal. */
void audit_event(const struct actor *actor, const struct change_audit *a, struct event *ret_event);

/* A change that the peer had no right to; false when there is nothing to say about it. */
bool audit_refused_event(const struct actor *actor, const struct change_decision *d,
			 struct event *ret_event);

/* Logs mistakes, a line each. */
void audit_mistakes(const char *mistakes);

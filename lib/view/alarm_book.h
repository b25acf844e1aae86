// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What alarmd has told of alarms and schedules, page by page, and as lib/present shows it. Pure. */
#include "lib/present/alarms.h"
#include "lib/wire/msg.h"

/* Zero-initialise. */
struct alarm_book {
	bool has_summary, has_schedules;
	struct msg_alarm_summary summary;
	struct msg_schedules schedules;
	unsigned n_pages, pages_seen; /* how many there are; mask of those that came */
	struct msg_alarms pages[WIRE_ALARM_PAGES], page;
	const struct alarm *list[ALARMS_MAX]; /* all of them, in present_alarm_order */
	unsigned n;
	struct present_alarms shown;
};

/* Takes in a publication: 1, or 0 when it is about something else, or a negative errno when it is
 * malformed. */
int alarm_book_take(struct alarm_book *b, const struct msg_head *head, struct cursor *body);

/* alarmd is gone: nothing of what it told holds any more. */
void alarm_book_clear(struct alarm_book *b);

/* Whether all that would be shown has come; with `all` every alarm is wanted, also while none
 * stands. */
bool alarm_book_complete(const struct alarm_book *b, bool all);

/* What lib/present shows of it, complete; valid until the next publication. `health` is alarmd's.
 */
const struct present_alarms *alarm_book_shown(struct alarm_book *b, const struct health *health);

/* What it shows of an alarmd that does not answer; `why_not` stays the caller's. */
const struct present_alarms *alarm_book_unwatched(struct alarm_book *b, const char *why_not);

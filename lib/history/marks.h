// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Alarms that came and went, as the log has them beside what was measured then. */
#include "lib/history/history.h"
#include "lib/model/alarm.h"

/* More on one chart is no picture any more. */
#define HISTORY_MARKS_MAX 500
/* Alarms whose state at the begin is looked for; few units have so many rules. */
#define HISTORY_MARKS_BEFORE_MAX 128

enum history_mark_kind {
	HISTORY_MARK_RAISED,
	HISTORY_MARK_CLEARED,
	HISTORY_MARK_MAX,
};

struct history_mark {
	int64_t t_us;  /* wall clock */
	int64_t event; /* number in the journal */
	enum history_mark_kind kind;
	char alarm[ALARM_ID_MAX];
};

struct history_marks {
	struct history_mark *list; /* the oldest one first; owned */
	unsigned n;
	bool complete; /* false: older ones were not looked for */
	/* Of each alarm the newest one before that time: what it was at its begin. */
	struct history_mark *before; /* owned */
	unsigned n_before;
};

/*
 * Those of [from, to), seconds since 1970. The log has no order by time, so it is read from its
 * end; after HISTORY_MARKS_ROWS of its rows, or HISTORY_MARKS_MAX marks, that is enough.
 */
#define HISTORY_MARKS_ROWS 200000
int history_marks(struct history *h, int64_t from, int64_t to, struct history_marks *ret);
void history_marks_done(struct history_marks *m);

/* "raised" */
const char *history_mark_name(enum history_mark_kind k);

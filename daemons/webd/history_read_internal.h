// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The parts of history_read.c. Those that read write to the job's out and return 0 or a negative
 * errno; who is refused has 0 as well, and the status and the sentence of history_say().
 */
#include "daemons/webd/historian.h"

/* One job under way; history_read.c opens and frees what is in it. */
struct history_reading {
	struct history_job *job;
	struct history *history;
	struct history_report report;
};

/* Answers with this status and this sentence, in place of what was written before; returns 0. */
int history_say(struct history_job *j, unsigned status, const char *sentence);

/* history_read_series.c: channels over a time, as JSON, as CSV or as the page. */
int history_read_series(struct history_reading *r);

/* Marks over a time, as JSON. */
int history_read_marks(struct history_reading *r);

/* history_read_files.c: the black boxes there are, as JSON, or one of them as CSV. */
int history_read_boxes(struct history_reading *r);

/* The files of the log, as JSON. */
int history_read_files(struct history_reading *r);

/* The next piece of a file of the log, as CSV; nothing behind the last one. */
int history_read_log(struct history_reading *r);

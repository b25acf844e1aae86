// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A request becomes a job of the historian, and what came of it the answer: what all routes of the
 * history do, on the loop's side. */
#include "daemons/webd/historian.h"

/* The media type of the history as CSV. */
extern const char history_csv_type[];

/* The sentence for who comes when no more can wait. */
extern const char history_busy[];

/* Where loggerd has its database now, of what is measured or of what is simulated. */
void history_folder(const struct webd *w, char ret[300]);

/*
 * A job with all that the thread may not look at; the caller's until history_ask() or
 * historian_ask() takes it over, and free() ends it. `done` is called in the loop. NULL without
 * memory.
 */
struct history_job *history_job_new(struct webd *w, enum history_want want,
				    void (*done)(struct history_job *j));

/* What the arguments behind the "?" ask for; 0, or negative with the sentence in *why. */
int history_query_of(const struct asked *q, struct history_query *ret, struct text *why);

/* Takes over the job; the answer comes later, or says at once why not. */
void history_ask(struct webd *w, const struct asked *q, struct history_job *j,
		 struct http_answer *a);

/*
 * Sends what came of a job of history_ask(), from its `done`; it takes over the text of the job.
 * `file_name` is the Content-Disposition, NULL for none; who gets an error gets none.
 */
void history_answer(struct history_job *j, const char *type, const char *file_name);

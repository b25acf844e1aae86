// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What programs ask the history for: values, marks, black boxes, and which files the log has. */
#include <stdio.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/history_ask.h"
#include "daemons/webd/webd.h"
#include "lib/base/parse.h"

/* The small lines of Status. */
#define HOUR_S	    3600
#define HOUR_POINTS 60

static void done_json(struct history_job *j)
{
	history_answer(j, "application/json", NULL);
}

static void done_csv(struct history_job *j)
{
	history_answer(j, history_csv_type,
		       j->want == HISTORY_WANT_BOX ? "attachment; filename=\"black-box.csv\""
						   : "attachment; filename=\"history.csv\"");
}

/* With a query; `channels`: some must be named. */
static void ask_query(struct webd *w, const struct asked *q, struct http_answer *a,
		      enum history_want want, bool channels, void (*done)(struct history_job *j))
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct history_query query;
	struct history_job *j;
	int r = history_query_of(q, &query, &why);

	if (r == 0 && channels && query.n == 0) {
		text_add(&why, "channels is missing: name them with commas between them, e.g. "
			       "channels=ac_line,volts_battery");
		r = -1;
	}
	if (r < 0) {
		answer_error(a, 400, text_get(&why));
		return;
	}
	j = history_job_new(w, want, done);
	if (!j) {
		answer_error(a, 503, "out of memory");
		return;
	}
	j->query = query;
	history_ask(w, q, j, a);
}

void answer_history(struct webd *w, const struct asked *q, struct http_answer *a)
{
	ask_query(w, q, a, HISTORY_WANT_SERIES, true, done_json);
}

/* A page without a past is as whole as any: that there is none is no mistake here. */
static void done_hour(struct history_job *j)
{
	if (j->status != 200) {
		j->status = 200;
		text_clear(&j->out);
		history_body_hour(&j->out, NULL);
	}
	done_json(j);
}

static void take_analogs(struct history_query *q, const struct present_status *s)
{
	for (unsigned i = 0; s && i < present_n_readings(s); i++) {
		const struct channel *c = &s->channels[i];

		if (channel_hidden(c) || channel_digital(c) || q->n == HISTORY_QUERY_CHANNELS)
			continue;
		(void)snprintf(q->ids[q->n++], CHANNEL_ID_MAX, "%s", c->id);
	}
}

void answer_history_hour(struct webd *w, const struct asked *q, struct http_answer *a)
{
	struct history_job *j = history_job_new(w, HISTORY_WANT_HOUR, done_hour);

	if (!j) {
		answer_error(a, 503, "out of memory");
		return;
	}
	j->query = (struct history_query){ .span = HOUR_S, .points = HOUR_POINTS };
	take_analogs(&j->query, view_status(&w->view));
	history_ask(w, q, j, a);
}

void answer_history_csv(struct webd *w, const struct asked *q, struct http_answer *a)
{
	ask_query(w, q, a, HISTORY_WANT_CSV, true, done_csv);
}

void answer_history_marks(struct webd *w, const struct asked *q, struct http_answer *a)
{
	ask_query(w, q, a, HISTORY_WANT_MARKS, false, done_json);
}

static void ask_list(struct webd *w, const struct asked *q, struct http_answer *a,
		     enum history_want want)
{
	struct history_job *j = history_job_new(w, want, done_json);

	if (j)
		history_ask(w, q, j, a);
	else
		answer_error(a, 503, "out of memory");
}

void answer_boxes(struct webd *w, const struct asked *q, struct http_answer *a)
{
	ask_list(w, q, a, HISTORY_WANT_BOXES);
}

void answer_log_files(struct webd *w, const struct asked *q, struct http_answer *a)
{
	ask_list(w, q, a, HISTORY_WANT_FILES);
}

void answer_box(struct webd *w, const struct asked *q, struct http_answer *a)
{
	struct history_job *j;
	uint64_t number;

	if (parse_u64(q->id, &number) < 0) {
		answer_error(a, 400, "a black box has a number: /api/v1/boxes lists them");
		return;
	}
	j = history_job_new(w, HISTORY_WANT_BOX, done_csv);
	if (!j) {
		answer_error(a, 503, "out of memory");
		return;
	}
	j->number = number;
	history_ask(w, q, j, a);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A file of the log, a piece after the other. */
#include <stdio.h>
#include <stdlib.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/history_ask.h"
#include "daemons/webd/webd.h"
#include "lib/base/parse.h"

static void stream_done(struct history_job *j)
{
	if (j->status != 200)
		http_flow_end(j->flow, false);
	else
		http_flow_give(j->flow, &j->out);
}

static void stream_more(void *ctx, struct http_flow *f)
{
	struct history_stream *s = ctx;
	struct history_job *j = calloc(1, sizeof(*j));

	if (!j || !s->webd->historian.running) {
		free(j);
		http_flow_end(f, false);
		return;
	}
	j->want = HISTORY_WANT_LOG;
	j->done = stream_done;
	j->stream = s;
	j->flow = f;
	historian_ask(&s->webd->historian, j);
}

static void stream_gone(void *ctx)
{
	struct history_stream *s = ctx;

	s->webd->historian.streams--;
	free(s);
}

/* The first piece: only now it is known whether there is a file at all. */
static void stream_begins(struct history_job *j)
{
	static const struct http_flow_calls calls = { stream_more, stream_gone };
	struct http_answer a = { .status = j->status, .type = history_csv_type };
	char name[LOG_NAME_MAX], disposition[LOG_NAME_MAX + 32];

	if (j->status == 200) {
		log_file_name(&j->stream->file, name);
		(void)snprintf(disposition, sizeof(disposition), "attachment; filename=\"%s\"",
			       name);
		a.file_name = disposition;
		a.flow = http_flow_new(j->webd->http, &calls, j->stream);
	}
	if (a.flow) {
		http_flow_give(a.flow, &j->out);
	} else {
		a.file_name = NULL;
		answer_error(&a, j->status == 200 ? 503 : j->status,
			     j->status == 200 ? "out of memory" : text_get(&j->out));
		stream_gone(j->stream);
	}
	http_answer_later(j->later, &a);
	text_done(&a.body);
}

/* A file of the log; 0: the one that is being written. */
static void send_log(struct webd *w, const struct asked *q, uint64_t number, struct http_answer *a)
{
	struct history_stream *s = NULL;
	struct history_job *j = NULL;

	if (w->historian.streams < HISTORIAN_STREAMS_MAX && !historian_full(&w->historian)) {
		s = calloc(1, sizeof(*s));
		j = history_job_new(w, HISTORY_WANT_LOG, stream_begins);
	}
	if (j)
		j->later = http_later(q->http);
	if (!s || !j || !j->later) {
		free(s);
		free(j);
		answer_error(a, 503, history_busy);
		return;
	}
	s->webd = w;
	s->number = number;
	history_folder(w, s->folder);
	j->stream = s;
	w->historian.streams++;
	historian_ask(&w->historian, j);
}

void answer_log(struct webd *w, const struct asked *q, struct http_answer *a)
{
	send_log(w, q, 0, a);
}

void answer_log_file(struct webd *w, const struct asked *q, struct http_answer *a)
{
	uint64_t number;

	if (parse_u64(q->id, &number) < 0 || number == 0)
		answer_error(a, 400,
			     "a file of the log has a number: /api/v1/log/files lists them");
	else
		send_log(w, q, number, a);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What of the history can be asked for, on the loop's side. */
#include <stdio.h>
#include <stdlib.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/files.h"
#include "daemons/webd/page_history.h"
#include "daemons/webd/webd.h"
#include "lib/base/parse.h"
#include "lib/present/value.h"

static const char csv_type[] = "text/csv; charset=utf-8; header=present";
/* The small lines of Status. */
#define HOUR_S	    3600
#define HOUR_POINTS 60

static const char busy[] =
	"the history is asked for by too many at once: try again in a few seconds";

/* ------------------------------------------------------------------ what the thread may not look
 * at */

static int64_t limit_of(const struct settings *st, const char *channel, enum alarm_when when)
{
	for (unsigned i = 0; i < st->n_alarms; i++) {
		const struct settings_alarm *a = &st->alarms[i];

		if (a->enabled && a->when == when && streq(a->channel, channel))
			return a->setpoint;
	}
	return SETTINGS_UNSET;
}

static void take_channels(struct history_facts *f, const struct present_status *s,
			  const struct settings *st)
{
	const struct present_style style = { .fahrenheit = f->fahrenheit };

	for (unsigned i = 0; i < s->snapshot->n_samples && f->n < CHANNELS_MAX; i++) {
		const struct channel *c = &s->channels[i];
		struct history_fact *to = &f->channels[f->n++];
		AUTO_TEXT struct text now = TEXT_INIT;

		present_value(&now, c, &s->snapshot->samples[i], &style);
		(void)snprintf(to->channel, sizeof(to->channel), "%s", c->id);
		(void)snprintf(to->now, sizeof(to->now), "%s", text_get(&now));
		to->below = limit_of(st, c->id, ALARM_BELOW);
		to->above = limit_of(st, c->id, ALARM_ABOVE);
	}
}

static void take_rules(struct history_facts *f, const struct settings *st)
{
	for (unsigned i = 0; i < st->n_alarms && f->n_rules < ALARM_RULES_MAX; i++) {
		struct history_rule *to = &f->rules[f->n_rules++];

		(void)snprintf(to->alarm, sizeof(to->alarm), "%s", st->alarms[i].id);
		(void)snprintf(to->channel, sizeof(to->channel), "%s", st->alarms[i].channel);
		to->priority = st->alarms[i].priority;
		to->below = st->alarms[i].when == ALARM_BELOW;
	}
}

static void take_folder(const struct webd *w, char ret[300])
{
	char state[FOLDER_MAX];

	folder_state("loggerd", state);
	(void)snprintf(ret, 300, "%s%s", state,
		       settings_simulated(w->live.now) ? "/simulated" : "");
}

/* ------------------------------------------------------------------ asking */

static struct history_job *new_job(struct webd *w, enum history_want want,
				   void (*done)(struct history_job *j))
{
	struct history_job *j = calloc(1, sizeof(*j));
	const struct present_status *s = view_status(&w->view);

	if (!j)
		return NULL;
	j->want = want;
	j->done = done;
	j->webd = w;
	j->facts.fahrenheit = w->live.now->device.temperature_unit == TEMPERATURE_FAHRENHEIT;
	if (s)
		take_channels(&j->facts, s, w->live.now);
	take_rules(&j->facts, w->live.now);
	take_folder(w, j->folder);
	return j;
}

/* Takes over the job; the answer comes later, or says at once why not. */
static void ask(struct webd *w, const struct asked *q, struct history_job *j, struct http_answer *a)
{
	bool full = historian_full(&w->historian);

	j->later = full ? NULL : http_later(q->http);
	if (!j->later) {
		answer_error(a, 503, full ? busy : "out of memory");
		free(j);
		return;
	}
	j->gzip = q->http->gzip;
	historian_ask(&w->historian, j);
}

static int read_query(const struct asked *q, struct history_query *ret, struct text *why)
{
	const struct history_words words = {
		.channels = http_query(q->http, "channels"),
		.from = http_query(q->http, "from"),
		.to = http_query(q->http, "to"),
		.points = http_query(q->http, "points"),
	};

	return history_query_read(&words, ret, why);
}

static void answer_done(struct history_job *j, const char *type, const char *file_name)
{
	struct http_answer a = { .status = j->status, .type = type, .file_name = file_name };

	if (j->status == 200) {
		a.body = j->out;
		a.packed = j->packed;
		j->out = TEXT_INIT;
	} else {
		a.file_name = NULL;
		answer_error(&a, j->status, text_get(&j->out));
	}
	http_answer_later(j->later, &a);
	text_done(&a.body);
}

static void done_json(struct history_job *j)
{
	answer_done(j, "application/json", NULL);
}

static void done_csv(struct history_job *j)
{
	answer_done(j, csv_type,
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
	int r = read_query(q, &query, &why);

	if (r == 0 && channels && query.n == 0) {
		text_add(&why, "channels is missing: name them with commas between them, e.g. "
			       "channels=ac_line,volts_battery");
		r = -1;
	}
	if (r < 0) {
		answer_error(a, 400, text_get(&why));
		return;
	}
	j = new_job(w, want, done);
	if (!j) {
		answer_error(a, 503, "out of memory");
		return;
	}
	j->query = query;
	ask(w, q, j, a);
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
	struct history_job *j = new_job(w, HISTORY_WANT_HOUR, done_hour);

	if (!j) {
		answer_error(a, 503, "out of memory");
		return;
	}
	j->query = (struct history_query){ .span = HOUR_S, .points = HOUR_POINTS };
	take_analogs(&j->query, view_status(&w->view));
	ask(w, q, j, a);
}

void answer_history_csv(struct webd *w, const struct asked *q, struct http_answer *a)
{
	ask_query(w, q, a, HISTORY_WANT_CSV, true, done_csv);
}

void answer_history_marks(struct webd *w, const struct asked *q, struct http_answer *a)
{
	ask_query(w, q, a, HISTORY_WANT_MARKS, false, done_json);
}

void answer_boxes(struct webd *w, const struct asked *q, struct http_answer *a)
{
	struct history_job *j = new_job(w, HISTORY_WANT_BOXES, done_json);

	if (j)
		ask(w, q, j, a);
	else
		answer_error(a, 503, "out of memory");
}

void answer_box(struct webd *w, const struct asked *q, struct http_answer *a)
{
	struct history_job *j;
	uint64_t number;

	if (parse_u64(q->id, &number) < 0) {
		answer_error(a, 400, "a black box has a number: /api/v1/boxes lists them");
		return;
	}
	j = new_job(w, HISTORY_WANT_BOX, done_csv);
	if (!j) {
		answer_error(a, 503, "out of memory");
		return;
	}
	j->number = number;
	ask(w, q, j, a);
}

/* ------------------------------------------------------------------ the page */

static void add_scripts(struct text *out)
{
	const char *library = files_path("dygraph.min.js");

	/* the table says it all without them */
	if (*library)
		text_printf(out,
			    "<script src=\"%s\" defer></script><script src=\"%s\" "
			    "type=\"module\"></script>\n",
			    library, files_path("history.js"));
}

/* A library of 40 KB is what somebody who saves data does not want. */
static void add_charts(struct text *out, bool saves)
{
	if (saves)
		text_add(out, "<p class=\"note\">Your browser saves data: there are no charts, the "
			      "table has all of it.</p>");
	else
		add_scripts(out);
}

static void write_page(struct http_answer *a, struct webd *w, const struct visitor *who,
		       const char *inner, const char *failure, bool saves)
{
	struct page p = answer_page(w, "History", NULL);

	p.path = "/history";
	answer_follow(w, &p, PAGE_FRAME, who);
	a->type = "text/html; charset=utf-8";
	page_begin(&a->body, &p);
	if (failure)
		page_history_failed(&a->body, failure);
	else
		text_add(&a->body, inner);
	if (!failure)
		add_charts(&a->body, saves);
	page_end(&a->body);
}

static void done_page(struct history_job *j)
{
	struct http_answer a = { .status = j->status };
	const char *text = text_get(&j->out);

	write_page(&a, j->webd, &j->who, text, j->status == 200 ? NULL : text, j->saves);
	http_answer_later(j->later, &a);
	text_done(&a.body);
}

void answer_page_history(struct webd *w, const struct asked *q, struct http_answer *a)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct history_query query;
	struct history_job *j;

	if (read_query(q, &query, &why) < 0) {
		a->status = 400;
		write_page(a, w, &q->who, NULL, text_get(&why), false);
		return;
	}
	j = historian_full(&w->historian) ? NULL : new_job(w, HISTORY_WANT_PAGE, done_page);
	if (j)
		j->later = http_later(q->http);
	if (!j || !j->later) {
		free(j);
		a->status = 503;
		write_page(a, w, &q->who, NULL, busy, false);
		return;
	}
	j->query = query;
	j->who = q->who;
	j->saves = http_saves(q->http);
	/* it is packed with what stands around it */
	historian_ask(&w->historian, j);
}

/* ------------------------------------------------------------------ the log */

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
	struct http_answer a = { .status = j->status, .type = csv_type };
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
		j = new_job(w, HISTORY_WANT_LOG, stream_begins);
	}
	if (j)
		j->later = http_later(q->http);
	if (!s || !j || !j->later) {
		free(s);
		free(j);
		answer_error(a, 503, busy);
		return;
	}
	s->webd = w;
	s->number = number;
	take_folder(w, s->folder);
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

void answer_log_files(struct webd *w, const struct asked *q, struct http_answer *a)
{
	struct history_job *j = new_job(w, HISTORY_WANT_FILES, done_json);

	if (j)
		ask(w, q, j, a);
	else
		answer_error(a, 503, "out of memory");
}

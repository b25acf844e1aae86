// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Alarms, the journal, outputs and the small page: what is shown of them, as JSON and as pages. */
#include <stdio.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/journal.h"
#include "daemons/webd/journal_csv.h"
#include "daemons/webd/names.h"
#include "daemons/webd/page_forms.h"
#include "daemons/webd/webd.h"
#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/present/alarms.h"
#include "lib/present/event.h"

static const char html_type[] = "text/html; charset=utf-8";
static const char json_type[] = "application/json";

int64_t answer_now_us(const struct webd *w)
{
	return w->view.any ? w->view.snapshot.now.wall_us : instant_read().wall_us;
}

void answer_alarms(struct webd *w, const struct asked *q, struct http_answer *a)
{
	const struct present_status *s = answer_view(w, q);
	struct present_table t;
	struct json j;

	if (!s) {
		answer_error(a, 503, "sensord does not answer");
		return;
	}
	t = present_status_table(s);
	a->type = json_type;
	json_begin(&j, &a->body, false);
	present_alarms_json(&j, NULL, s->alarms, &t, s->snapshot->now.wall_us, true);
	text_add_char(&a->body, '\n');
}

/* ------------------------------------------------------------------ journal */

static const char *argument(const void *ctx, const char *name)
{
	return http_query(ctx, name);
}

/* 0 with the question, or -EINVAL with the sentence. */
static int read_query(struct webd *w, const struct asked *q, struct journal_query *ret,
		      struct text *why)
{
	ret->people = q->who.role >= USER_VIEWER;
	return journal_query_read(ret, argument, q->http, answer_now_us(w), why);
}

static void put_journal(struct webd *w, const struct journal_result *r, struct http_answer *a)
{
	const struct present_table t = names_now(w);
	struct json j;

	if (r->why) {
		answer_error(a, 503, r->why);
		return;
	}
	a->type = json_type;
	json_begin(&j, &a->body, false);
	json_object(&j, NULL);
	json_uint(&j, "kept", r->kept);
	json_bool(&j, "stopped", r->stopped);
	if (r->older)
		json_uint(&j, "before", r->older);
	else
		json_null(&j, "before");
	json_array(&j, "events");
	for (unsigned i = 0; i < r->n; i++)
		present_event_json(&j, &r->events[i], &t);
	json_array_end(&j);
	json_object_end(&j);
	text_add_char(&a->body, '\n');
}

static void put_csv(struct webd *w, const struct journal_result *r, struct http_answer *a)
{
	const struct present_table t = names_now(w);

	if (r->why) {
		answer_error(a, 503, r->why);
		return;
	}
	a->type = "text/csv; charset=utf-8; header=present";
	a->file_name = "attachment; filename=\"journal.csv\"";
	journal_csv(&a->body, r, &t);
}

static void ask(struct webd *w, const struct asked *q, journal_done *done, struct http_answer *a)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct journal_query query;

	if (read_query(w, q, &query, &why) < 0)
		answer_error(a, 400, text_get(&why));
	else
		journal_ask(w, q, &query, done, a);
}

void answer_journal(struct webd *w, const struct asked *q, struct http_answer *a)
{
	ask(w, q, put_journal, a);
}

void answer_journal_csv(struct webd *w, const struct asked *q, struct http_answer *a)
{
	ask(w, q, put_csv, a);
}

/* ------------------------------------------------------------------ pages */

static void put_page_alarms(struct webd *w, const struct journal_result *r, struct http_answer *a)
{
	const struct asked q = { .who = *r->who };
	const struct present_table t = names_now(w);
	struct page p = answer_page(w, "Alarms", NULL);

	p.path = "/alarms";
	answer_follow(w, &p, PAGE_ALARMS, r->who);
	a->type = html_type;
	page_begin(&a->body, &p);
	page_alarm_list(&a->body, answer_view(w, &q), w->live.now, r->who);
	page_journal(&a->body, r, &t);
	page_end(&a->body);
}

void answer_page_alarms(struct webd *w, const struct asked *q, struct http_answer *a)
{
	struct journal_query query;
	AUTO_TEXT struct text why = TEXT_INIT;
	struct journal_result wrong = { .query = &query, .who = &q->who };

	if (read_query(w, q, &query, &why) < 0) {
		a->status = 400;
		wrong.why = text_get(&why);
		put_page_alarms(w, &wrong, a);
		return;
	}
	journal_ask(w, q, &query, put_page_alarms, a);
}

void answer_page_small(struct webd *w, const struct asked *q, struct http_answer *a)
{
	const struct present_status *s = answer_view(w, q);
	struct page p = answer_page(w, "Status", q);

	p.refresh = true;
	a->type = html_type;
	page_small(&a->body, &p, s);
}

void answer_page_output(struct webd *w, const struct asked *q, struct http_answer *a)
{
	const struct present_status *s = answer_view(w, q);
	const char *state = http_query(q->http, "state");
	struct page p = answer_page(w, "Output", NULL);
	int i = s ? channel_find(s->channels, s->n_channels, q->id) : -1;

	answer_follow(w, &p, PAGE_FRAME, &q->who);
	a->type = html_type;
	page_begin(&a->body, &p);
	if (i >= 0 && s->channels[i].kind == CHANNEL_DIGITAL_OUT) {
		page_output(&a->body, s, w->live.now, (unsigned)i, state && streq(state, "active"),
			    &q->who);
	} else {
		a->status = s ? 404 : 503;
		page_refusal(&a->body, s ? "there is no such output" : "sensord does not answer",
			     "/");
	}
	page_end(&a->body);
}

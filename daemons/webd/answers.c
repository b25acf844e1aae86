// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/answers.h"

#include "daemons/webd/files.h"
#include "daemons/webd/metrics.h"
#include "daemons/webd/page.h"
#include "daemons/webd/webd.h"
#include "lib/base/clock.h"
#include "lib/present/status_json.h"

static const char json_type[] = "application/json";

void answer_error(struct http_answer *a, unsigned status, const char *why)
{
	struct json j;

	a->status = status;
	a->type = json_type;
	json_begin(&j, &a->body, false);
	json_object(&j, NULL);
	json_string(&j, "error", why);
	json_object_end(&j);
	text_add_char(&a->body, '\n');
}

void answer_healthz(struct webd *w, const struct asked *q, struct http_answer *a)
{
	(void)q;
	a->type = "text/plain; charset=utf-8";
	if (w->view.any) {
		text_add(&a->body, "ok\n");
		return;
	}
	a->status = 503;
	text_add(&a->body, "sensord does not answer\n");
}

void answer_status(struct webd *w, const struct asked *q, struct http_answer *a)
{
	const struct present_status *s = view_status(&w->view);
	struct json j;

	(void)q;
	if (!s) {
		answer_error(a, 503, "sensord does not answer");
		return;
	}
	a->type = json_type;
	json_begin(&j, &a->body, false);
	present_status_json(&j, s);
	text_add_char(&a->body, '\n');
}

void answer_metrics(struct webd *w, const struct asked *q, struct http_answer *a)
{
	(void)q;
	a->type = METRICS_TYPE;
	metrics_write(&a->body, view_status(&w->view), w->view.alarmd, w->view.loggerd);
}

/* Of the settings while sensord has not said who it is. */
static const char *site(const struct webd *w)
{
	return w->view.any ? w->view.table.site : w->live.now->site.name;
}

/* What the tab's picture says at once. */
static const char *icon_of(const struct present_status *s, const struct verdict *v)
{
	if (!s)
		return "icon-unknown.svg";
	return v->n == 0 ? "icon-well.svg" : "icon-look.svg";
}

void status_page(struct webd *w, const struct visitor *who, const char *since, struct text *out)
{
	const struct present_status *s = view_status(&w->view);
	AUTO_TEXT struct text title = TEXT_INIT;
	static struct verdict v; /* large */
	struct page p = {
		.site = site(w),
		.model = w->live.now->device.model,
		.now_us = s ? s->snapshot->now.wall_us : instant_read().wall_us,
		.path = "/",
		.since = since,
		.who = who,
	};

	if (s) {
		present_verdict(s, &v);
		if (s->alarms->active > 0)
			text_printf(&title, "(%u) ", s->alarms->active);
		present_headline(&title, s, &v);
	} else {
		text_add(&title, "nothing is known");
	}
	p.title = text_get(&title);
	p.icon = icon_of(s, &v);
	page_begin(out, &p);
	page_status(out, s, w->live.now);
	page_end(out);
}

void answer_page_status(struct webd *w, const struct asked *q, struct http_answer *a)
{
	const char *since = stream_moment(w->stream);

	a->type = "text/html; charset=utf-8";
	status_page(w, &q->who, since, &a->body);
}

/* One of the fixed files; false when it is none. */
static bool answer_file(const struct http_request *q, struct http_answer *a)
{
	const struct web_file *f = streq(q->method, "GET") ? files_find(q->path) : NULL;

	if (!f)
		return false;
	a->type = f->type;
	a->immutable = true;
	a->packed = q->gzip && f->packed.len > 0;
	a->fixed = a->packed ? &f->packed : &f->bytes;
	return true;
}

static const char *status_words(unsigned status)
{
	switch (status) {
	case 405:
		return "this is not done here; see Allow";
	case 501:
		return "no such method";
	default:
		return "there is no such page";
	}
}

void answer_request(void *webd, const struct http_request *http, struct http_answer *a)
{
	struct webd *w = webd;
	struct asked q = { .http = http };
	const struct route *r;
	const char *why;
	unsigned status;

	if (answer_file(http, a))
		return;
	r = route_find(http->method, http->path, q.id, &status, &a->allow);
	if (!r) {
		answer_error(a, status, status_words(status));
		return;
	}
	status = door_status(r->door, &w->live.now->web, &q.who, http->loopback, &why);
	if (status)
		answer_error(a, status, why);
	else
		r->answer(w, &q, a);
}

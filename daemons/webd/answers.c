// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/answers.h"

#include <errno.h>
#include <string.h>

#include "daemons/webd/files.h"
#include "daemons/webd/form.h"
#include "daemons/webd/html.h"
#include "daemons/webd/metrics.h"
#include "daemons/webd/page_forms.h"
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
	struct http_kept *k = &w->kept_status[q->who.role >= USER_VIEWER][q->http->gzip];
	const struct present_status *s;
	struct json j;

	if (k->response && k->of == w->heard && http_may_keep(q->http)) {
		a->keep = k;
		return;
	}
	s = answer_view(w, q);
	if (!s) {
		answer_error(a, 503, "sensord does not answer");
		return;
	}
	if (http_may_keep(q->http)) {
		http_kept_drop(k);
		k->of = w->heard;
		a->keep = k;
	}
	a->type = json_type;
	json_begin(&j, &a->body, false);
	present_status_json(&j, s);
	text_add_char(&a->body, '\n');
}

void answer_metrics(struct webd *w, const struct asked *q, struct http_answer *a)
{
	bool open = metrics_open_wanted(http_header(q->http, "Accept"));

	a->type = open ? METRICS_OPEN_TYPE : METRICS_TEXT_TYPE;
	metrics_write(&a->body, open, view_status(&w->view), w->view.alarmd, w->view.loggerd);
}

/* Of the settings while sensord has not said who it is. */
static const char *site(const struct webd *w)
{
	return w->view.any ? w->view.table.site : w->live.now->site.name;
}

struct page answer_page(struct webd *w, const char *title, const struct asked *q)
{
	const struct present_status *s = view_status(&w->view);

	return (struct page){
		.title = title,
		.site = site(w),
		.model = w->live.now->device.model,
		.now_us = s ? s->snapshot->now.wall_us : instant_read().wall_us,
		.path = q ? q->http->path : "",
		.who = q ? &q->who : NULL,
		.unacknowledged = s && s->alarms->watched ? (int)s->alarms->unacknowledged : -1,
	};
}

void answer_follow(struct webd *w, struct page *p, enum page_live live, const struct visitor *who)
{
	p->who = who;
	p->live = live;
	p->since = stream_moment(streams_for(&w->streams, live, who));
}

/* What the tab's picture says at once. */
static const char *icon_of(const struct present_status *s, const struct verdict *v)
{
	if (!s)
		return "icon-unknown.svg";
	return v->n == 0 ? "icon-well.svg" : "icon-look.svg";
}

/* What this visitor may know of the unit; NULL while there is nothing. */
static const struct present_status *seen_by(struct webd *w, const struct visitor *who)
{
	const struct present_status *s = view_status(&w->view);

	return who->role >= USER_VIEWER ? s : public_status(&w->public, s);
}

const struct present_status *answer_view(struct webd *w, const struct asked *q)
{
	return seen_by(w, &q->who);
}

/* The whole page of Status as this visitor sees it. `since` is the stream's moment that it is not
 * older than, "" for none. */
static void status_page(struct webd *w, const struct visitor *who, const char *since,
			struct text *out)
{
	AUTO_TEXT struct text title = TEXT_INIT;
	struct page p = answer_page(w, "", NULL);
	const struct present_status *s = seen_by(w, who);
	static struct verdict v; /* large */

	if (s) {
		present_verdict(s, &v);
		if (s->alarms->active > 0)
			text_printf(&title, "(%u) ", s->alarms->active);
		present_headline(&title, s, &v);
	} else {
		text_add(&title, "nothing is known");
	}
	p.title = text_get(&title);
	p.path = "/";
	p.who = who;
	p.live = PAGE_STATUS;
	p.since = since;
	p.icon = icon_of(s, &v);
	page_begin(out, &p);
	page_status(out, s, w->live.now, who);
	page_end(out);
}

void live_page(struct webd *w, enum page_live live, const struct visitor *who, struct text *out)
{
	struct page p;

	if (live == PAGE_STATUS) {
		status_page(w, who, "", out);
		return;
	}
	p = answer_page(w, "", NULL);
	page_frame(out, &p);
	if (live == PAGE_ALARMS)
		page_alarm_list(out, seen_by(w, who), w->live.now, who);
}

void answer_page_status(struct webd *w, const struct asked *q, struct http_answer *a)
{
	const char *since = stream_moment(streams_for(&w->streams, PAGE_STATUS, &q->who));

	a->type = "text/html; charset=utf-8";
	status_page(w, &q->who, since, &a->body);
}

/*
 * Who has these bytes gets a head alone. The library leaves the body out by itself, and says how
 * long it were (RFC 9110, 8.6): so it is made all the same.
 */
static void send_file(const struct web_file *f, const struct http_request *q, struct http_answer *a)
{
	const char *has = http_header(q, "If-None-Match");

	a->type = f->type;
	files_tag(f, f->packed && q->gzip, a->tag);
	if (has && etag_matches(has, a->tag))
		a->status = 304;
	if (f->packed && !q->gzip) {
		files_unpack(f, &a->body);
		return;
	}
	a->packed = f->packed;
	a->fixed = &f->body;
}

void answer_openapi(struct webd *w, const struct asked *q, struct http_answer *a)
{
	(void)w;
	send_file(files_named("openapi.json"), q->http, a);
}

void answer_mib(struct webd *w, const struct asked *q, struct http_answer *a)
{
	(void)w;
	a->file_name = "attachment; filename=\"RMCU-MIB.txt\"";
	send_file(files_named("RMCU-MIB.txt"), q->http, a);
}

/* One of the fixed files; false when it is none. */
static bool answer_file(const struct http_request *q, struct http_answer *a)
{
	const struct web_file *f = streq(q->method, "GET") ? files_find(q->path) : NULL;

	if (!f)
		return false;
	a->immutable = true;
	send_file(f, q, a);
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

/*
 * Whether a form or a script of ours asks, and no page of somebody else that has our cookie sent
 * along: browsers say where a request comes from (Fetch Metadata; RFC 6454, 7), and a page of ours
 * knows the session's own word. Programs have no cookie.
 */
static bool is_ours(const struct asked *q)
{
	const char *from = http_header(q->http, "Sec-Fetch-Site");
	const char *origin = http_header(q->http, "Origin"), *host = http_header(q->http, "Host");
	const char *word = http_header(q->http, "X-CSRF-Token");
	char field[VISITOR_KEY_MAX] = "";

	if (from && !streq(from, "same-origin") && !streq(from, "none"))
		return false;
	/* who says where from need not say it twice: a page without a referrer has no origin */
	if (!from && origin && (!strstr(origin, "://") || !streq(strstr(origin, "://") + 3, host)))
		return false;
	if (!q->who.csrf[0])
		return true;
	if (!word && form_value(q->http->body, q->http->body_len, "csrf", field, sizeof(field)))
		word = field;
	return word && secret_equal(word, q->who.csrf);
}

/* A browser that was sent somewhere. */
static bool reads_pages(const struct http_request *q)
{
	const char *accept = http_header(q, "Accept");

	return accept && strstr(accept, "text/html");
}

/* The same as a page for who reads pages. */
static void answer_failure(struct webd *w, const struct asked *q, unsigned status, const char *why,
			   struct http_answer *a)
{
	struct page p;
	const char *closed;

	if (!reads_pages(q->http)) {
		answer_error(a, status, why);
		return;
	}
	p = answer_page(w, status == 404 ? "Not found" : "Not allowed", q);
	if (door_status(DOOR_STATUS, &w->live.now->web, &q->who, q->http->loopback, &closed) == 0)
		answer_follow(w, &p, PAGE_FRAME, &q->who);
	else
		p.unacknowledged = 0;
	a->status = status;
	a->type = "text/html; charset=utf-8";
	page_begin(&a->body, &p);
	text_printf(&a->body, "<div class=\"head\"><h1>%s</h1></div><p class=\"card\">", p.title);
	html_sentence(&a->body, why);
	text_add(&a->body, ".</p>");
	page_end(&a->body);
}

/* A person is shown the way in; a program is told what it can send. */
static void refuse(struct webd *w, const struct route *r, const struct asked *q, unsigned status,
		   const char *why, struct http_answer *a)
{
	if (status == 401 && (route_is_page(r) || reads_pages(q->http)) &&
	    streq(r->method, "GET")) {
		http_go_to(a, "/login");
		return;
	}
	/* a browser would ask in a window of its own, which no page can style or close */
	if (status == 401 && !http_header(q->http, "Sec-Fetch-Mode"))
		a->challenge = "Basic realm=\"RMCU\", charset=\"UTF-8\"";
	answer_failure(w, q, status, why, a);
}

/* Who asks for what there is not would take all there is for the answer to it. */
static void ask_route(struct webd *w, const struct route *r, const struct asked *q,
		      struct http_answer *a)
{
	const char *other = r->arguments ? http_query_other(q->http, r->arguments) : NULL;
	AUTO_TEXT struct text why = TEXT_INIT;

	if (!other) {
		r->answer(w, q, a);
		return;
	}
	route_no_argument(r, other, &why);
	answer_error(a, 400, text_get(&why));
}

static void answer_behind(struct webd *w, const struct route *r, const struct asked *q,
			  struct http_answer *a)
{
	const char *why;
	unsigned status = door_status(r->door, &w->live.now->web, &q->who, q->http->loopback, &why);

	if (status)
		refuse(w, r, q, status, why, a);
	else if (!streq(r->method, "GET") && !is_ours(q))
		answer_failure(w, q, 403, "this does not come from a page of this unit", a);
	else
		ask_route(w, r, q, a);
}

void answer_request(void *webd, const struct http_request *http, struct http_answer *a)
{
	struct webd *w = webd;
	struct asked q = { .http = http };
	const struct route *r;
	const char *why = "";
	unsigned status;
	int s;

	if (answer_file(http, a))
		return;
	s = signin_who(w, http, &q.who, &why);
	if (s == -EINPROGRESS)
		return;
	r = route_find(http->method, http->path, q.id, &status, &a->allow);
	if (!r) {
		answer_failure(w, &q, status, status_words(status), a);
		return;
	}
	if (s)
		refuse(w, r, &q, (unsigned)s, why, a);
	else
		answer_behind(w, r, &q, a);
}

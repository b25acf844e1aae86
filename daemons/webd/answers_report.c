// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The alarm report, as JSON and as a page. */
#include "daemons/webd/answers.h"
#include "daemons/webd/journal_report.h"
#include "daemons/webd/names.h"
#include "daemons/webd/webd.h"

/* 0 with the period and how he called it, or -EINVAL with the sentence. */
static int read_since(struct webd *w, const struct asked *q, char ret_said[JOURNAL_WORD_MAX],
		      int64_t *ret_us, struct text *why)
{
	const char *word = http_query(q->http, "since");

	return journal_query_since(word && *word ? word : ALARM_REPORT_SINCE, answer_now_us(w),
				   ret_said, ret_us, why);
}

static void put_json(struct webd *w, const struct report_result *r, struct http_answer *a)
{
	struct json j;

	(void)w;
	if (r->why) {
		answer_error(a, 503, r->why);
		return;
	}
	a->type = "application/json";
	json_begin(&j, &a->body, false);
	alarm_report_json(&j, r->report);
	text_add_char(&a->body, '\n');
}

void answer_report(struct webd *w, const struct asked *q, struct http_answer *a)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	char said[JOURNAL_WORD_MAX];
	int64_t since_us;

	if (read_since(w, q, said, &since_us, &why) < 0)
		answer_error(a, 400, text_get(&why));
	else
		journal_report_ask(w, q, said, since_us, put_json, a);
}

static void put_page(struct webd *w, const struct report_result *r, struct http_answer *a)
{
	const struct present_table t = names_now(w);
	struct page p = answer_page(w, "Alarm report", NULL);

	p.path = "/alarms";
	answer_follow(w, &p, PAGE_FRAME, r->who);
	a->type = "text/html; charset=utf-8";
	page_begin(&a->body, &p);
	page_report(&a->body, r, &t);
	page_end(&a->body);
}

void answer_page_report(struct webd *w, const struct asked *q, struct http_answer *a)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	char said[JOURNAL_WORD_MAX] = "";
	struct report_result wrong = { .since = said, .who = &q->who };
	int64_t since_us;

	if (read_since(w, q, said, &since_us, &why) < 0) {
		a->status = 400;
		wrong.why = text_get(&why);
		put_page(w, &wrong, a);
		return;
	}
	journal_report_ask(w, q, said, since_us, put_page, a);
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* History as a page. */
#include <stdlib.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/files.h"
#include "daemons/webd/history_ask.h"
#include "daemons/webd/page_history.h"
#include "daemons/webd/webd.h"

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

	if (history_query_of(q, &query, &why) < 0) {
		a->status = 400;
		write_page(a, w, &q->who, NULL, text_get(&why), false);
		return;
	}
	j = historian_full(&w->historian) ? NULL : history_job_new(w, HISTORY_WANT_PAGE, done_page);
	if (j)
		j->later = http_later(q->http);
	if (!j || !j->later) {
		free(j);
		a->status = 503;
		write_page(a, w, &q->who, NULL, history_busy, false);
		return;
	}
	j->query = query;
	j->who = q->who;
	j->saves = http_saves(q->http);
	/* it is packed with what stands around it */
	historian_ask(&w->historian, j);
}

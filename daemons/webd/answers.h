// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the routes answer with, one function each. */
#include "daemons/webd/page.h"
#include "daemons/webd/routes.h"

void answer_page_status(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_healthz(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_status(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_mib(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_openapi(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_metrics(struct webd *w, const struct asked *q, struct http_answer *a);

/* history_answers_page.c */
void answer_page_history(struct webd *w, const struct asked *q, struct http_answer *a);

/* history_answers.c */
void answer_history(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_history_csv(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_history_hour(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_history_marks(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_boxes(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_box(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_log_files(struct webd *w, const struct asked *q, struct http_answer *a);

/* history_answers_log.c */
void answer_log(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_log_file(struct webd *w, const struct asked *q, struct http_answer *a);

/* login.c, first_admin.c */
void answer_page_login(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_login(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_logout(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_page_first(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_first_admin(struct webd *w, const struct asked *q, struct http_answer *a);

/* setup.c, setup_save.c */
void answer_setup(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_setup_menu(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_setup_new(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_setup_save(struct webd *w, const struct asked *q, struct http_answer *a);

/* What stands around a page for this visitor, NULL for nobody in particular. */
struct page answer_page(struct webd *w, const char *title, const struct asked *q);
/* The page is for this visitor, who may see values, and goes on by itself. */
void answer_follow(struct webd *w, struct page *p, enum page_live live, const struct visitor *who);
/* What of a page its stream tells, as this visitor sees it: all of Status, of others those parts.
 */
void live_page(struct webd *w, enum page_live live, const struct visitor *who, struct text *out);

/* What this visitor may see of the unit; NULL while there is nothing. */
struct present_status;
const struct present_status *answer_view(struct webd *w, const struct asked *q);

/* Now by the unit's clock. */
int64_t answer_now_us(const struct webd *w);

/* answers_report.c */
void answer_page_report(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_report(struct webd *w, const struct asked *q, struct http_answer *a);

/* answers_alarms.c */
void answer_page_alarms(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_page_small(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_page_output(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_alarms(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_journal_csv(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_journal(struct webd *w, const struct asked *q, struct http_answer *a);

/* A failure as JSON: {"error": "sentence"}. */
void answer_error(struct http_answer *a, unsigned status, const char *why);

/* Any request: finds its route, sees who may, and has it answered. An http_handler of the webd. */
void answer_request(void *webd, const struct http_request *http, struct http_answer *a);

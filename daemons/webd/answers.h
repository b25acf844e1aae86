// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the routes answer with, one function each. */
#include "daemons/webd/page.h"
#include "daemons/webd/routes.h"

void answer_page_status(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_healthz(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_status(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_metrics(struct webd *w, const struct asked *q, struct http_answer *a);

/* history_answers.c */
void answer_page_history(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_history(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_history_csv(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_history_marks(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_boxes(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_box(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_log(struct webd *w, const struct asked *q, struct http_answer *a);

/* login.c, first_admin.c */
void answer_page_login(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_login(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_logout(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_page_first(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_first_admin(struct webd *w, const struct asked *q, struct http_answer *a);

/* What stands around a page for this visitor, NULL for nobody in particular. */
struct page answer_page(struct webd *w, const char *title, const struct asked *q);

/* A failure as JSON: {"error": "sentence"}. */
void answer_error(struct http_answer *a, unsigned status, const char *why);

/* Any request: finds its route, sees who may, and has it answered. An http_handler of the webd. */
void answer_request(void *webd, const struct http_request *http, struct http_answer *a);

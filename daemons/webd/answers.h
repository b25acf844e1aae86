// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the routes answer with, one function each. */
#include "daemons/webd/routes.h"

void answer_page_status(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_healthz(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_status(struct webd *w, const struct asked *q, struct http_answer *a);
void answer_metrics(struct webd *w, const struct asked *q, struct http_answer *a);

/* The whole page of Status as `who` sees it; NULL: nobody in particular. `since` is the stream's
 * moment that it is not older than, "" for none. */
void status_page(struct webd *w, const struct visitor *who, const char *since, struct text *out);

/* A failure as JSON: {"error": "sentence"}. */
void answer_error(struct http_answer *a, unsigned status, const char *why);

/* Any request: finds its route, sees who may, and has it answered. An http_handler of the webd. */
void answer_request(void *webd, const struct http_request *http, struct http_answer *a);

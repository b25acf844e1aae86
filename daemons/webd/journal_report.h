// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Reads all of the journal and adds it up: which alarms are noisy, stand for days, or are not
 * looked at. One at a time, for it takes alarmd and us a second or two. The loop never waits.
 */
#include "daemons/webd/journal.h"
#include "daemons/webd/page_report.h"

typedef void journal_report_done(struct webd *w, const struct report_result *r,
				 struct http_answer *a);

/* Answers the request by `done`, at once or later, about what was since then; `said` is how he
 * called it. */
void journal_report_ask(struct webd *w, const struct asked *q, const char *said, int64_t since_us,
			journal_report_done *done, struct http_answer *a);

/* Before the server ends: who waits is told. */
void journal_report_stop(struct webd *w);

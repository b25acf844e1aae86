// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* History: which time, which channels, and what is seen in numbers; a script draws it above them.
 */
#include "daemons/webd/history_body.h"

struct page_history {
	const struct history_query *query;
	const struct history_report *report;
	const struct history_channels *channels;
	const struct history_facts *facts;
	const struct history_box *boxes; /* the oldest one first */
	unsigned n_boxes;
	const struct log_file *files; /* the oldest one first */
	unsigned n_files;
};

void page_history(struct text *out, const struct page_history *p);

/* The same page when nothing can be shown, with the sentence that says why. */
void page_history_failed(struct text *out, const char *why);

/* What is shown when nobody has said what: the first few that are measured. */
void page_history_choose(struct history_query *q, const struct history_channels *channels);

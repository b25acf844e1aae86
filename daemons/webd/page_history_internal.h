// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The parts of page_history.c. All add to `out`; a text without memory has failed. */
#include "daemons/webd/page_history.h"

/* Adds the line as the chart draws it, of the channel at this place of the query, from 0. */
void page_history_key(struct text *out, int place);

/* page_history_numbers.c: a table of what each channel did over the whole time. */
void page_history_numbers(struct text *out, const struct page_history *p);

/* page_history_files.c: the newest black boxes, each with its CSV. */
void page_history_boxes(struct text *out, const struct page_history *p);

/* The newest files of the log. */
void page_history_files(struct text *out, const struct page_history *p);

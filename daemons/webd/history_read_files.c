// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What the thread of the historian reads as files: black boxes and the log. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "daemons/webd/history_read_internal.h"
#include "lib/base/cleanup.h"
#include "lib/history/box_csv.h"

/* ------------------------------------------------------------------ black boxes */

static int each_frame(struct history_reading *r, const struct history_box *b, struct box_csv *csv,
		      bool write)
{
	struct text *out = &r->job->out;
	struct boxes_reader reader;
	int e = boxes_open(r->history, b, &reader);

	while (e >= 0 && out->len <= HISTORIAN_BOX_MAX && (e = boxes_next(&reader)) != 0) {
		if (e == -EUCLEAN)
			e = 0; /* what is damaged is left out, and said in the list */
		else if (e > 0 && write)
			box_csv_frame(out, csv, &reader);
		else if (e > 0)
			box_csv_columns(csv, &reader);
	}
	boxes_done(&reader);
	return MIN(e, 0);
}

static int write_box(struct history_reading *r, const struct history_box *b)
{
	struct box_csv csv = { 0 };
	int e = each_frame(r, b, &csv, false);

	memset(csv.wanted, true, sizeof(csv.wanted));
	box_csv_header(&r->job->out, &csv);
	if (e == 0)
		e = each_frame(r, b, &csv, true);
	if (e == 0 && r->job->out.len > HISTORIAN_BOX_MAX)
		return history_say(r->job, 503,
				   "this black box has more than 8 MiB as CSV: psctl history "
				   "--box writes it");
	return e;
}

int history_read_boxes(struct history_reading *r)
{
	AUTO_FREE struct history_box *boxes = NULL;
	AUTO_TEXT struct text why = TEXT_INIT;
	struct history_job *j = r->job;
	unsigned n;
	int e = boxes_list(r->history, &boxes, &n);

	if (e < 0)
		return e;
	if (j->want == HISTORY_WANT_BOXES) {
		history_body_boxes(&j->out, boxes, n);
		return 0;
	}
	for (unsigned i = 0; i < n; i++)
		if ((uint64_t)boxes[i].box == j->number)
			return write_box(r, &boxes[i]);
	text_printf(&why, "there is no black box %" PRIu64 " (any more)", j->number);
	return history_say(j, 404, text_get(&why));
}

/* ------------------------------------------------------------------ the log */

static int find_file(struct history_reading *r, struct history_stream *s)
{
	AUTO_FREE struct log_file *files = NULL;
	unsigned n;
	int e = log_files(r->history, &files, &n);

	if (e < 0)
		return e;
	for (unsigned i = 0; i < n; i++) {
		if (s->number ? (uint64_t)files[i].file != s->number : files[i].ended)
			continue;
		s->file = files[i];
		return 0;
	}
	return history_say(
		r->job, 404,
		s->number ? "the log has no such file (any more): /api/v1/log/files lists them"
			  : "no file of the log is being written");
}

int history_read_files(struct history_reading *r)
{
	AUTO_FREE struct log_file *files = NULL;
	unsigned n;
	int e = log_files(r->history, &files, &n);

	if (e == 0)
		history_body_files(&r->job->out, files, n);
	return e;
}

/* The next piece; nothing behind the last one. */
int history_read_log(struct history_reading *r)
{
	struct history_stream *s = r->job->stream;
	bool first = s->row == 0;
	struct stat st;
	char path[330];
	int e;

	(void)snprintf(path, sizeof(path), "%s/" HISTORY_NAME, s->folder);
	if (stat(path, &st) < 0)
		return -errno;
	/* rows of another database have the same numbers */
	if (!first && (st.st_dev != s->dev || st.st_ino != s->ino))
		return -ESTALE;
	s->dev = st.st_dev;
	s->ino = st.st_ino;
	e = first ? find_file(r, s) : 0;
	if (e < 0 || r->job->status != 200)
		return e;
	while (e == 0 && r->job->out.len == 0 && (s->row == 0 || s->row <= s->file.last))
		e = log_export_part(r->history, &s->file, HISTORIAN_PIECE, &s->row, &r->job->out);
	return e;
}

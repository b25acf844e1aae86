// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What the thread of the historian does. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemons/webd/historian.h"
#include "daemons/webd/pack.h"
#include "daemons/webd/page_history.h"
#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/history/box_csv.h"

/* Less than this fits a packet in any case. */
#define PACKED_LEAST 1000
#define MINUTE_S     60

struct reading {
	struct history_job *job;
	struct history *history;
	struct history_report report;
};

static int say(struct history_job *j, unsigned status, const char *sentence)
{
	j->status = status;
	text_clear(&j->out);
	text_add(&j->out, sentence);
	return 0;
}

static void say_error(struct history_job *j, int r)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	switch (-r) {
	case ENOENT:
	case ENOTDIR:
		text_add(&why, "there is no history yet: rmcu-loggerd has not run");
		break;
	case EACCES:
	case EPERM:
		text_add(&why, "rmcu-webd may not read the history: its user is not in group rmcu");
		break;
	case EUCLEAN:
		text_add(&why, "the history is damaged: rmcu-loggerd sets it aside and begins a "
			       "new one when it starts");
		break;
	case EPROTO:
		text_add(&why, "the history is of a newer RMCU: install the same version of "
			       "rmcu-loggerd and rmcu-webd");
		break;
	case EBUSY:
	case EAGAIN:
		text_add(&why, "the history is busy: try again");
		break;
	case ESTALE:
		text_add(&why, "the file was dropped while it was read: try again");
		break;
	case ENOMEM:
		text_add(&why, "out of memory");
		break;
	default:
		text_printf(&why, "the history cannot be read: %s", strerror(-r));
	}
	(void)say(j, 503, text_get(&why));
}

/* ------------------------------------------------------------------ channels over a time */

static int say_unknown(struct reading *r, const char *id)
{
	const struct history_channels *c = &r->history->channels;
	AUTO_TEXT struct text why = TEXT_INIT;
	const char *comma = "; it has ";

	text_printf(&why, "the history has no channel '%s'", id);
	for (unsigned i = 0; i < HISTORY_COLUMNS_MAX; i++) {
		const struct history_channel *d = history_channels_of_column(c, i);

		if (!d)
			continue;
		text_printf(&why, "%s%s", comma, d->info.id);
		comma = ", ";
	}
	return say(r->job, 400, text_get(&why));
}

/* One whose column is still its own. */
static const struct history_channel *channel_of(struct reading *r, const char *id)
{
	const struct history_channels *c = &r->history->channels;
	const struct history_channel *d = history_channels_find(c, id);

	return d && history_channels_of_column(c, d->column) == d ? d : NULL;
}

/* Of those that nobody asked for by name the ones that are there. */
static void take_known(struct reading *r)
{
	struct history_query *q = &r->job->query;
	unsigned n = 0;

	for (unsigned i = 0; i < q->n; i++) {
		r->report.channels[n] = channel_of(r, q->ids[i]);
		n += r->report.channels[n] != NULL;
	}
	q->n = n;
}

static int take_channels(struct reading *r)
{
	struct history_query *q = &r->job->query;

	if (r->job->want == HISTORY_WANT_HOUR) {
		take_known(r);
		return 0;
	}

	if (q->n == 0 && r->job->want == HISTORY_WANT_PAGE)
		page_history_choose(q, &r->history->channels);
	for (unsigned i = 0; i < q->n; i++) {
		r->report.channels[i] = channel_of(r, q->ids[i]);
		if (!r->report.channels[i])
			return say_unknown(r, q->ids[i]);
	}
	return 0;
}

static int take_sums(struct reading *r)
{
	struct history_report *p = &r->report;
	int e = 0;

	while (p->n < r->job->query.n && e == 0) {
		unsigned i = p->n++;

		p->sums[i] = calloc(p->range.buckets, sizeof(*p->sums[i]));
		e = p->sums[i] ? history_buckets(r->history, p->channels[i], &p->range, p->sums[i])
			       : -ENOMEM;
	}
	return e;
}

/* Not before a page can say what it is about. */
static int take_range(struct reading *r)
{
	struct history_range *range = &r->report.range;
	AUTO_TEXT struct text why = TEXT_INIT;
	struct history_extent extent;
	int64_t apart;
	int e = history_extent(r->history, &extent);

	if (e < 0)
		return e;
	if (extent.last == 0)
		return say(r->job, 503,
			   "there is nothing in the history yet: the first minute is "
			   "written when it is over");
	if (history_query_range(&r->job->query, &extent, &r->history->sizes, 1, range, &why) < 0)
		return say(r->job, 400, text_get(&why));
	/* minutes are as they are */
	if (history_report_step(&r->report) >= MINUTE_S)
		return 0;
	e = history_spacing(r->history, range->from, range->to, &apart);
	if (e == 0)
		(void)history_query_range(&r->job->query, &extent, &r->history->sizes, apart, range,
					  &why);
	return e;
}

static int read_page(struct reading *r)
{
	struct history_job *j = r->job;
	AUTO_FREE struct history_box *boxes = NULL;
	AUTO_FREE struct log_file *files = NULL;
	struct page_history p = {
		.query = &j->query,
		.report = &r->report,
		.channels = &r->history->channels,
		.facts = &j->facts,
	};
	int e = boxes_list(r->history, &boxes, &p.n_boxes);

	if (e == 0)
		e = log_files(r->history, &files, &p.n_files);
	p.boxes = boxes;
	p.files = files;
	if (e == 0)
		page_history(&j->out, &p);
	return e;
}

static int read_series(struct reading *r)
{
	struct history_job *j = r->job;
	int e = take_channels(r);

	if (e == 0 && j->status == 200)
		e = take_range(r);
	if (e == 0 && j->status == 200)
		e = take_sums(r);
	if (e < 0 || j->status != 200)
		return e;
	if (j->want == HISTORY_WANT_PAGE)
		return read_page(r);
	if (j->want == HISTORY_WANT_HOUR)
		history_body_hour(&j->out, &r->report);
	else if (j->want == HISTORY_WANT_CSV)
		history_report_csv(&j->out, &r->report);
	else
		history_body_series(&j->out, &r->report, &j->facts);
	return 0;
}

/* Later than any row there is, in seconds; as milliseconds it still fits. */
#define HISTORY_NO_END (INT64_MAX / 1000000)

static int read_marks(struct reading *r)
{
	struct history_job *j = r->job;
	struct history_marks marks = { 0 };
	int e = take_range(r);
	/* an alarm is written at once, its second with the minute */
	int64_t to = j->query.to ? r->report.range.to : HISTORY_NO_END;

	if (e == 0 && j->status == 200)
		e = history_marks(r->history, r->report.range.from, to, &marks);
	if (e == 0 && j->status == 200)
		history_body_marks(&j->out, &marks, &j->facts, &r->history->channels);
	history_marks_done(&marks);
	return e;
}

/* ------------------------------------------------------------------ black boxes */

static int each_frame(struct reading *r, const struct history_box *b, struct box_csv *csv,
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

static int write_box(struct reading *r, const struct history_box *b)
{
	struct box_csv csv = { 0 };
	int e = each_frame(r, b, &csv, false);

	memset(csv.wanted, true, sizeof(csv.wanted));
	box_csv_header(&r->job->out, &csv);
	if (e == 0)
		e = each_frame(r, b, &csv, true);
	if (e == 0 && r->job->out.len > HISTORIAN_BOX_MAX)
		return say(r->job, 503,
			   "this black box has more than 8 MiB as CSV: psctl history "
			   "--box writes it");
	return e;
}

static int read_boxes(struct reading *r)
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
	return say(j, 404, text_get(&why));
}

/* ------------------------------------------------------------------ the log */

static int find_file(struct reading *r, struct history_stream *s)
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
	return say(r->job, 404,
		   s->number ? "the log has no such file (any more): /api/v1/log/files lists them"
			     : "no file of the log is being written");
}

static int read_files(struct reading *r)
{
	AUTO_FREE struct log_file *files = NULL;
	unsigned n;
	int e = log_files(r->history, &files, &n);

	if (e == 0)
		history_body_files(&r->job->out, files, n);
	return e;
}

/* The next piece; nothing behind the last one. */
static int read_log(struct reading *r)
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

/* ------------------------------------------------------------------ any */

static int read_any(struct reading *r)
{
	switch (r->job->want) {
	case HISTORY_WANT_SERIES:
	case HISTORY_WANT_HOUR:
	case HISTORY_WANT_CSV:
	case HISTORY_WANT_PAGE:
		return read_series(r);
	case HISTORY_WANT_MARKS:
		return read_marks(r);
	case HISTORY_WANT_BOXES:
	case HISTORY_WANT_BOX:
		return read_boxes(r);
	case HISTORY_WANT_FILES:
		return read_files(r);
	case HISTORY_WANT_LOG:
		return read_log(r);
	}
	return -EINVAL;
}

static int attempt(struct history_job *j)
{
	struct reading r = { .job = j };
	int e = history_open(j->stream ? j->stream->folder : j->folder, &r.history);

	j->status = 200;
	if (e == 0)
		e = read_any(&r);
	history_report_done(&r.report);
	(void)history_close(r.history);
	return e == 0 && !text_ok(&j->out) ? -ENOMEM : e;
}

/* Here and not in the loop: the best of gzip takes its time. */
static void pack(struct history_job *j)
{
	struct text packed = TEXT_INIT;

	if (!j->gzip || j->status != 200 || j->out.len < PACKED_LEAST)
		return;
	if (pack_gzip(&packed, text_get(&j->out), j->out.len) < 0) {
		text_done(&packed);
		return;
	}
	text_done(&j->out);
	j->out = packed;
	j->packed = true;
}

void history_read(struct history_job *j)
{
	int64_t begin_us = mono_read_us();
	int e = attempt(j);

	/* somebody writes what nobody wrote to when it was opened; a lock took longer */
	if (e == -EBUSY && j->want != HISTORY_WANT_LOG &&
	    mono_read_us() - begin_us < USEC_PER_SEC) {
		text_clear(&j->out);
		e = attempt(j);
	}
	if (e < 0)
		say_error(j, e);
	else
		pack(j);
}

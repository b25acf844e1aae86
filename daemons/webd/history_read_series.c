// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What the thread of the historian reads over a time: values of channels, and marks. */
#include <errno.h>
#include <stdlib.h>

#include "daemons/webd/history_read_internal.h"
#include "daemons/webd/page_history.h"
#include "lib/base/cleanup.h"

#define MINUTE_S 60

static int say_unknown(struct history_reading *r, const char *id)
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
	return history_say(r->job, 400, text_get(&why));
}

/* One whose column is still its own. */
static const struct history_channel *channel_of(struct history_reading *r, const char *id)
{
	const struct history_channels *c = &r->history->channels;
	const struct history_channel *d = history_channels_find(c, id);

	return d && history_channels_of_column(c, d->column) == d ? d : NULL;
}

/* Of those that nobody asked for by name the ones that are there. */
static void take_known(struct history_reading *r)
{
	struct history_query *q = &r->job->query;
	unsigned n = 0;

	for (unsigned i = 0; i < q->n; i++) {
		r->report.channels[n] = channel_of(r, q->ids[i]);
		n += r->report.channels[n] != NULL;
	}
	q->n = n;
}

static int take_channels(struct history_reading *r)
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

static int take_sums(struct history_reading *r)
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
static int take_range(struct history_reading *r)
{
	struct history_range *range = &r->report.range;
	AUTO_TEXT struct text why = TEXT_INIT;
	struct history_extent extent;
	int64_t apart;
	int e = history_extent(r->history, &extent);

	if (e < 0)
		return e;
	if (extent.last == 0)
		return history_say(r->job, 503,
				   "there is nothing in the history yet: the first minute is "
				   "written when it is over");
	if (history_query_range(&r->job->query, &extent, &r->history->sizes, 1, range, &why) < 0)
		return history_say(r->job, 400, text_get(&why));
	/* minutes are as they are */
	if (history_report_step(&r->report) >= MINUTE_S)
		return 0;
	e = history_spacing(r->history, range->from, range->to, &apart);
	if (e == 0)
		(void)history_query_range(&r->job->query, &extent, &r->history->sizes, apart, range,
					  &why);
	return e;
}

static int read_page(struct history_reading *r)
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

int history_read_series(struct history_reading *r)
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

int history_read_marks(struct history_reading *r)
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

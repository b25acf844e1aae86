// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What the thread of the historian does. */
#include <errno.h>
#include <string.h>

#include "daemons/webd/history_read_internal.h"
#include "daemons/webd/pack.h"
#include "lib/base/clock.h"

/* Less than this fits a packet in any case. */
#define PACKED_LEAST 1000

int history_say(struct history_job *j, unsigned status, const char *sentence)
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
	(void)history_say(j, 503, text_get(&why));
}

static int read_any(struct history_reading *r)
{
	switch (r->job->want) {
	case HISTORY_WANT_SERIES:
	case HISTORY_WANT_HOUR:
	case HISTORY_WANT_CSV:
	case HISTORY_WANT_PAGE:
		return history_read_series(r);
	case HISTORY_WANT_MARKS:
		return history_read_marks(r);
	case HISTORY_WANT_BOXES:
	case HISTORY_WANT_BOX:
		return history_read_boxes(r);
	case HISTORY_WANT_FILES:
		return history_read_files(r);
	case HISTORY_WANT_LOG:
		return history_read_log(r);
	}
	return -EINVAL;
}

static int attempt(struct history_job *j)
{
	struct history_reading r = { .job = j };
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

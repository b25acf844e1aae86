// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The thread that reads loggerd's database for the loop, one wish after the other; it starts with
 * the first. It opens the
 * file for each: loggerd may set it aside at any time, and nobody must hold on to the old one.
 *
 *   historian.c        the queue, to the thread and back
 *   history_read.c     what the thread does (history_read_series.c: values and marks over a time;
 *                      history_read_files.c: black boxes and the log)
 *   history_ask.c      from a request to a job, and from its end to the answer
 *   history_answers.c  the routes of it (history_answers_log.c: a file of the log;
 *                      history_answers_page.c: History as a page)
 *   history_query.c    what is asked for; history_body.c, page_history*.c what is answered
 */
#include <sys/types.h>

#include "daemons/webd/history_body.h"
#include "daemons/webd/routes.h"
#include "lib/base/worker.h"
#include "lib/history/log.h"

/* Wishes that wait: so many pages are opened at once, and each holds some 20 KiB. */
#define HISTORIAN_WAITING_MAX 16
/* Downloads of the log at a time, with a piece each, however slow their lines are. */
#define HISTORIAN_STREAMS_MAX 4
#define HISTORIAN_PIECE	      65536
/* The longest black box as CSV; the recordings of a unit have less. */
#define HISTORIAN_BOX_MAX (8 * 1024 * 1024)

enum history_want {
	HISTORY_WANT_SERIES,
	HISTORY_WANT_HOUR,
	HISTORY_WANT_CSV,
	HISTORY_WANT_PAGE,
	HISTORY_WANT_MARKS,
	HISTORY_WANT_BOXES,
	HISTORY_WANT_BOX,
	HISTORY_WANT_FILES,
	HISTORY_WANT_LOG,
};

/* A file of the log on its way; what is kept between two pieces. */
struct history_stream {
	struct webd *webd;
	char folder[300];
	dev_t dev;
	ino_t ino;	 /* of the database from which it comes */
	uint64_t number; /* of the file that is wanted; 0: the one that is being written */
	struct log_file file;
	int64_t row; /* the next one; 0: none was read yet */
};

struct history_job {
	enum history_want want;
	char folder[300];
	struct history_query query;
	struct history_facts facts;
	uint64_t number;	       /* of a black box */
	bool gzip, saves;	       /* what he wants who asks */
	struct history_stream *stream; /* the caller's */

	/* what came of it */
	unsigned status;
	struct text out;
	bool packed;

	void (*done)(struct history_job *j); /* in the loop; may take things out of it */
	struct webd *webd;
	struct http_later *later;
	struct http_flow *flow;
	struct visitor who;
	struct history_job *next;
};

struct historian {
	struct worker worker;
	struct loop *loop;
	struct loop_fd source;
	struct history_job *first,
		*ready; /* to do, the first one first; done, the last one first */
	unsigned n;	/* of both, and of what the thread has */
	unsigned streams;
	bool running, stop;
};

int historian_start(struct historian *h, struct loop *loop);
/* Answers what waits with a failure. */
void historian_stop(struct historian *h);

/* Whether there is no room for another wish; the pieces of a stream always have it. */
bool historian_full(const struct historian *h);
/* Takes over the job; it is answered as failed when the thread cannot start. */
void historian_ask(struct historian *h, struct history_job *j);

/* The thread's: fills status and out, as a sentence where the status is an error's. */
void history_read(struct history_job *j);

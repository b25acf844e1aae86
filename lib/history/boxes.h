// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The black boxes: what was measured around an alarm, at full rate. A box names parts of the one
 * ring of recordings, so two alarms at a time share theirs, and a part may be overwritten while it
 * is looked for: then it is passed over. So is a damaged one, but it is counted: a card that loses
 * one page takes no other recording with it.
 */
#include "lib/history/frames.h"
#include "lib/history/history.h"
#include "lib/model/alarm.h"

struct history_box {
	int64_t box; /* number, from 1 or so; given once */
	int64_t event;
	char alarm[ALARM_ID_MAX];
	char channel[CHANNEL_ID_MAX]; /* "" for an alarm about none */
	int64_t t_us;		      /* when it was raised, wall clock */
	int64_t first, last;	      /* its parts */
	int64_t from_us, to_us;	      /* what there is of them; 0: nothing (yet) */
	unsigned damaged;	      /* parts that cannot be read, or not to their end */
};

/* All boxes, the oldest one first; *ret_boxes is the caller's to free. */
int boxes_list(struct history *h, struct history_box **ret_boxes, unsigned *ret_n);

/* A box being read. */
struct boxes_reader {
	struct history *h;
	sqlite3_stmt *parts;	     /* the next one */
	int64_t part, last;	     /* the part that is read, and the last one of the box */
	uint8_t *bytes;		     /* of the part, owned */
	struct frames_reader frames; /* frames.now is the frame */
	bool open;		     /* frames are left in the part */
	unsigned n;		     /* channels of the part, as many as frames.now has */
	int64_t defs[CHANNELS_MAX]; /* what they are: number of a definition, -1 for a hidden one */
};

/* A box whose parts are all gone has no frames. Close it with boxes_done(). */
int boxes_open(struct history *h, const struct history_box *b, struct boxes_reader *ret);
void boxes_done(struct boxes_reader *r);

/*
 * 1 and the next frame in r->frames.now, 0 behind the last one, or a negative errno. After
 * -EUCLEAN, for a damaged part, it goes on with the part behind it.
 */
int boxes_next(struct boxes_reader *r);

/* A list of them as one object. */
struct json;
void history_boxes_json(struct json *j, const struct history_box *boxes, unsigned n);

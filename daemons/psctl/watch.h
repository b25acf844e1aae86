// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* One `psctl watch`: what it has heard and when, and how it shows that. */
#include "daemons/psctl/cmd.h"
#include "daemons/psctl/watch_screen.h"

struct watch {
	const struct call *call;
	struct link *link;
	struct alarm_link *alarms;
	struct terminal terminal;
	struct watch_screen screen;
	int64_t interval_us; /* between two pictures or lines */
	uint64_t left;	     /* pictures or lines still wanted; 0: no end */
	int64_t shown_us, heard_us;
	int64_t lost_us; /* since when there is no connection; 0: there is one */
	int64_t retry_us, backoff_us;
	int64_t alarms_heard_us; /* of alarmd, or its last try to connect */
	int64_t back_us;	 /* when it came back */
	uint64_t instance;	 /* of the sensord that was heard last */
	bool restarted;
	bool fresh; /* a snapshot waits to be shown */
	bool edge;  /* and it is one for an edge: at once */
	int code;   /* the exit code, -1 while it goes on */
};

/* True when a picture changes in place; false: a line each time. */
bool watch_live(const struct watch *w);

/* Shows the present state; ends the watch when it was the last one wanted, or nobody reads. */
void watch_show(struct watch *w, int64_t now_us);

/* Adds the picture. */
void watch_picture(const struct watch *w, int64_t now_us, struct text *out);

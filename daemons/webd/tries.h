// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Tests of recipients: what became of the last one of each, for the page that has the button. Pure.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/wire/msg.h"

struct try_record {
	char recipient[CHANNEL_ID_MAX];
	char by[ACTOR_NAME_MAX];
	int64_t at_us;	/* wall clock: it was asked for */
	int64_t due_us; /* monotonic: behind this nobody waits for its end any more */
	uint32_t id;	/* of the request */
	bool under_way;
	uint32_t error; /* 0: it was delivered */
	char sentence[WIRE_SENTENCE_MAX];
};

/* Zero-initialise. */
struct tries {
	unsigned n;
	struct try_record list[NOTIFY_RECIPIENTS_MAX];
};

/* The last one to this recipient, NULL without any; `now_us` is monotonic. */
const struct try_record *tries_find(struct tries *t, const char *recipient, int64_t now_us);

/* The one that is on its way; NULL: none is. */
const struct try_record *tries_under_way(struct tries *t, int64_t now_us);

/* This was asked for, by the actor of the request. */
void tries_begin(struct tries *t, uint32_t id, const struct msg_notify_request *m, int64_t at_us,
		 int64_t now_us);

/* What notifyd said to the request of this number. */
void tries_over(struct tries *t, uint32_t id, const struct msg_reply *reply);

/* notifyd went, and with it what was under way. */
void tries_lost(struct tries *t);

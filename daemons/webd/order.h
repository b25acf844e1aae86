// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What a person asks of an alarm, an output or a recipient, from fields to the request on the bus.
 * Pure. */
#include "daemons/webd/fields.h"
#include "daemons/webd/visitor.h"
#include "lib/base/text.h"
#include "lib/model/snapshot.h"
#include "lib/wire/msg.h"

enum order_verb {
	ORDER_ACKNOWLEDGE, /* note, occurrence */
	ORDER_SHELVE,	   /* for, reason */
	ORDER_UNSHELVE,
	ORDER_RESET,
	ORDER_OUTPUT,  /* state, for, confirm, reason, dry_run */
	ORDER_CONFIRM, /* an output */
	ORDER_TRY,     /* a recipient: a test goes to him */
	ORDER_VERB_MAX,
};

/* Who is asked. */
enum order_server {
	ORDER_OF_ALARMD,
	ORDER_OF_SENSORD,
	ORDER_OF_NOTIFYD,
	ORDER_SERVER_MAX
};

/* What it is about, and who asks. `now` is NULL while sensord does not answer. */
struct order_world {
	const char *id; /* of the alarm, the output or the recipient */
	const struct channel *channels;
	unsigned n_channels;
	const struct snapshot *now;
	const struct visitor *who;
	const char *address;
};

struct order {
	enum order_verb verb;
	/* "return": what waits for a confirmation goes back at once, and that is to be confirmed:
	 * else it would wait itself, although nobody has a choice to make any more */
	bool settle;
	union {
		struct msg_alarm_request alarm;
		struct msg_output_set set;
		struct msg_output_confirm confirm;
		struct msg_notify_request test;
	};
};

/*
 * 0 with the order, or the status to refuse it with and the sentence added to *why: 422 for a field
 * that is not understood, 404 for an output that there is not, 503 while it cannot be told.
 */
unsigned order_read(enum order_verb verb, const struct fields *f, const struct order_world *w,
		    struct order *ret_order, struct text *why);

enum order_server order_server(enum order_verb verb);

/* The packet of an order that is to be asked, as X_put. */
int order_put(void *buf, size_t size, uint32_t id, const struct order *o);

/*
 * The status of an answer with this errno (0: done); 502 when it is the word of somebody outside
 * the unit. That somebody was as quick is no failure of
 * what can be asked for twice.
 */
unsigned order_status(enum order_verb verb, uint32_t error);

/* The page that a form goes back to: its field `back` names one of the fixed list. */
const char *order_back(const struct fields *f);

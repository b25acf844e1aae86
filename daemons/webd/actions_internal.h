// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The inside of actions.c: what waits, and actions_answer.c, which says what became of it. */
#include "daemons/webd/actions.h"
#include "lib/wire/msg.h"

struct action {
	struct link *link;
	uint32_t id;
	int64_t due_us; /* monotonic */
	struct http_later *later;
	enum order_verb verb;
	bool settle, settled; /* it is to be confirmed, and was (struct order) */
	struct msg_output_confirm confirm;
	bool form;
	bool recorded; /* the page that it goes back to says what became of it */
	char back[HTTP_LOCATION_MAX];
	struct visitor who;
	struct action *next;
};

/* "alarmd" and these words, in a text that lasts until the next one. */
const char *action_sentence(enum order_verb verb, const char *words);

/* Where a form goes from there; a test is asked for on the page of who gets it. */
void action_go_back(struct action *x, const struct asked *q, const struct fields *f);

/* Writes the answer to it. */
void action_put(struct webd *w, struct http_answer *a, const struct action *x, unsigned status,
		const char *sentence);

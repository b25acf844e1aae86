// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What is said to who asked for an action: as JSON, as a page, or on the page that he came from. */
#include <stdio.h>

#include "daemons/webd/actions_internal.h"
#include "daemons/webd/page_forms.h"
#include "daemons/webd/page_setup.h"
#include "daemons/webd/webd.h"
#include "lib/base/json.h"
#include "lib/base/util.h"

static const char *const servers[] = {
	[ORDER_OF_ALARMD] = "alarmd",
	[ORDER_OF_SENSORD] = "sensord",
	[ORDER_OF_NOTIFYD] = "notifyd",
};
_Static_assert(ARRAY_SIZE(servers) == ORDER_SERVER_MAX, "a name is missing");

const char *action_sentence(enum order_verb verb, const char *words)
{
	static char sentence[WIRE_SENTENCE_MAX];

	(void)snprintf(sentence, sizeof(sentence), "%s %s", servers[order_server(verb)], words);
	return sentence;
}

void action_go_back(struct action *x, const struct asked *q, const struct fields *f)
{
	if (x->verb != ORDER_TRY || !channel_id_valid(q->id))
		(void)snprintf(x->back, sizeof(x->back), "%s", order_back(f));
	else if (streq(q->id, RECIPIENT_MAIL_ID))
		(void)snprintf(x->back, sizeof(x->back), "/setup/mail?tested=1#" SETUP_TRY_AT);
	else
		(void)snprintf(x->back, sizeof(x->back),
			       "/setup/recipient/%s?tested=1#" SETUP_TRY_AT, q->id);
}

static void put_json(struct http_answer *a, unsigned status, const char *sentence)
{
	struct json j;

	if (status >= 400) {
		answer_error(a, status, sentence);
		return;
	}
	a->status = status;
	a->type = "application/json";
	json_begin(&j, &a->body, false);
	json_object(&j, NULL);
	json_string(&j, "sentence", sentence);
	json_object_end(&j);
	text_add_char(&a->body, '\n');
}

/* A browser without a script goes back to where it came from, or is told why nothing was done. */
static void put_page(struct webd *w, struct http_answer *a, const struct action *x, unsigned status,
		     const char *sentence)
{
	struct page p = answer_page(w, "Not done", NULL);

	if (status == 200 || x->recorded) {
		http_go_to(a, x->back);
		return;
	}
	answer_follow(w, &p, PAGE_FRAME, &x->who);
	a->status = status;
	a->type = "text/html; charset=utf-8";
	page_begin(&a->body, &p);
	page_refusal(&a->body, sentence, x->back);
	page_end(&a->body);
}

void action_put(struct webd *w, struct http_answer *a, const struct action *x, unsigned status,
		const char *sentence)
{
	if (x->form)
		put_page(w, a, x, status, sentence);
	else
		put_json(a, status, sentence);
}

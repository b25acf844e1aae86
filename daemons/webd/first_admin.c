// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The first administrator, made in the browser by who has the code. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/form.h"
#include "daemons/webd/page.h"
#include "daemons/webd/webd.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/daemon/persons.h"

/* What is asked for, from the form to settingsd's answer. */
struct first {
	struct webd *w;
	struct http_later *later;
	char user[ACTOR_NAME_MAX], address[HTTP_ADDRESS_MAX];
	struct msg_settings_change change; /* large */
};

static void write_page(struct webd *w, struct http_answer *a, const char *error, const char *user,
		       bool no_words)
{
	struct page p = answer_page(w, "first administrator", NULL);
	struct page_first f = {
		.error = error,
		.user = user,
		.alive = first_code_alive(&w->signin.first, mono_read_us()),
		.no_words = no_words,
	};

	a->type = "text/html; charset=utf-8";
	page_first(&a->body, &p, &f);
}

void answer_page_first(struct webd *w, const struct asked *q, struct http_answer *a)
{
	write_page(w, a, NULL, "", !signin_private(w, q->http));
}

static void end(struct first *f, struct http_answer *a)
{
	http_answer_later(f->later, a);
	text_done(&a->body);
	free(f);
}

static void refuse_later(struct first *f, unsigned status, const char *why)
{
	struct http_answer a = { .status = status };

	write_page(f->w, &a, why, f->user, false);
	end(f, &a);
}

static void saved(void *ctx, const struct msg_settings_result *result)
{
	struct first *f = ctx;
	struct http_answer a = { 0 };

	if (!result) {
		refuse_later(f, 503, "settingsd does not answer");
		return;
	}
	if (result->error) {
		refuse_later(f, 422,
			     result->n_mistakes ? result->mistakes[0].sentence : result->sentence);
		return;
	}
	log_notice("'%s' is the first administrator, made from %s", f->user, f->address);
	http_go_to(&a, "/login");
	end(f, &a);
}

static void add_change(struct msg_settings_change *m, const char *user, const char *key,
		       const char *value)
{
	(void)snprintf(m->changes[m->n].path, sizeof(m->changes[0].path), "users.%s.%s", user, key);
	(void)snprintf(m->changes[m->n].value, sizeof(m->changes[0].value), "%s", value);
	m->n++;
}

static void hashed(void *ctx, bool matches, const char *hash)
{
	struct first *f = ctx;
	struct actor *actor = &f->change.actor;

	(void)matches;
	/* somebody else may have been quicker */
	if (!*hash || signin_has_admin(f->w)) {
		refuse_later(f, 503, "the password could not be kept: try again");
		return;
	}
	(void)snprintf(actor->name, sizeof(actor->name), "%s", f->user);
	(void)snprintf(actor->address, sizeof(actor->address), "%s", f->address);
	(void)snprintf(actor->door, sizeof(actor->door), DOOR_OF_USERS);
	add_change(&f->change, f->user, "role", user_role_to_name(USER_ADMIN));
	add_change(&f->change, f->user, "password", hash);
	if (changer_ask(&f->w->changer, &f->change, saved, f) < 0)
		refuse_later(f, 503, "settingsd does not answer");
}

/* The sentence why the form is no good; NULL when it is. */
static const char *refused(struct webd *w, const struct http_request *http, struct first *f,
			   char password[HASHER_WORD_MAX])
{
	char code[32] = "", again[HASHER_WORD_MAX] = "";
	const char *why = NULL;

	(void)form_value(http->body, http->body_len, "code", code, sizeof(code));
	if (!form_value(http->body, http->body_len, "user", f->user, sizeof(f->user)) ||
	    !channel_id_valid(f->user))
		why = "a user name has small letters, digits and _, a letter first, at most 31";
	else if (!form_value(http->body, http->body_len, "password", password, HASHER_WORD_MAX))
		why = "a password has at most 128 bytes";
	else
		why = password_refused(password);
	(void)form_value(http->body, http->body_len, "again", again, sizeof(again));
	if (!why && !secret_equal(password, again))
		why = "the two passwords are not the same";
	/* the code last: what else is wrong costs no try */
	if (!why && !first_code_try(&w->signin.first, code, mono_read_us()))
		why = first_code_alive(&w->signin.first, mono_read_us())
			      ? "the code is wrong"
			      : "the code has run out; psctl user code makes another one";
	secret_wipe(again, sizeof(again));
	return why;
}

void answer_first_admin(struct webd *w, const struct asked *q, struct http_answer *a)
{
	char password[HASHER_WORD_MAX] = "";
	struct first *f = calloc(1, sizeof(*f));
	const char *why;

	if (!f)
		return;
	f->w = w;
	(void)snprintf(f->address, sizeof(f->address), "%s", q->http->address);
	if (signin_has_admin(w)) {
		http_go_to(a, "/login");
	} else if (!signin_private(w, q->http)) {
		a->status = 403;
		write_page(w, a, NULL, "", true);
	} else if ((why = refused(w, q->http, f, password))) {
		a->status = 422;
		write_page(w, a, why, f->user, false);
	} else if (hasher_make(&w->signin.hasher, password, hashed, f) < 0) {
		a->status = 503;
		write_page(w, a, "too many sign in at once: try again", f->user, false);
	} else {
		f->later = http_later(q->http);
		a->status = f->later ? a->status : 503;
		f = NULL;
	}
	secret_wipe(password, sizeof(password));
	free(f);
}

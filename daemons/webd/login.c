// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Sign in and out: the answers to their forms. */
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

/* Where to, behind the sign-in: a path of ours. */
#define NEXT_MAX HTTP_LOCATION_MAX

/* A sign-in while its password is looked at. */
struct login {
	struct webd *w;
	struct http_later *later;
	char user[ACTOR_NAME_MAX], address[HTTP_ADDRESS_MAX], next[NEXT_MAX];
	bool tls;
};

/* Never to somebody else's page: "//elsewhere" and "/\\elsewhere" are such. */
static const char *local_path(const char *next)
{
	for (const char *p = next; *p; p++)
		if (*p <= ' ' || *p > '~' || *p == '\\')
			return "/";
	return next[0] == '/' && next[1] != '/' ? next : "/";
}

static void write_page(struct webd *w, struct http_answer *a, const char *error, const char *user,
		       const char *next, bool no_words)
{
	struct page p = answer_page(w, "sign in", NULL);
	struct page_login l = {
		.error = error,
		.user = user,
		.next = next,
		.open_status = w->live.now->web.open_status,
		.no_words = no_words,
	};

	a->type = "text/html; charset=utf-8";
	page_login(&a->body, &p, &l);
}

void answer_page_login(struct webd *w, const struct asked *q, struct http_answer *a)
{
	const char *next = http_query(q->http, "next");

	if (!signin_has_admin(w)) {
		answer_page_first(w, q, a);
		return;
	}
	write_page(w, a, NULL, "", local_path(next ? next : "/"), !signin_private(w, q->http));
}

/* The same words whichever half was wrong. */
static void refuse(struct webd *w, struct http_answer *a, const char *user, const char *address,
		   const char *next)
{
	unsigned wait_s = signin_wait_s(w, user, address);
	char error[96];

	if (wait_s)
		(void)snprintf(error, sizeof(error),
			       "user name or password is wrong. Next try in %u s.", wait_s);
	else
		(void)snprintf(error, sizeof(error), "user name or password is wrong.");
	signin_count_refused(w);
	a->status = 401;
	write_page(w, a, error, user, next, false);
}

static void looked_at(void *ctx, bool matches, const char *hash)
{
	struct login *l = ctx;
	struct webd *w = l->w;
	struct http_answer a = { 0 };
	int64_t now_us = mono_read_us();

	(void)hash;
	if (matches && signin_begin(w, l->user, l->tls, &a) == 0) {
		http_go_to(&a, l->next);
		backoff_right(&w->signin.backoff, BACKOFF_ACCOUNT, l->user);
		backoff_right(&w->signin.backoff, BACKOFF_ADDRESS, l->address);
		w->signin.taken++;
		log_notice("'%s' signed in from %s", l->user, l->address);
	} else {
		backoff_wrong(&w->signin.backoff, BACKOFF_ACCOUNT, l->user, now_us);
		backoff_wrong(&w->signin.backoff, BACKOFF_ADDRESS, l->address, now_us);
		refuse(w, &a, l->user, l->address, l->next);
	}
	http_answer_later(l->later, &a);
	text_done(&a.body);
	free(l);
}

/* A name that nobody has is held against a hash as well: it must take the same time. */
static void begin(struct webd *w, const struct asked *q, const struct login *from,
		  const char *password, struct http_answer *a)
{
	struct login *l = calloc(1, sizeof(*l));
	enum user_role role;
	const char *hash;

	if (!l)
		return;
	*l = *from;
	if (!signin_user(w, l->user, &role, &hash))
		hash = signin_nobody;
	if (hasher_verify(&w->signin.hasher, password, hash, looked_at, l) == 0) {
		l->later = http_later(q->http);
		if (!l->later)
			a->status = 503;
		return;
	}
	a->status = 503;
	write_page(w, a, "too many sign in at once: try again", l->user, l->next, false);
	free(l);
}

void answer_login(struct webd *w, const struct asked *q, struct http_answer *a)
{
	const struct http_request *http = q->http;
	struct login l = { .w = w, .tls = http->tls, .next = "/" };
	char password[HASHER_WORD_MAX], next[NEXT_MAX];

	(void)snprintf(l.address, sizeof(l.address), "%s", http->address);
	if (form_value(http->body, http->body_len, "next", next, sizeof(next)))
		(void)snprintf(l.next, sizeof(l.next), "%s", local_path(next));
	if (!signin_private(w, http)) {
		a->status = 403;
		write_page(w, a, NULL, "", l.next, true);
	} else if (!form_value(http->body, http->body_len, "user", l.user, sizeof(l.user)) ||
		   !form_value(http->body, http->body_len, "password", password,
			       sizeof(password))) {
		refuse(w, a, "", l.address, l.next);
	} else if (signin_wait_s(w, l.user, l.address) > 0) {
		refuse(w, a, l.user, l.address, l.next);
		a->status = 429;
	} else {
		begin(w, q, &l, password, a);
	}
	secret_wipe(password, sizeof(password));
}

void answer_logout(struct webd *w, const struct asked *q, struct http_answer *a)
{
	signin_end(w, q->http, a);
	/* nobody is told names who is not signed in any more; the others come again at once */
	streams_end_all(&w->streams);
	http_go_to(a, w->live.now->web.open_status ? "/" : "/login");
}

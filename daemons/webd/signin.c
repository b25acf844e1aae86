// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/signin.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/credentials.h"
#include "daemons/webd/webd.h"
#include "lib/base/calendar.h"
#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/daemon/persons.h"

#define SESSIONS_NAME "sessions"
#define SESSIONS_MODE 0600
/* Made once, of 192 random bits that were thrown away: one of its own would cost each start what a
 * sign-in costs, which on a small board is a second. */
const char signin_nobody[] =
	"$y$j9T$yu57FAZ/fnVINyesoVK1T1$U2NX1GhS9ZkKWJYRe09AiuCgdXyhiRIbjD4/QLQxZH1";

/* A crash forgets so much of when they were used last. */
#define KEEP_US (60 * USEC_PER_SEC)
/* SESSIONS_MAX lines. */
#define SESSIONS_BYTES 16384

/* ------------------------------------------------------------------ users */

bool signin_user(const struct webd *w, const char *name, enum user_role *ret_role,
		 const char **ret_hash)
{
	const struct settings *s = w->live.now;
	int i = subject_find(&subject_users, s, name);

	if (i < 0 || s->users[i].role == USER_DISABLED)
		return false;
	*ret_role = s->users[i].role;
	*ret_hash = secrets_find(&w->signin.secrets, &subject_users, name, "password");
	return *ret_hash != NULL;
}

bool signin_has_admin(const struct webd *w)
{
	const struct settings *s = w->live.now;
	enum user_role role;
	const char *hash;

	for (unsigned i = 0; i < s->n_users; i++)
		if (signin_user(w, s->users[i].id, &role, &hash) && role == USER_ADMIN)
			return true;
	return false;
}

bool signin_private(const struct webd *w, const struct http_request *q)
{
	return q->tls || q->loopback || w->live.now->web.plain_login;
}

unsigned signin_wait_s(const struct webd *w, const char *account, const char *address)
{
	int64_t now_us = mono_read_us();
	int64_t a = backoff_wait(&w->signin.backoff, BACKOFF_ACCOUNT, account, now_us);
	int64_t b = backoff_wait(&w->signin.backoff, BACKOFF_ADDRESS, address, now_us);

	return (unsigned)(((a > b ? a : b) + USEC_PER_SEC - 1) / USEC_PER_SEC);
}

void signin_count_refused(struct webd *w)
{
	w->signin.refused++;
	w->signin.refused_at_us = instant_read().wall_us;
}

/* ------------------------------------------------------------------ sessions */

/* What is written is lost with the boot at the latest; a lost line costs a sign-in. */
static void save_sessions(struct webd *w)
{
	AUTO_TEXT struct text text = TEXT_INIT;

	w->signin.saved_us = mono_read_us();
	sessions_print(&w->signin.sessions, &text);
	if (text_ok(&text))
		(void)file_replace(w->signin.run_folder, SESSIONS_NAME, text_get(&text), text.len,
				   SESSIONS_MODE, false);
}

void signin_keep(struct webd *w, int64_t now_us)
{
	struct signin *s = &w->signin;

	(void)first_code_look(&s->first, now_us);
	if (now_us - s->saved_us < KEEP_US)
		return;
	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		if (s->sessions.list[i].used_us > s->saved_us) {
			save_sessions(w);
			return;
		}
	}
}

static void load_sessions(struct webd *w)
{
	AUTO_FREE char *bytes = NULL;
	char path[PATH_MAX];
	size_t len;

	(void)snprintf(path, sizeof(path), "%s/" SESSIONS_NAME, w->signin.run_folder);
	if (file_read(path, SESSIONS_BYTES, &bytes, &len) == 0)
		sessions_parse(&w->signin.sessions, bytes);
}

static bool session_cookie(const struct http_request *q, char ret_digest[SECRET_DIGEST_MAX])
{
	const char *header = http_header(q, "Cookie");
	char cookie[VISITOR_KEY_MAX];

	if (!header || !cookie_find(header, SIGNIN_COOKIE, cookie, sizeof(cookie)))
		return false;
	secret_digest(cookie, ret_digest);
	return true;
}

static bool who_by_session(struct webd *w, const struct http_request *q, struct visitor *ret_who)
{
	char cookie[SECRET_DIGEST_MAX], password[SECRET_DIGEST_MAX];
	const struct session *n;
	enum user_role role;
	const char *hash;

	if (!session_cookie(q, cookie))
		return false;
	n = sessions_use(&w->signin.sessions, cookie, mono_read_us());
	if (!n || !signin_user(w, n->user, &role, &hash))
		return false;
	secret_digest(hash, password);
	if (!secret_equal(password, n->password))
		return false;
	*ret_who = (struct visitor){ .role = role, .door = DOOR_OF_USERS };
	(void)snprintf(ret_who->name, sizeof(ret_who->name), "%s", n->user);
	(void)snprintf(ret_who->csrf, sizeof(ret_who->csrf), "%s", n->csrf);
	return true;
}

static void set_cookie(struct http_answer *a, const char *value, bool tls)
{
	(void)snprintf(a->cookie, sizeof(a->cookie),
		       SIGNIN_COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict%s%s", value,
		       tls ? "; Secure" : "", *value ? "" : "; Max-Age=0");
}

int signin_begin(struct webd *w, const char *user, bool tls, struct http_answer *a)
{
	char cookie[VISITOR_KEY_MAX], csrf[VISITOR_KEY_MAX];
	char digest[SECRET_DIGEST_MAX], password[SECRET_DIGEST_MAX];
	enum user_role role;
	const char *hash;

	if (!signin_user(w, user, &role, &hash))
		return -EACCES;
	if (secret_random(cookie, sizeof(cookie) / 2) < 0 ||
	    secret_random(csrf, sizeof(csrf) / 2) < 0)
		return -EIO;
	secret_digest(cookie, digest);
	secret_digest(hash, password);
	sessions_add(&w->signin.sessions, digest, user, password, csrf, mono_read_us());
	save_sessions(w);
	set_cookie(a, cookie, tls);
	return 0;
}

void signin_end(struct webd *w, const struct http_request *q, struct http_answer *a)
{
	char digest[SECRET_DIGEST_MAX];

	if (session_cookie(q, digest))
		sessions_end(&w->signin.sessions, digest);
	save_sessions(w);
	set_cookie(a, "", q->tls);
}

int signin_who(struct webd *w, const struct http_request *q, struct visitor *ret_who,
	       const char **ret_why)
{
	const char *header = http_header(q, "Authorization");

	*ret_who = (struct visitor){ 0 };
	if (header)
		return signin_by_word(w, q, header, ret_who, ret_why);
	(void)who_by_session(w, q, ret_who);
	return 0;
}

/* ------------------------------------------------------------------ life */

const char *signin_new_code(struct webd *w, const char **ret_why)
{
	struct first_code *f = &w->signin.first;

	*ret_why = "there is an administrator already";
	if (signin_has_admin(w))
		return NULL;
	*ret_why = "no code can be drawn";
	return first_code_make(f, mono_read_us()) < 0 && !f->code[0] ? NULL : f->code;
}

/* One at the start, and when the last administrator went. */
static void look_for_admin(struct webd *w)
{
	struct first_code *f = &w->signin.first;
	const char *why;

	if (signin_has_admin(w)) {
		/* also the file of one that was killed before him */
		first_code_end(f);
		return;
	}
	if (f->code[0] || f->ran_out)
		return;
	log_notice("there is no administrator: psctl user code shows the code with which the first "
		   "one is made in the browser");
	if (!signin_new_code(w, &why))
		log_error("%s", why);
}

void signin_refresh(struct webd *w)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings_paths paths;
	int r;

	settings_paths_default(&paths);
	assignments_done(&w->signin.secrets);
	r = secrets_load(&paths, SECRET_WEBD, &w->signin.secrets, &mistakes);
	if (r < 0 && mistakes.len == 0)
		text_printf(&mistakes, "passwords and tokens cannot be read: %s", strerror(-r));
	(void)troubles_set(&w->troubles, "secrets", r < 0 ? text_get(&mistakes) : NULL,
			   instant_read().wall_us);
	publish_health(w);
	look_for_admin(w);
}

int signin_start(struct webd *w)
{
	struct signin *s = &w->signin;
	int r;

	folder_private_runtime("webd", s->run_folder);
	(void)file_make_folder(s->run_folder, 0755);
	(void)snprintf(s->first.folder, sizeof(s->first.folder), "%s", s->run_folder);
	r = hasher_start(&s->hasher, w->loop);
	if (r < 0)
		return log_error_errno(r, "cannot hash passwords");
	load_sessions(w);
	signin_refresh(w);
	return 0;
}

void signin_stop(struct webd *w)
{
	hasher_stop(&w->signin.hasher);
	/* those in use were used since */
	if (w->signin.run_folder[0])
		save_sessions(w);
	if (w->signin.first.code[0])
		first_code_end(&w->signin.first);
	assignments_done(&w->signin.secrets);
}

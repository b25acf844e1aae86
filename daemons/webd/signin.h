// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Who asks: sessions, passwords and tokens, and how long who guesses must wait. */
#include "daemons/webd/backoff.h"
#include "daemons/webd/first_code.h"
#include "daemons/webd/hasher.h"
#include "daemons/webd/http.h"
#include "daemons/webd/sessions.h"
#include "lib/settings/secrets.h"

struct webd;

/* Whoever sends a word with each request is not hashed each time: so many, for so long. */
#define SIGNIN_KNOWN_MAX 16
#define SIGNIN_KNOWN_US	 (INT64_C(5) * 60 * 1000000)

/* A header that was held against what is kept. */
struct signin_known {
	char header[SECRET_DIGEST_MAX]; /* "": a free place */
	char secret[SECRET_DIGEST_MAX]; /* of what it was held against */
	char name[ACTOR_NAME_MAX];
	bool token, right;
	int64_t at_us;
};

struct signin {
	struct sessions sessions;
	struct backoff backoff;
	struct hasher hasher;
	struct first_code first;
	struct assignments secrets;
	struct signin_known known[SIGNIN_KNOWN_MAX];
	char run_folder[FOLDER_MAX];
	uint32_t taken, refused; /* sign-ins since the start */
	int64_t refused_at_us;	 /* wall clock of the last one; 0: there was none */
	int64_t saved_us;	 /* when the sessions were */
};

/* Who has no password is held against this hash: that takes the same time. */
extern const char signin_nobody[];

int signin_start(struct webd *w);
void signin_stop(struct webd *w);

/* The settings changed: secrets are read anew, and the first code is made or ended. */
void signin_refresh(struct webd *w);

/* The cookie of a browser. */
#define SIGNIN_COOKIE "rmcu"

/*
 * Who asks. 0 with *ret_who; -EINPROGRESS: his word is being looked at, and the request comes again
 * then; or the status that he gets, with the sentence in *ret_why.
 */
int signin_who(struct webd *w, const struct http_request *q, struct visitor *ret_who,
	       const char **ret_why);

/* signin_word.c: the part of it for a request with this Authorization. */
int signin_by_word(struct webd *w, const struct http_request *q, const char *header,
		   struct visitor *ret_who, const char **ret_why);

/* Now and then: keeps what was used since, and removes the first code that has run out. */
void signin_keep(struct webd *w, int64_t now_us);

/* Whether words may be sent this way (web.plain_login). */
bool signin_private(const struct webd *w, const struct http_request *q);

/* Somebody was refused, for a wrong word or because he came too soon. */
void signin_count_refused(struct webd *w);

/* How long this account from there must wait, whole seconds. */
unsigned signin_wait_s(const struct webd *w, const char *account, const char *address);

/* The role of a user that can sign in, and what is kept of his password; false for any other. */
bool signin_user(const struct webd *w, const char *name, enum user_role *ret_role,
		 const char **ret_hash);

/* Whether there is an administrator who can sign in. */
bool signin_has_admin(const struct webd *w);

/* Begins a session, whose cookie goes into the answer; ends the one that the request is of. */
int signin_begin(struct webd *w, const char *user, bool tls, struct http_answer *a);
void signin_end(struct webd *w, const struct http_request *q, struct http_answer *a);

/* Makes another first code; NULL with the sentence when there is an administrator. */
const char *signin_new_code(struct webd *w, const char **ret_why);

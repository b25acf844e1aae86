// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Who sends a name and a word with each request: a script with its token, a user with curl. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/credentials.h"
#include "daemons/webd/webd.h"
#include "lib/base/calendar.h"
#include "lib/base/clock.h"
#include "lib/daemon/persons.h"

/* Until the day is over where the unit is. */
static bool is_in_force(const struct settings_token *t)
{
	int64_t wall_us;

	return !t->expires[0] || (calendar_parse(t->expires, &wall_us) == 0 &&
				  instant_read().wall_us < wall_us + 24 * 3600 * USEC_PER_SEC);
}

static bool find_token(const struct webd *w, const char *name, enum user_role *ret_role,
		       const char **ret_hash)
{
	const struct settings *s = w->live.now;
	int i = subject_find(&subject_tokens, s, name);

	if (i < 0 || s->tokens[i].role == USER_DISABLED || !is_in_force(&s->tokens[i]))
		return false;
	*ret_role = s->tokens[i].role;
	*ret_hash = secrets_find(&w->signin.secrets, &subject_tokens, name, "secret");
	return *ret_hash != NULL;
}

/* A request that waits for its word to be looked at. */
struct asking {
	struct webd *w;
	struct http_later *later;
	struct signin_known known;
	char address[HTTP_ADDRESS_MAX];
};

static struct signin_known *find_known(struct signin *s, const char *header, const char *secret)
{
	int64_t now_us = mono_read_us();

	for (size_t i = 0; i < SIGNIN_KNOWN_MAX; i++) {
		struct signin_known *k = &s->known[i];

		if (k->header[0] && streq(k->header, header) && streq(k->secret, secret) &&
		    now_us - k->at_us < SIGNIN_KNOWN_US)
			return k;
	}
	return NULL;
}

static void learn(struct signin *s, const struct signin_known *known)
{
	struct signin_known *oldest = &s->known[0];

	for (size_t i = 0; i < SIGNIN_KNOWN_MAX; i++)
		if (s->known[i].at_us < oldest->at_us)
			oldest = &s->known[i];
	*oldest = *known;
	oldest->at_us = mono_read_us();
}

static void looked_at(void *ctx, bool matches, const char *hash)
{
	struct asking *k = ctx;
	struct signin *s = &k->w->signin;

	(void)hash;
	k->known.right = matches;
	learn(s, &k->known);
	if (matches) {
		backoff_right(&s->backoff, BACKOFF_ACCOUNT, k->known.name);
	} else {
		backoff_wrong(&s->backoff, BACKOFF_ACCOUNT, k->known.name, mono_read_us());
		backoff_wrong(&s->backoff, BACKOFF_ADDRESS, k->address, mono_read_us());
	}
	http_again(k->later);
	free(k);
}

static int look_at(struct webd *w, const struct http_request *q, const struct credentials *c,
		   const struct signin_known *known, const char *hash, const char **ret_why)
{
	struct asking *k;

	if (signin_wait_s(w, c->name, q->address) > 0) {
		*ret_why = "too many wrong words: wait a while";
		signin_count_refused(w);
		return 429;
	}
	k = calloc(1, sizeof(*k));
	if (!k)
		return 503;
	*k = (struct asking){ .w = w, .known = *known };
	(void)snprintf(k->address, sizeof(k->address), "%s", q->address);
	if (hasher_verify(&w->signin.hasher, c->word, hash, looked_at, k) < 0) {
		free(k);
		*ret_why = "too many sign in at once: try again";
		return 503;
	}
	k->later = http_later(q);
	*ret_why = "there is no memory";
	return k->later ? -EINPROGRESS : 503;
}

int signin_by_word(struct webd *w, const struct http_request *q, const char *header,
		   struct visitor *ret_who, const char **ret_why)
{
	struct signin_known known = { 0 };
	const struct signin_known *there;
	struct credentials c;
	enum user_role role;
	const char *hash;
	bool any;

	*ret_why = "the name or the word is wrong";
	if (!credentials_parse(header, &c))
		return 401;
	if (!signin_private(w, q)) {
		*ret_why = "passwords and tokens are not taken without TLS (web.plain_login)";
		return 403;
	}
	any = c.token ? find_token(w, c.name, &role, &hash) : signin_user(w, c.name, &role, &hash);
	if (!any)
		hash = signin_nobody;
	known.token = c.token;
	secret_digest(header, known.header);
	secret_digest(hash, known.secret);
	(void)snprintf(known.name, sizeof(known.name), "%s", c.name);
	there = find_known(&w->signin, known.header, known.secret);
	if (!there)
		return look_at(w, q, &c, &known, hash, ret_why);
	if (!there->right || !any) {
		signin_count_refused(w);
		return 401;
	}
	*ret_who =
		(struct visitor){ .role = role, .door = c.token ? DOOR_OF_TOKENS : DOOR_OF_USERS };
	(void)snprintf(ret_who->name, sizeof(ret_who->name), "%s", c.name);
	return 0;
}

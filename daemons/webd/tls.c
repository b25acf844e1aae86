// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/tls.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "daemons/webd/pairs.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/worker.h"

/* Two files are copied one after the other: a moment of peace says that both are there. */
#define QUIET_US USEC_PER_SEC
/* What runs out does so on a day. */
#define AGAIN_US (INT64_C(24) * 3600 * USEC_PER_SEC)
/* A handshake that has begun holds the certificate that it was given; http.c ends it long before.
 */
#define RETIRED_US (120 * USEC_PER_SEC)
/* Reading and making certificates; GnuTLS keeps numbers of any size on the stack. */
#define STACK (256 * 1024)

#define WATCHED (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_CREATE)

struct tls {
	struct loop *loop;
	const struct tls_calls *calls;
	void *ctx;
	struct pairs_place place;
	char config_folder[FOLDER_MAX];
	struct identity *retired;
	struct loop_timer quiet, again, retiring;
	struct loop_fd changes; /* inotify */
	struct worker worker;
	struct loop_fd told;
	struct pairs_found found; /* the worker's, until it has told */
	bool looking, look_again;
};

/* The library asks without saying whose it is. */
static struct identity *in_force;

int tls_retrieve(gnutls_session_t session, const gnutls_datum_t *issuers, int n_issuers,
		 const gnutls_pk_algorithm_t *algorithms, int n_algorithms, gnutls_pcert_st **chain,
		 unsigned *n_chain, gnutls_privkey_t *key)
{
	(void)session, (void)issuers, (void)n_issuers, (void)algorithms, (void)n_algorithms;
	if (!in_force)
		return -1;
	*chain = in_force->chain;
	*n_chain = in_force->n;
	*key = in_force->key;
	return 0;
}

bool tls_in_force(const struct identity **ret)
{
	*ret = in_force;
	return in_force != NULL;
}

/* ------------------------------------------------------------------ what is in force */

static void free_retired(void *ctx, int64_t now_us)
{
	struct tls *t = ctx;
	struct identity **at = &t->retired, *i;

	while ((i = *at)) {
		if (i->free_at_us > now_us) {
			loop_arm(t->loop, &t->retiring, i->free_at_us, free_retired, t);
			at = &i->next;
			continue;
		}
		*at = i->next;
		(void)identity_free(i);
	}
}

static void retire(struct tls *t, struct identity *i)
{
	i->free_at_us = mono_read_us() + RETIRED_US;
	i->next = t->retired;
	t->retired = i;
	if (!t->retiring.due_us)
		loop_arm(t->loop, &t->retiring, i->free_at_us, free_retired, t);
}

static void say_in_force(const struct identity *i)
{
	char until[CLOCK_RFC3339_MAX];

	clock_format_utc(i->until_s * USEC_PER_SEC, until);
	log_notice("HTTPS has %s: SHA-256 %s, valid until %.10s",
		   i->own ? "the site's own certificate" : "a certificate of its own making",
		   i->print, until);
}

/* Takes it over; true when it is another one than before. */
static bool take(struct tls *t, struct identity *i)
{
	struct identity *old = in_force;

	if (old && streq(old->print, i->print) && old->own == i->own) {
		(void)identity_free(i);
		return false;
	}
	in_force = i;
	say_in_force(i);
	if (old)
		retire(t, old);
	else
		t->calls->ready(t->ctx);
	return true;
}

static void tell_trouble(struct tls *t, const struct pairs_found *found)
{
	char text[PAIRS_WHY_MAX + 64] = "", until[CLOCK_RFC3339_MAX];

	if (*found->own_why)
		(void)snprintf(text, sizeof(text), "the certificate is not taken: %s",
			       found->own_why);
	else if (*found->made_why)
		(void)snprintf(text, sizeof(text), "%s", found->made_why);
	else if (in_force && in_force->until_s <= instant_read().wall_us / USEC_PER_SEC) {
		clock_format_utc(in_force->until_s * USEC_PER_SEC, until);
		(void)snprintf(text, sizeof(text), "the certificate in %s ran out on %.10s",
			       t->place.own_folder, until);
	}
	t->calls->trouble(t->ctx, "https", *text ? text : NULL);
}

/* A pair of the site's that is refused changes nothing: the one before it stays. */
static void decide(struct tls *t, struct pairs_found *found)
{
	bool keep = *found->own_why && in_force && in_force->own;

	if (found->own)
		(void)take(t, found->own);
	else if (found->made && !keep)
		(void)take(t, found->made);
	else
		(void)identity_free(found->made);
	tell_trouble(t, found);
}

/* ------------------------------------------------------------------ the look */

static void *look(void *ctx)
{
	struct tls *t = ctx;

	pairs_look(&t->place, &t->found);
	worker_tell(&t->worker);
	return NULL;
}

static void look_now(void *ctx, int64_t now_us);

static void looked(void *ctx, uint32_t events)
{
	struct tls *t = ctx;

	(void)events;
	loop_unwatch(t->loop, &t->told);
	/* it has told, so it is as good as gone */
	(void)worker_end(&t->worker, -1);
	t->looking = false;
	decide(t, &t->found);
	loop_arm(t->loop, &t->again, mono_read_us() + AGAIN_US, look_now, t);
	if (t->look_again)
		tls_look(t);
}

static int begin_look(struct tls *t)
{
	int r = worker_start(&t->worker, STACK, true, look, t);

	if (r < 0)
		return r;
	t->looking = true;
	t->look_again = false;
	return loop_watch(t->loop, &t->told, t->worker.fd, EPOLLIN, looked, t);
}

void tls_look(struct tls *t)
{
	int r;

	t->look_again = t->looking;
	if (t->looking)
		return;
	r = begin_look(t);
	if (r < 0)
		(void)log_error_errno(r, "cannot look for certificates");
}

static void look_now(void *ctx, int64_t now_us)
{
	(void)now_us;
	tls_look(ctx);
}

/* ------------------------------------------------------------------ changes */

/* The folder may come and go: what makes it shows in the one above. */
static void watch(struct tls *t)
{
	(void)inotify_add_watch(t->changes.fd, t->config_folder, WATCHED | IN_ONLYDIR);
	(void)inotify_add_watch(t->changes.fd, t->place.own_folder, WATCHED | IN_ONLYDIR);
}

static void changed(void *ctx, uint32_t events)
{
	struct tls *t = ctx;
	char buf[4096];

	(void)events;
	while (read(t->changes.fd, buf, sizeof(buf)) > 0)
		continue;
	watch(t);
	loop_arm(t->loop, &t->quiet, mono_read_us() + QUIET_US, look_now, t);
}

static int begin_watch(struct tls *t)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), r;

	if (fd < 0)
		return -errno;
	r = loop_watch(t->loop, &t->changes, fd, EPOLLIN, changed, t);
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	watch(t);
	return 0;
}

/* ------------------------------------------------------------------ life */

int tls_new(struct loop *loop, const char *state_folder, const struct tls_calls *calls, void *ctx,
	    struct tls **ret)
{
	struct tls *t = calloc(1, sizeof(*t));
	int r;

	if (!t)
		return -ENOMEM;
	t->loop = loop;
	t->calls = calls;
	t->ctx = ctx;
	(void)snprintf(t->place.state_folder, FOLDER_MAX, "%s", state_folder);
	folder_config("tls", t->place.own_folder);
	folder_config("", t->config_folder);
	r = begin_watch(t);
	if (r == 0)
		r = begin_look(t);
	if (r < 0) {
		(void)tls_free(t);
		return r;
	}
	*ret = t;
	return 0;
}

struct tls *tls_free(struct tls *t)
{
	struct identity *i;

	if (!t)
		return NULL;
	if (t->changes.watched) {
		loop_unwatch(t->loop, &t->changes);
		(void)close(t->changes.fd);
	}
	loop_unwatch(t->loop, &t->told);
	loop_disarm(t->loop, &t->quiet);
	loop_disarm(t->loop, &t->again);
	loop_disarm(t->loop, &t->retiring);
	if (t->looking) {
		(void)worker_end(&t->worker, -1);
		(void)identity_free(t->found.own);
		(void)identity_free(t->found.made);
	}
	while ((i = t->retired)) {
		t->retired = i->next;
		(void)identity_free(i);
	}
	in_force = identity_free(in_force);
	free(t);
	return NULL;
}

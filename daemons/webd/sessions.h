// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Who is signed in: a cookie of 128 random bits for each browser, and what its forms must have with
 * them. Kept over a restart of rmcu-webd as a text, with the cookies' digests alone. Pure: times
 * are microseconds of CLOCK_MONOTONIC.
 */
#include <stddef.h>
#include <stdint.h>

#include "daemons/webd/visitor.h"
#include "lib/base/text.h"

/* Eight users with a few browsers each. Who comes when it is full takes the place of the one that
 * was idle for longest, of those of whoever has most. */
#define SESSIONS_MAX 32
/* Without a request for so long it is over; so is the longest one. */
#define SESSION_IDLE_US (INT64_C(60) * 60 * 1000000)
#define SESSION_LIFE_US (INT64_C(12) * 60 * 60 * 1000000)

struct session {
	char cookie[VISITOR_KEY_MAX]; /* its digest; "": a free place */
	char user[ACTOR_NAME_MAX];
	char password[VISITOR_KEY_MAX]; /* digest of what is kept of it: another one ends it */
	char csrf[VISITOR_KEY_MAX];
	int64_t begun_us, used_us;
};

struct sessions {
	struct session list[SESSIONS_MAX];
};

/* Takes a place. `csrf` was drawn for it; the others are digests. */
void sessions_add(struct sessions *s, const char *cookie, const char *user, const char *password,
		  const char *csrf, int64_t now_us);

/* The session of this cookie, which is used by that; NULL when there is none, or none any more. */
const struct session *sessions_use(struct sessions *s, const char *cookie, int64_t now_us);

/* How many are not over. */
unsigned sessions_count(const struct sessions *s, int64_t now_us);

/* Ends one. */
void sessions_end(struct sessions *s, const char *cookie);

/* As a text, a line each, and back. Lines that are none are left out. */
void sessions_print(const struct sessions *s, struct text *out);
void sessions_parse(struct sessions *s, const char *text);

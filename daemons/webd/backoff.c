// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/backoff.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/hash.h"
#include "lib/base/util.h"

#define FIRST_US INT64_C(1000000)

static uint64_t key_of(enum backoff_what what, const char *name)
{
	const char kind = what == BACKOFF_ACCOUNT ? 'a' : 'i';
	uint64_t h = hash_fnv1a(hash_fnv1a(HASH_FNV1A_START, &kind, 1), name, strlen(name));

	return h ? h : 1;
}

static int64_t wait_of(const struct backoff_place *p, enum backoff_what what)
{
	int64_t most = what == BACKOFF_ACCOUNT ? BACKOFF_ACCOUNT_US : BACKOFF_ADDRESS_US;
	int64_t us = FIRST_US;

	if (p->wrong < BACKOFF_FREE)
		return 0;
	for (unsigned i = BACKOFF_FREE; i < p->wrong && us < most; i++)
		us *= 2;
	return us < most ? us : most;
}

static struct backoff_place *find(const struct backoff *b, uint64_t key)
{
	for (size_t i = 0; i < BACKOFF_PLACES; i++)
		if (b->list[i].key == key)
			return (struct backoff_place *)&b->list[i];
	return NULL;
}

int64_t backoff_wait(const struct backoff *b, enum backoff_what what, const char *name,
		     int64_t now_us)
{
	const struct backoff_place *p = find(b, key_of(what, name));
	int64_t left = p ? p->last_us + wait_of(p, what) - now_us : 0;

	return left > 0 ? left : 0;
}

void backoff_wrong(struct backoff *b, enum backoff_what what, const char *name, int64_t now_us)
{
	uint64_t key = key_of(what, name);
	struct backoff_place *p = find(b, key), *oldest = &b->list[0];

	for (size_t i = 0; !p && i < BACKOFF_PLACES; i++)
		if (b->list[i].last_us < oldest->last_us)
			oldest = &b->list[i];
	if (!p) {
		/* the count stays: with more names than places nobody gets three free tries each */
		p = oldest;
		p->key = key;
	}
	if (p->last_us && now_us - p->last_us > BACKOFF_FORGET_US)
		p->wrong = 0;
	p->wrong++;
	p->last_us = now_us;
}

void backoff_right(struct backoff *b, enum backoff_what what, const char *name)
{
	struct backoff_place *p = find(b, key_of(what, name));

	if (p)
		*p = (struct backoff_place){ 0 };
}

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/keys.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"

static size_t size_of(const struct key *e)
{
	return sizeof(*e) + e->len;
}

static void link_in(struct keys *k, struct key *e)
{
	e->next = k->first;
	k->first = e;
	k->size += size_of(e);
}

static struct key *link_out(struct keys *k, struct key **at)
{
	struct key *e = *at;

	*at = e->next;
	k->size -= size_of(e);
	return e;
}

void keys_drop(struct keys *k, const char *name)
{
	for (struct key **p = &k->first; *p; p = &(*p)->next) {
		if (streq((*p)->name, name)) {
			free(link_out(k, p));
			return;
		}
	}
}

void keys_done(struct keys *k)
{
	while (k->first)
		free(link_out(k, &k->first));
}

const struct key *keys_find(const struct keys *k, const char *name)
{
	for (const struct key *e = k->first; e; e = e->next)
		if (streq(e->name, name))
			return e;
	return NULL;
}

int keys_put(struct keys *k, const char *name, const void *bytes, size_t len)
{
	struct key *e;

	if (strlen(name) >= JOURNAL_KEY_MAX || len > JOURNAL_KEPT_MAX)
		return -EINVAL;
	e = calloc(1, sizeof(*e) + len);
	if (!e)
		return -ENOMEM;
	memcpy(e->name, name, strlen(name));
	e->len = (uint16_t)len;
	if (len > 0)
		memcpy(e->bytes, bytes, len);
	keys_drop(k, name);
	link_in(k, e);
	return 0;
}

void keys_move(struct keys *to, struct keys *from)
{
	while (from->first) {
		struct key *e = link_out(from, &from->first);

		keys_drop(to, e->name);
		link_in(to, e);
	}
}

void keys_apply(struct keys *to, struct keys *changes)
{
	while (changes->first) {
		struct key *e = link_out(changes, &changes->first);

		keys_drop(to, e->name);
		if (e->len > 0)
			link_in(to, e);
		else
			free(e);
	}
}

static bool changes_nothing(const struct key *e, const struct keys *there)
{
	const struct key *old = keys_find(there, e->name);

	if (!old)
		return e->len == 0;
	return old->len == e->len && memcmp(old->bytes, e->bytes, e->len) == 0;
}

void keys_drop_same(struct keys *changes, const struct keys *there)
{
	struct key **p = &changes->first;

	while (*p) {
		if (changes_nothing(*p, there))
			free(link_out(changes, p));
		else
			p = &(*p)->next;
	}
}

int keys_copy(const struct keys *k, struct keys *ret_copy)
{
	struct keys copy = { 0 };

	for (const struct key *e = k->first; e; e = e->next) {
		if (keys_put(&copy, e->name, e->bytes, e->len) < 0) {
			keys_done(&copy);
			return -ENOMEM;
		}
	}
	*ret_copy = copy;
	return 0;
}

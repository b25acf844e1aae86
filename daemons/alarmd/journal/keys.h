// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What is kept beside the events: bytes under keys. A list of changes has entries of no bytes too,
 * for keys that are to be forgotten.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemons/alarmd/journal/journal.h"

/* In memory. The alarms of a full configuration are 60 KiB. */
#define KEYS_SIZE_MAX ((size_t)256 * 1024)

struct key {
	struct key *next;
	char name[JOURNAL_KEY_MAX];
	uint16_t len;
	uint8_t bytes[];
};

struct keys {
	struct key *first;
	size_t size; /* of all entries in memory */
};

void keys_done(struct keys *k);

/* The entry of this name, or NULL. */
const struct key *keys_find(const struct keys *k, const char *name);

/* Replaces what is under the name; -EINVAL for a name or bytes that are too long. */
int keys_put(struct keys *k, const char *name, const void *bytes, size_t len);

/* Takes the entry of this name out. */
void keys_drop(struct keys *k, const char *name);

/* Moves all of `from` over what is in `to`. */
void keys_move(struct keys *to, struct keys *from);

/* Moves changes into the list of what there is: those of no bytes are gone afterwards. */
void keys_apply(struct keys *to, struct keys *changes);

/* Takes those changes out that would change nothing. */
void keys_drop_same(struct keys *changes, const struct keys *there);

int keys_copy(const struct keys *k, struct keys *ret_copy);

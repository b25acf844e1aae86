// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The chain that binds the events of the journal: the hash of each is SHA-256 (FIPS 180-4) over the
 * hash of the one before it and the event's own body as PROTOCOL.md lays it out. Whoever has a head
 * (number and hash) from elsewhere can tell whether anything before it was changed, removed or
 * moved.
 */
#include <stdbool.h>

#include "lib/model/event.h"

/* The hash of `e` behind an event of hash `before`; e->hash is not looked at. */
void chain_hash(const uint8_t before[EVENT_HASH_SIZE], const struct event *e,
		uint8_t ret_hash[EVENT_HASH_SIZE]);

/* True when e->hash is that hash. */
bool chain_holds(const uint8_t before[EVENT_HASH_SIZE], const struct event *e);

/* In hexadecimal, as syslog and people see it. */
#define CHAIN_TEXT_MAX (2 * EVENT_HASH_SIZE + 1)
void chain_text(const uint8_t hash[EVENT_HASH_SIZE], char ret_text[CHAIN_TEXT_MAX]);

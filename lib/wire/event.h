// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The body of an event without its hash: what travels, what is kept, and what the chain is made
 * over. */
#include "lib/model/event.h"
#include "lib/wire/cursor.h"

/* With the longest texts it stays below this. */
#define EVENT_BODY_MAX 640
/* The packet of an event: head, body, hash. */
#define EVENT_PACKET_MAX (8 + EVENT_BODY_MAX + EVENT_HASH_SIZE)

void msg_put_event(struct cursor *c, const struct event *m);
/* Reads it back; the hash is left as it was. */
void msg_get_event(struct cursor *c, struct event *ret);

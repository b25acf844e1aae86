// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Updates that are under way to clients, each once for all who get the same; and when the next one
 * is due. Pure. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"
#include "lib/base/text.h"

/* A longer one says only that much has changed: then the page asks for itself, packed. */
#define UPDATE_MOST 4096

struct update {
	uint64_t since, at; /* between which moments of the page (parts.h) */
	bool json;
	unsigned users;
	struct text bytes;
	struct update *next;
};

/* Clients take one after the other, and each mostly all of it at once: so many wait for the next
 * one, of those who stand elsewhere, or want it as JSON. */
#define UPDATES_WAIT_MAX 4

/* Zero-initialise. */
struct updates {
	struct update *first; /* the newest first */
};

/* The one between these, with one user more; NULL when there is none. */
struct update *updates_find(struct updates *u, uint64_t since, uint64_t at, bool json);

/* A new one with one user, whose bytes it takes over; NULL without memory. */
struct update *updates_add(struct updates *u, uint64_t since, uint64_t at, bool json,
			   struct text *bytes);

/* One user less. */
void updates_let_go(struct updates *u, struct update *update);

/* The page has moved on, or nobody is there: those without a user end. */
void updates_turn(struct updates *u);

/* Who saves data gets an update in five turns, and what calls for a person at once; an empty beat
 * in between says that the line is alive. */
#define SPARE_TURNS	 5
#define SPARE_BEAT_TURNS 2
enum spare {
	SPARE_NOTHING,
	SPARE_BEAT,
	SPARE_UPDATE,
};
enum spare spare_due(uint64_t turns_since_update, uint64_t turns_since_any, bool calls);

/* An update a second. What calls for a person comes sooner, and the one after it the later. */
#define PACE_US USEC_PER_SEC

struct pace {
	int64_t next_us; /* monotonic; when the next ordinary one is due */
};

/* One was told now. */
void pace_told(struct pace *p, int64_t now_us);

/* When one may be told that cannot wait: over any time there is no more than one a second. */
int64_t pace_soonest_us(const struct pace *p, int64_t now_us);

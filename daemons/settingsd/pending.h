// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Audit events that alarmd has not written yet, in a file beside the settings: who changed what
 * must not be lost because alarmd is down or one of the two is killed.
 */
#include "lib/model/event.h"
#include "lib/wire/event.h"

/* A month of busy evenings. Beyond that the oldest go, and an event in their place says how many.
 */
#define PENDING_MAX	  256
#define PENDING_BYTES_MAX (1 + PENDING_MAX * (2 + EVENT_BODY_MAX))

struct pending {
	const char *folder; /* borrowed */
	uint8_t *bytes; /* the file: a version, then for each event a length and its body; owned */
	size_t len, room;
	unsigned n;
};

/* Reads the file. A missing or broken one is an empty list; -EBADMSG says that it was broken. */
int pending_load(struct pending *p, const char *folder);
void pending_done(struct pending *p);

/* Takes over the bytes of a file as read. -EBADMSG: none of it. */
int pending_parse(struct pending *p, const void *bytes, size_t len);

/*
 * Adds one and writes the file durably. 1 when the first ones were lost for it, else 0; or a
 * negative errno: then it lives in memory alone. The oldest one stays whatever is added: it may be
 * under way.
 */
int pending_add(struct pending *p, const struct event *e);

/* The oldest one; false when there is none. */
bool pending_first(const struct pending *p, struct event *ret_event);

/* It has arrived. */
void pending_drop_first(struct pending *p);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The last events, in the order of their numbers, each as it travels: without the room that its
 * texts might need, that is a third of the memory. Zero-initialise. Pure.
 */
#include "lib/wire/event.h"

/* What a manager that missed a notification can catch up on. */
#define EVENT_LIST_MAX 200

struct event_list {
	unsigned n;
	/* private */
	uint64_t numbers[EVENT_LIST_MAX];
	uint32_t ends[EVENT_LIST_MAX]; /* where each ends in `bytes` */
	uint8_t bytes[EVENT_LIST_MAX * EVENT_BODY_MAX];
};

/* The next one. A full list loses its first; one that is older than the last begins it anew. */
void event_list_add(struct event_list *l, const struct event *e);

/* Without its hash. */
struct event event_list_at(const struct event_list *l, unsigned place);
uint64_t event_list_number(const struct event_list *l, unsigned place);

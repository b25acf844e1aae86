// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A page of older events as ready-made packets, read from the file by the thread and handed to the
 * loop. What cannot be told is in it as a gap, so that a reader gets past it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/event.h"

#define PAGE_EVENTS 64

struct page {
	unsigned n;
	struct page_entry {
		uint64_t number, next; /* what it answers, and what comes after it */
		uint32_t at;
		uint16_t len;
	} entries[PAGE_EVENTS];
	size_t used;
	uint8_t bytes[];
};

int page_new(struct page **ret_page);

bool page_full(const struct page *p);

/* Adds the event, as a gap when no reader would take it. */
void page_add(struct page *p, const struct event *e);

/* Says that everything from `from` on and before `next` is missing. */
void page_add_gap(struct page *p, uint64_t from, uint64_t next);

/* Gives back what it does not need. */
struct page *page_shrink(struct page *p);

/* The answer to whoever asks for this number, or NULL. */
const struct page_entry *page_find(const struct page *p, uint64_t number);

// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What readers of committed events are given: the newest ones from memory, older ones from a page
 * that the thread reads. One page is read at a time, and who asked first is served first.
 */
#include "daemons/alarmd/journal/journal.h"
#include "daemons/alarmd/journal/packets.h"
#include "daemons/alarmd/journal/page.h"

struct readers {
	struct packets *newest;
	struct page *page; /* NULL before the first one */
	uint64_t wanted[JOURNAL_READERS_MAX];
	unsigned n_wanted;
	uint64_t asked; /* the page that is being read; 0: none */
};

int readers_init(struct readers *r);
void readers_done(struct readers *r);

/* The next event to come is this one. */
void readers_restart(struct readers *r, uint64_t next);

/* An event was committed. */
void readers_add(struct readers *r, const uint8_t *packet, size_t len);

/* The page that was asked for. */
void readers_take(struct readers *r, struct page *page);

/* The position of the page to be read next, 0 when there is none or one is being read. */
uint64_t readers_ask(struct readers *r);

/* What journal_packet() says for a journal of these ends. */
int readers_packet(struct readers *r, uint64_t anchor, uint64_t head, uint64_t *at, void *buf,
		   size_t size);

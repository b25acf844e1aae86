// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What waits for one peer of a server: replies in order, marks for topics, a place in the stream.
 * Memory is bounded whatever the peer does.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Replies that may wait; a peer that asks on without reading is not worth more. */
#define OUTBOX_REPLIES_MAX 16

/* The newest message of a topic. */
struct topic {
	uint8_t *bytes;
	size_t len, room;
};

/* Copies a packet in, keeping the memory of the one before it. */
int topic_set(struct topic *t, const void *packet, size_t len);

struct outbox {
	int (*hello)(void *ctx, void *buf, size_t size);
	int (*stream)(void *ctx, uint64_t *at, void *buf, size_t size);
	void *ctx;
	uint32_t marks; /* a bit a topic that waits */
	bool follows;	/* the stream */
	bool more;	/* there may be something in it */
	uint64_t at;	/* place in it */
	unsigned n_replies;
	struct reply {
		uint8_t *bytes;
		size_t len;
	} replies[OUTBOX_REPLIES_MAX];
	int send_buffer; /* SO_SNDBUF as bounded, 0 = the default */
};

void outbox_init(struct outbox *o, int (*hello)(void *ctx, void *buf, size_t size),
		 int (*stream)(void *ctx, uint64_t *at, void *buf, size_t size), void *ctx);
void outbox_done(struct outbox *o);

/* Marks a topic as waiting; true when it waited already, so that a message was superseded. */
bool outbox_mark(struct outbox *o, unsigned topic);
void outbox_unmark(struct outbox *o, unsigned topic);

/* Follows the stream from `at`; tells it that there is more (true when it follows at all). */
void outbox_follow(struct outbox *o, uint64_t at);
bool outbox_stream_more(struct outbox *o);

/* Queues a packet that must not be lost; -ENOBUFS when too many wait. */
int outbox_queue(struct outbox *o, const void *packet, size_t len);

bool outbox_empty(const struct outbox *o);

/*
 * Sends what waits until the kernel has no room. Returns 0 when nothing is left, 1 when something
 * is, or a negative errno when the peer is gone. `scratch` is for packets that are made on the way.
 */
int outbox_flush(struct outbox *o, int fd, const struct topic *topics, uint8_t *scratch,
		 size_t size);

/*
 * Bounds the kernel's buffer to about four messages of `len` bytes: the default would queue over a
 * hundred old snapshots for a slow peer. Does nothing when it is bounded so already.
 */
void outbox_bound(struct outbox *o, int fd, size_t len);

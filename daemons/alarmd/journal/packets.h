// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Packets of consecutive numbers in a bounded ring. The loop's alone, but for packets_at(): while
 * the loop keeps a number in it, another thread may read that packet.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct packets {
	uint64_t first, next; /* numbers of the oldest one kept, and of the next to come */
	size_t used;	      /* bytes in use */
	size_t write_at;      /* where the next packet goes */
	size_t size;
	unsigned most;
	struct packet_place {
		uint32_t at;
		uint16_t len;
	} * places; /* by number modulo `most` */
	uint8_t *bytes;
};

/* At most so many bytes and packets; memory grows with what is in it. */
int packets_new(size_t size, unsigned most, struct packets **ret_packets);
struct packets *packets_free(struct packets *p);

/* Empties it; `next` is the number of the next one. */
void packets_restart(struct packets *p, uint64_t next);

bool packets_fit(const struct packets *p, size_t len);

/* The next one; it must fit. */
void packets_put(struct packets *p, const void *bytes, size_t len);

/* Takes out the oldest one. */
void packets_drop(struct packets *p);

bool packets_have(const struct packets *p, uint64_t number);

/* The packet of a number that is in it. */
const uint8_t *packets_at(const struct packets *p, uint64_t number, size_t *ret_len);
